/** What the page says when it loads and when something fails: what is going on, or what went wrong and what to do. */

import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').LoadingMessage} LoadingMessage
 */

/** The download, over the place where the digits will be. */
export class LoadingPanel {
  #root;
  #messages;
  /** @type {LoadingMessage | null} */
  #latest = null;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
  }

  /** Nothing has arrived yet. */
  show() {
    this.#root.hidden = false;
    this.#latest = null;
    this.relabel();
  }

  /** @param {LoadingMessage} message */
  update(message) {
    this.#latest = message;
    this.relabel();
  }

  /** Says in the language of now how far the download is. */
  relabel() {
    if (!this.#latest) return this.#write(this.#messages.loading.download, '', null);
    const { receivedBytes, totalBytes } = this.#latest;
    const { download, start, size } = this.#messages.loading;
    const sentence = totalBytes !== null && receivedBytes >= totalBytes ? start : download;
    this.#write(sentence, size(receivedBytes, totalBytes), totalBytes === null ? null : receivedBytes / totalBytes);
  }

  /**
   * @param {string} sentence
   * @param {string} size
   * @param {number | null} share `null` when it cannot be told
   */
  #write(sentence, size, share) {
    part(this.#root, 'loading-text', HTMLElement).textContent = sentence;
    part(this.#root, 'loading-size', HTMLElement).textContent = size;
    const bar = part(this.#root, 'loading-bar', HTMLProgressElement);
    if (share === null) bar.removeAttribute('value');
    else bar.value = share;
  }

  /** Makes way for the digits. */
  hide() {
    this.#root.hidden = true;
  }
}

/** A failure, above everything else. */
export class FailureNotice {
  #root;
  #messages;
  #retry;
  /** @type {Failure | null} */
  #failure = null;
  #canRetry = false;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {() => void} retry
   */
  constructor(root, messages, retry) {
    this.#root = root;
    this.#messages = messages;
    this.#retry = part(root, 'retry', HTMLButtonElement);
    this.#retry.addEventListener('click', () => (this.#canRetry ? retry() : this.hide()));
  }

  /**
   * @param {Failure} failure
   * @param {boolean} canRetry by starting the program again; else there is nothing to do but to take note of it
   */
  show(failure, canRetry) {
    this.#failure = failure;
    this.#canRetry = canRetry;
    this.relabel();
    this.#root.hidden = false;
  }

  /** Says in the language of now what went wrong. */
  relabel() {
    if (!this.#failure) return;
    const { cause, standsAt } = this.#failure;
    const { sentence, advice, detail } = this.#messages.failure[cause](this.#failure);
    const goesOn = standsAt !== undefined && cause !== 'diverged';
    part(this.#root, 'failure-sentence', HTMLElement).textContent = sentence;
    part(this.#root, 'failure-advice', HTMLElement).textContent = goesOn ? this.#messages.recovered(standsAt, cause) : advice;
    part(this.#root, 'failure-detail', HTMLElement).textContent = detail ?? '';
    const { retry, close } = this.#messages.page.run;
    this.#retry.textContent = this.#canRetry ? retry : close;
  }

  hide() {
    this.#root.hidden = true;
  }
}
