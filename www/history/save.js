/** Hands a person a file. */

/**
 * @param {string} name
 * @param {string} type such as `text/csv`
 * @param {BlobPart[]} pieces
 */
export function saveFile(name, type, pieces) {
  const address = URL.createObjectURL(new Blob(pieces, { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun the download by then, however slow the disk is.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
