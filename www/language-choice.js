/** The choice of the page's language: a button for each, named in itself. */

import { languages } from './language.js';

export class LanguageChoice {
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /**
   * @param {HTMLElement} root that the buttons are put into
   * @param {(code: string) => void} onChoose
   */
  constructor(root, onChoose) {
    for (const { code, name } of languages) {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', lang: code, value: code, textContent: name });
      button.addEventListener('click', () => onChoose(code));
      this.#buttons.push(button);
    }
    root.replaceChildren(...this.#buttons);
    this.relabel();
  }

  /** Shows which language is spoken now. */
  relabel() {
    const { lang } = document.documentElement;
    for (const button of this.#buttons) button.setAttribute('aria-pressed', String(button.value === lang));
  }
}
