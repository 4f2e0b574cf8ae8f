/** Says that the browser cannot keep the run, and why, for as long as it cannot. */

import { write } from './paced.js';

export class StorageNote {
  #place;
  #messages;
  /** @type {'full' | 'denied' | 'failed' | null} */
  #reason = null;

  /**
   * @param {HTMLElement} place
   * @param {import('./messages.js').Messages} messages
   */
  constructor(place, messages) {
    this.#place = place;
    this.#messages = messages;
  }

  /** @param {unknown} error with which the run could not be kept; `null` where it was */
  tell(error) {
    this.#reason = error === null ? null : reasonOf(error);
    this.relabel();
  }

  /** Says it in the language of now. */
  relabel() {
    write(this.#place, this.#reason === null ? '' : this.#messages.keeping[this.#reason]);
  }
}

/** @param {unknown} error @returns {'full' | 'denied' | 'failed'} */
function reasonOf(error) {
  if (!(error instanceof DOMException)) return 'failed';
  return error.name === 'QuotaExceededError' ? 'full' : 'denied';
}
