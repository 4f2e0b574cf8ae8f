/** Drawing no more often than can be read. */

/** A little less than the time between two progress messages, so that all that one changes is painted in one frame. */
const A_MESSAGE_MILLISECONDS = 100;

/**
 * A function that has `paint` run at the next frame, but never sooner than an interval after the last time.
 * @param {() => void} paint
 * @param {number} interval in milliseconds
 * @returns {() => void}
 */
export function paced(paint, interval = A_MESSAGE_MILLISECONDS) {
  let isScheduled = false;
  let paintedAt = -Infinity;
  const run = () => {
    isScheduled = false;
    paintedAt = performance.now();
    paint();
  };
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    const wait = paintedAt + interval - performance.now();
    if (wait > 0) setTimeout(() => requestAnimationFrame(run), wait);
    else requestAnimationFrame(run);
  };
}

/**
 * Changes an element's text, if it is another.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** What each element was last given: what the browser makes of it need not read the same. @type {WeakMap<Element, string>} */
const written = new WeakMap();

/**
 * Changes an element's content to a sentence of the message files, which may be marked up.
 * @param {Element} element
 * @param {string} sentence a constant of ours
 */
export function writeMarkedUp(element, sentence) {
  if (written.get(element) === sentence) return;
  written.set(element, sentence);
  element.innerHTML = sentence;
}
