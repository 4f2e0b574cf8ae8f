/** Languages: which one is asked for, the messages in it, and the texts of the markup put into it. */

import { english, languages } from './messages.js';

/** @typedef {import('./messages.js').Messages} Messages */

export { languages };

/** What a text replaces, by the attribute that names it. @type {Record<string, (element: HTMLElement, text: string) => void>} */
const PLACES = {
  'data-text': (element, text) => (element.innerHTML = text),
  'data-label': (element, text) => element.setAttribute('aria-label', text),
  'data-title': (element, text) => (element.title = text),
};

/**
 * The first language wished for that there is, or else the one that the markup is written in.
 * @param {readonly string[]} wishes codes such as `ru` or `ru-RU`, the dearest first; an empty one is no wish
 * @returns {string} its code
 */
export function languageOf(wishes) {
  for (const wish of wishes) {
    const found = languages.find(({ code }) => code === wish.toLowerCase().split('-')[0]);
    if (found) return found.code;
  }
  return languages[0]?.code ?? '';
}

/** The language that a page, or one demo on it, speaks now. */
export class Language {
  /** Everything that is said, in the language of now. Whoever keeps this object speaks the new language after a change. @type {Messages} */
  messages = { ...english };
  #code = languages[0]?.code ?? '';
  /** What the latest change was to; an earlier one that arrives late comes to nothing. */
  #wished = this.#code;

  /** Of the language of now. */
  get code() {
    return this.#code;
  }

  /**
   * Has {@link messages} speak another language as soon as its messages are there.
   * @param {string} code of one of the languages
   * @returns {Promise<boolean>} whether it does; not if another was chosen meanwhile
   * @throws {TypeError} when the messages cannot be fetched; then everything stays in its language
   */
  async choose(code) {
    const language = languages.find((candidate) => candidate.code === code);
    if (!language) throw new RangeError(`there is no language ${code}`);
    this.#wished = code;
    const spoken = await language.load();
    if (this.#wished !== code) return false;
    Object.assign(this.messages, spoken);
    this.#code = code;
    return true;
  }
}

/**
 * Puts the texts that elements are marked with into the language of the messages: `data-text` names an element's own, `data-label` its
 * accessible name, `data-title` its title.
 * @param {ParentNode} root
 * @param {Messages} from
 */
export function localize(root, from) {
  for (const [attribute, write] of Object.entries(PLACES)) {
    for (const element of root.querySelectorAll(`[${attribute}]`)) {
      write(/** @type {HTMLElement} */ (element), textOf(element.getAttribute(attribute) ?? '', from));
    }
  }
}

/**
 * @param {string} path such as `page.run.train`
 * @param {Messages} from
 * @returns {string}
 */
export function textOf(path, from) {
  /** @type {any} */
  let found = from;
  for (const key of path.split('.')) found = found?.[key];
  if (typeof found !== 'string') throw new TypeError(`there is no text ${path}`);
  return found;
}
