/** The choice of what is drawn: every digit or one, with averaged or with raw weights. */

import { knowsDigits } from './conditioning.js';
import { part } from './parts.js';
import { USUAL_VIEW } from './trainer-client.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').View} View
 */

export class ViewChoice {
  #root;
  #digits;
  #reason;
  #messages;
  #onChange;
  #isLabelled = true;

  /**
   * @param {HTMLElement} root that holds radio buttons named `digit`, whose value is empty for every digit, and `shown`
   * @param {Messages} messages
   * @param {(view: View) => void} onChange
   */
  constructor(root, messages, onChange) {
    this.#root = root;
    this.#messages = messages;
    this.#digits = part(root, 'digit-choice', HTMLElement);
    this.#reason = part(root, 'digit-reason', HTMLElement);
    this.#onChange = onChange;
    this.#select(USUAL_VIEW);
    root.addEventListener('change', () => onChange(this.#view()));
  }

  /**
   * Opens the choice for a run, and goes back to every digit where it cannot be asked for one.
   * @param {Configuration} configuration
   */
  begin(configuration) {
    const isLabelled = knowsDigits(configuration);
    this.#isLabelled = isLabelled;
    this.#digits.hidden = !isLabelled;
    this.relabel();
    for (const button of this.#buttons()) button.disabled = false;
    const view = this.#view();
    if (isLabelled || view.digit === null) return;
    this.#select({ ...view, digit: null });
    this.#onChange(this.#view());
  }

  /** Says in the language of now why there is no choice, if there is none. */
  relabel() {
    this.#reason.textContent = this.#isLabelled ? '' : this.#messages.view.unlabelled;
  }

  /** @returns {View} */
  #view() {
    const chosen = (/** @type {string} */ name) => this.#buttons().find((button) => button.name === name && button.checked)?.value ?? '';
    return { shown: chosen('shown') === 'raw' ? 'raw' : 'average', digit: chosen('digit') === '' ? null : Number(chosen('digit')) };
  }

  /** @param {View} view */
  #select({ shown, digit }) {
    const selected = { shown, digit: digit === null ? '' : String(digit) };
    for (const button of this.#buttons()) button.checked = button.value === selected[/** @type {'shown' | 'digit'} */ (button.name)];
  }

  #buttons() {
    return [...this.#root.querySelectorAll('input')];
  }
}
