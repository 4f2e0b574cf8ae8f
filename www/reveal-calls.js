/** What a key asks of a deck of reveal.js, as calls of the API that it offers to frames by postMessage. */

/** A call: reveal.js takes it as JSON. @typedef {{ method: string, args: (string | number)[] }} RevealCall */

/** Named keys that reveal.js, or a deck's own bindings, may do something at. Other function keys are the browser's. */
const NAMED = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Enter', 'Escape', 'F1'];

/** Beyond any deck's end: reveal.js stops at the last slide. */
const LAST_SLIDE = 1e6;

/**
 * The calls that do what the key would have done in the deck. Most are `triggerKey`, so that the deck's own bindings, its direction and its
 * pause count; that one passes no modifiers on, and does nothing while an overlay is open.
 * @param {KeyboardEvent} event
 * @returns {RevealCall[]} none for keys that no deck takes
 */
export function revealCalls({ key, keyCode, shiftKey }) {
  if (key === '?') return [{ method: 'toggleHelp', args: [] }];
  // The first does nothing while an overlay is open, the second nothing while none is.
  if (key === 'Escape') return [triggerKey(keyCode), { method: 'closeOverlay', args: [] }];
  if (shiftKey) return shifted(key);
  return key.length === 1 || NAMED.includes(key) ? [triggerKey(keyCode)] : [];
}

/**
 * @param {number} keyCode
 * @returns {RevealCall}
 */
function triggerKey(keyCode) {
  return { method: 'triggerKey', args: [keyCode] };
}

/**
 * @param {string} key pressed with Shift
 * @returns {RevealCall[]}
 */
function shifted(key) {
  if (key === ' ') return [{ method: 'prev', args: [] }];
  if (key === 'ArrowLeft') return [{ method: 'slide', args: [0] }];
  if (key === 'ArrowRight') return [{ method: 'slide', args: [LAST_SLIDE] }];
  return [];
}
