/** Begins: the page in the reader's language, the demo on it, and the help beside things. */

import { Demo } from './demo.js';
import { Help } from './help.js';
import { LanguageChoice } from './language-choice.js';
import { languageOf, localize, messages, setLanguage } from './language.js';
import { part } from './parts.js';

/** Something that says words, and can say them again in the language of now. @typedef {{ relabel: () => void }} View */

/**
 * Puts the page into a language, and everything on it, unless another is chosen before its messages are there.
 * @param {string} code
 * @param {View[]} views
 * @returns {Promise<boolean>} whether its messages could be fetched; if not, the page stays as it is
 */
async function speak(code, views) {
  try {
    if (!(await setLanguage(code))) return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
  localize(document, messages);
  for (const view of views) view.relabel();
  return true;
}

/** Begins in the reader's language, and follows the choice of another, which the address then asks for. */
async function begin() {
  const code = languageOf(location.search, navigator.languages);
  if (code !== document.documentElement.lang) await speak(code, []);
  const languages = new LanguageChoice(part(document, 'languages', HTMLElement), part(document, 'language-note', HTMLElement), messages, choose);
  /** @type {View[]} */
  const views = [languages, new Help(document.body, messages)];
  if (!document.documentElement.dataset.obstacle) {
    const demo = new Demo(document.body, messages);
    views.unshift(demo);
    demo.start();
  }

  /** @param {string} chosen */
  async function choose(chosen) {
    if (!(await speak(chosen, views))) return false;
    const address = new URL(location.href);
    address.searchParams.set('lang', document.documentElement.lang);
    history.replaceState(null, '', address);
    return true;
  }
}

begin();
