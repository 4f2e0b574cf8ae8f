/** Begins: the page in the reader's language, the demo on it, and the help beside things. */

import { Demo } from './demo.js';
import { Help } from './help.js';
import { LanguageChoice } from './language-choice.js';
import { languageOf, localize, messages, setLanguage } from './language.js';
import { part } from './parts.js';

/** Something that says words, and can say them again in the language of now. @typedef {{ relabel: () => void }} View */

/**
 * Puts the page into a language, and everything on it.
 * @param {string} code
 * @param {View[]} views
 */
function speak(code, views) {
  setLanguage(code);
  localize(document, messages);
  for (const view of views) view.relabel();
}

/** Begins in the reader's language, and follows the choice of another, which the address then asks for. */
function begin() {
  const code = languageOf(location.search, navigator.languages);
  if (code !== document.documentElement.lang) speak(code, []);
  /** @type {View[]} */
  const views = [new LanguageChoice(part(document, 'languages', HTMLElement), choose), new Help(document.body, messages)];
  if (!document.documentElement.dataset.obstacle) {
    const demo = new Demo(document.body, messages);
    views.unshift(demo);
    demo.start();
  }

  /** @param {string} chosen */
  function choose(chosen) {
    speak(chosen, views);
    const address = new URL(location.href);
    address.searchParams.set('lang', chosen);
    history.replaceState(null, '', address);
  }
}

begin();
