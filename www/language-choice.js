/** The choice of the page's language: a button for each, named in itself. */

import { languages } from './language.js';

export class LanguageChoice {
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  #note;
  #language;
  /** The language that could not be had. */
  #missing = '';

  /**
   * @param {HTMLElement} root that the buttons are put into
   * @param {HTMLElement} note for what went wrong
   * @param {import('./language.js').Language} language
   * @param {(code: string) => Promise<boolean>} onChoose tells whether the language could be had
   */
  constructor(root, note, language, onChoose) {
    this.#note = note;
    this.#language = language;
    for (const { code, name } of languages) {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', lang: code, value: code, textContent: name });
      button.addEventListener('click', async () => {
        this.#missing = (await onChoose(code)) ? '' : name;
        this.relabel();
      });
      this.#buttons.push(button);
    }
    root.replaceChildren(...this.#buttons);
    this.relabel();
  }

  /** Shows which language is spoken now. */
  relabel() {
    for (const button of this.#buttons) button.setAttribute('aria-pressed', String(button.value === this.#language.code));
    this.#note.textContent = this.#missing && this.#language.messages.page.languageMissing(this.#missing);
  }
}
