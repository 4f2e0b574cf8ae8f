/** What workers do, on the page's own thread, for pages whose host lets no worker start: the training in slices so short that the page
 *  keeps up. */

import { imagesBehind } from './history/image-maker.js';
import { hostBehind } from './trainer-host.js';

/** @typedef {import('./ports.js').Port} Port */

/** Half of the time between two frames. */
const SLICE_MILLISECONDS = 8;

/**
 * What takes the training worker's place. Two of them share one program and its memory.
 * @returns {Port}
 */
export function trainerOnPage() {
  // A timer waits for frames and for what a person does, as a message would not; between two, a browser leaves four milliseconds.
  const place = { sliceMilliseconds: SLICE_MILLISECONDS, yieldThen: (/** @type {() => void} */ turn) => void setTimeout(turn) };
  return new PagePort((channel) => hostBehind(channel, place));
}

/**
 * What takes the place of the worker that makes images.
 * @returns {Port}
 */
export function imagesOnPage() {
  return new PagePort(imagesBehind);
}

/**
 * A port like a worker's.
 * @implements {Port}
 */
class PagePort {
  #port;
  #host;

  /** @param {(channel: MessagePort) => { close: () => void }} serve puts a host behind a channel */
  constructor(serve) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#host = serve(port2);
    port2.start();
    port1.start();
  }

  /** @param {unknown} message */
  postMessage(message) {
    this.#port.postMessage(message);
  }

  /** @type {import('./ports.js').Listen} */
  addEventListener(type, listener) {
    this.#port.addEventListener(type, listener);
  }

  terminate() {
    this.#host.close();
    this.#port.close();
  }
}
