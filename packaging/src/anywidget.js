/** `dcgan-wasm/anywidget`: the demo as a front-end module of AnyWidget, for Jupyter, marimo, MyST and Jupyter Book. Everything is inside. */

import '../../www/element.js';

/** What a model may say of the demo; each is the attribute of that name, spelt with `_` or in camel case if the model likes that better. */
const OPTIONS = [
  ...['preset', 'seed', 'settings', 'autoplay', 'parts', 'compact', 'poster', 'theme', 'lang', 'threads', 'max-steps', 'motion', 'loading', 'background'],
  'home',
];

/** @typedef {import('../types/anywidget.js').Model} Model */

/**
 * @param {string} option
 * @returns {string[]} the names that a model may have for it
 */
function spellings(option) {
  return [option, option.replaceAll('-', '_'), option.replace(/-(.)/g, (_, letter) => letter.toUpperCase())];
}

/**
 * @param {HTMLElement} demo
 * @param {Model} model
 * @param {string} option
 */
function apply(demo, model, option) {
  const value = spellings(option)
    .map((name) => model.get(name))
    .find((found) => found !== undefined && found !== null);
  if (value === undefined || (value === false && option !== 'autoplay')) demo.removeAttribute(option);
  else demo.setAttribute(option, value === true && option !== 'autoplay' ? '' : String(value));
}

/**
 * Tells a model what it has a name for.
 * @param {Model} model
 * @param {Record<string, unknown>} news
 */
function tell(model, news) {
  const known = Object.entries(news).filter(([name]) => model.get(name) !== undefined);
  for (const [name, value] of known) model.set?.(name, value);
  if (known.length > 0) model.save_changes?.();
}

/** @type {typeof import('../types/anywidget.js').default.render} */
function render({ model, el }) {
  const demo = document.createElement('dcgan-demo');
  /** @type {[string, () => void][]} */
  const listeners = [];
  for (const option of OPTIONS) {
    apply(demo, model, option);
    for (const name of new Set(spellings(option))) listeners.push([`change:${name}`, () => apply(demo, model, option)]);
  }
  for (const [event, listener] of listeners) model.on?.(event, listener);
  const detailOf = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
  demo.addEventListener('state', (event) => tell(model, { state: detailOf(event).state }));
  demo.addEventListener('step', (event) => tell(model, { steps: detailOf(event).steps }));
  demo.addEventListener('verdict', (event) => tell(model, { readable: detailOf(event).readable }));
  demo.addEventListener('error', (event) => tell(model, { error: detailOf(event).sentence }));
  el.append(demo);
  return () => {
    for (const [event, listener] of listeners) model.off?.(event, listener);
    demo.remove();
  };
}

export default { render };
