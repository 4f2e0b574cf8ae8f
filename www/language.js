/** The language of the page: which one is asked for, the messages in it, and the texts of index.html put into it. */

import { english, languages } from './messages.js';

/** @typedef {import('./messages.js').Messages} Messages */

export { languages };

/** Everything that the page says, in the language of now. Whoever keeps this object speaks the new language after a change. @type {Messages} */
export const messages = { ...english };

/** What the latest change was to; an earlier one that arrives late comes to nothing. */
let wished = languages[0]?.code ?? '';

/** What a text replaces, by the attribute that names it. @type {Record<string, (element: HTMLElement, text: string) => void>} */
const PLACES = {
  'data-text': (element, text) => (element.innerHTML = text),
  'data-label': (element, text) => element.setAttribute('aria-label', text),
  'data-title': (element, text) => (element.title = text),
};

/**
 * The language that the address asks for, or the first of the reader's that there is, or else the page's own.
 * @param {string} query such as `?lang=ru`
 * @param {readonly string[]} preferred the reader's languages, the dearest first
 * @returns {string} its code
 */
export function languageOf(query, preferred) {
  const wishes = [new URLSearchParams(query).get('lang') ?? '', ...preferred];
  for (const wish of wishes) {
    const found = languages.find(({ code }) => code === wish.toLowerCase().split('-')[0]);
    if (found) return found.code;
  }
  return languages[0]?.code ?? '';
}

/**
 * Has {@link messages} speak another language as soon as its messages are there, and the document say so.
 * @param {string} code of one of the languages
 * @returns {Promise<boolean>} whether it does; not if another was chosen meanwhile
 * @throws {TypeError} when the messages cannot be fetched; then the page goes on in its language
 */
export async function setLanguage(code) {
  const language = languages.find((candidate) => candidate.code === code);
  if (!language) throw new RangeError(`the page has no language ${code}`);
  wished = code;
  const spoken = await language.load();
  if (wished !== code) return false;
  Object.assign(messages, spoken);
  document.documentElement.lang = code;
  document.title = messages.page.title;
  document.querySelector('meta[name="description"]')?.setAttribute('content', messages.page.description);
  return true;
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
