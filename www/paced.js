/** Drawing no more often than can be read. */

/** A little less than the time between two progress messages, so that all that one changes is painted in one frame. */
const INTERVAL_MILLISECONDS = 100;

/**
 * A function that has `paint` run at the next frame, but never sooner than a tenth of a second after the last time.
 * @param {() => void} paint
 * @returns {() => void}
 */
export function paced(paint) {
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
    const wait = paintedAt + INTERVAL_MILLISECONDS - performance.now();
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

/**
 * Changes an element's content to a sentence of the message files, which may be marked up.
 * @param {Element} element
 * @param {string} sentence a constant of ours
 */
export function writeMarkedUp(element, sentence) {
  if (element.innerHTML !== sentence) element.innerHTML = sentence;
}
