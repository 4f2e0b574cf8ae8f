/** The training on the page's own thread, for pages whose host lets no worker start: in slices so short that the page keeps up. */

import { hostBehind } from './trainer-host.js';

/** @typedef {import('./ports.js').Port} Port */

/** Half of the time between two frames. */
const SLICE_MILLISECONDS = 8;

/**
 * A port like a worker's. Two of them share one program and its memory.
 * @implements {Port}
 */
export class PagePort {
  #port;
  #host;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    // A timer waits for frames and for what a person does, as a message would not; between two, a browser leaves four milliseconds.
    this.#host = hostBehind(port2, { sliceMilliseconds: SLICE_MILLISECONDS, yieldThen: (turn) => void setTimeout(turn) });
    port2.start();
    port1.start();
  }

  /** @param {import('./protocol.js').PageMessage} message */
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
