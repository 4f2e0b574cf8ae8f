/** The button that copies the address that repeats the run: into the clipboard, and into a field to copy it from by hand. */

import { addressOf } from './address.js';
import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Preset} Preset
 */

export class RunLink {
  #root;
  #home;
  #messages;
  #button;
  /** @type {Preset[]} */
  #presets = [];
  /** @type {Configuration | null} */
  #running = null;
  /** What became of the latest copy. @type {'copied' | 'byHand' | null} */
  #outcome = null;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {string | null} home the page that links lead to; without one there are none
   */
  constructor(root, messages, home) {
    this.#home = home;
    this.#root = root;
    this.#messages = messages;
    this.#button = part(root, 'copy-link', HTMLButtonElement);
    this.#button.hidden = home === null;
    this.#button.addEventListener('click', () => this.copy());
  }

  /** @param {Preset[]} presets that a link may begin with */
  open(presets) {
    this.#presets = presets;
  }

  /** @param {Configuration} configuration that runs from now on */
  begin(configuration) {
    this.#running = configuration;
    this.#outcome = null;
    this.#button.disabled = false;
    part(this.#root, 'link-row', HTMLElement).hidden = true;
    this.relabel();
  }

  /** Says in the language of now what became of the copy. */
  relabel() {
    part(this.#root, 'link-note', HTMLElement).textContent = this.#outcome ? this.#messages.settings.link[this.#outcome] : '';
  }

  /** Copies the link, and shows it. */
  async copy() {
    if (!this.#running || this.#home === null) return;
    const address = addressOf(this.#running, this.#presets, this.#home);
    const field = part(this.#root, 'link', HTMLInputElement);
    part(this.#root, 'link-row', HTMLElement).hidden = false;
    field.value = address;
    try {
      await navigator.clipboard.writeText(address);
      this.#outcome = 'copied';
    } catch {
      // Without a permission, or where the page is not served securely, there is no clipboard.
      this.#outcome = 'byHand';
      field.focus();
    }
    field.select();
    this.relabel();
  }
}
