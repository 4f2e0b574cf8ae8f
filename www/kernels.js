/** The line that says which build of the training program runs, on how many threads, and which others could not. */

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Kernels} Kernels
 */

export class KernelsLine {
  #element;
  #messages;
  /** @type {Kernels | null} */
  #shown = null;

  /**
   * @param {HTMLElement} element
   * @param {Messages} messages
   */
  constructor(element, messages) {
    this.#element = element;
    this.#messages = messages;
  }

  /** @param {Kernels} kernels */
  show(kernels) {
    this.#shown = kernels;
    this.relabel();
  }

  /** Says it in the language of now. */
  relabel() {
    if (!this.#shown) return;
    const { flavour, threads, passedOver } = this.#shown;
    const { running, passed } = this.#messages.kernels;
    const sentences = [running(flavour, threads), ...passedOver.map(passed)];
    this.#element.dataset.flavour = flavour;
    this.#element.textContent = sentences.join(' ');
  }
}
