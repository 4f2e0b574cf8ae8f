/** The line that says which build of the training program runs, on how many threads, and what was asked for in vain. */

/**
 * @typedef {import('./kernel-request.js').Complaint} Complaint
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Kernels} Kernels
 */

export class KernelsLine {
  #element;
  #messages;
  #complaints;
  /** @type {Kernels | null} */
  #shown = null;

  /**
   * @param {HTMLElement} element
   * @param {Messages} messages
   * @param {Complaint[]} complaints about the page's address
   */
  constructor(element, messages, complaints) {
    this.#element = element;
    this.#messages = messages;
    this.#complaints = complaints;
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
    const { running, unknown, passed } = this.#messages.kernels;
    const sentences = [running(flavour, threads), ...this.#complaints.map(unknown), ...passedOver.map(passed)];
    this.#element.dataset.flavour = flavour;
    this.#element.textContent = sentences.join(' ');
  }
}
