/** Files that are dragged over a page: they do nothing there, where the browser would put them in the place of the page. */

/** Text and links are for the browser to drop. @param {DragEvent} event */
export function carriesFiles({ dataTransfer }) {
  return dataTransfer?.types.includes('Files') ?? false;
}

/** @param {Document | HTMLElement} place in which whatever takes files is asked first, or comes later */
export function keepFilesOut(place) {
  for (const kind of ['dragover', 'drop']) {
    place.addEventListener(kind, (dragged) => {
      const event = /** @type {DragEvent} */ (dragged);
      if (event.defaultPrevented || !event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    });
  }
}
