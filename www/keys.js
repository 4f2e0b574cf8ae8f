/** Keys: which of them the demo uses where they go, so that a deck or page around it gets the others and those alone. */

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const ENDS = ['Home', 'End'];

/** Fields in which every key may be part of what is typed or chosen. */
const TYPING = [
  'textarea',
  'select',
  'input:not([type="range"], [type="radio"], [type="checkbox"], [type="button"], [type="submit"], [type="reset"])',
  '[contenteditable]:not([contenteditable="false"])',
].join();

/**
 * What the browser itself does with keys, by what has the focus. PageUp and PageDown are in none: they are those of a lecturer's remote
 * control, and nothing of the demo needs them.
 * @type {[selector: string, keys: string[]][]}
 */
const NATIVE = [
  ['input[type="range"]', [...ARROWS, ...ENDS]],
  ['input[type="radio"]', [...ARROWS, ' ']],
  ['input[type="checkbox"]', [' ']],
  ['button, summary, input', [' ', 'Enter']],
  ['a[href]', ['Enter']],
  // What scrolls by itself, such as a listing: it has the focus for nothing else.
  ['[tabindex]:not([role="slider"], [role="tab"])', [...ARROWS, ...ENDS, ' ']],
];

/** Keys that mean something only with another, or to the browser alone. */
const NOBODYS = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Tab', 'Dead', 'Process', 'Unidentified'];

/**
 * Whether a key that was pressed is the demo's: a part has acted on it, which prevents its default action, or whatever has the focus will.
 * To be asked when the event has passed all parts.
 * @param {KeyboardEvent} event
 */
export function isUsed(event) {
  if (event.defaultPrevented) return true;
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return false;
  if (target.matches(TYPING)) return !(target.matches('select') && ['PageUp', 'PageDown'].includes(event.key));
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  return NATIVE.find(([selector]) => target.matches(selector))?.[1].includes(event.key) ?? false;
}

/**
 * Whether a key may be told to whoever is around the demo: the demo does not use it, nor is it a shortcut of browser or system.
 * @param {KeyboardEvent} event
 */
export function isForOthers(event) {
  const isShortcut = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  return !isShortcut && !NOBODYS.includes(event.key) && !isUsed(event);
}

/**
 * Keeps the keys that the demo uses from reaching the page around it: that sees no control with the focus, only the demo's element, and would
 * take an arrow key on a slider for its own.
 * @param {EventTarget} root of the demo
 */
export function keepKeys(root) {
  root.addEventListener('keydown', (event) => {
    if (isUsed(/** @type {KeyboardEvent} */ (event))) event.stopPropagation();
  });
}
