/** Ways to start a training worker where a page may have none of modules, and going on to the next where its host refuses one. */

/**
 * The page's end of a training worker, or of what takes its place. A worker is one.
 * @typedef {object} Port
 * @property {(message: any) => void} postMessage says something of the protocol (protocol.js), or asks for an image
 * @property {Listen} addEventListener
 * @property {() => void} terminate
 */

/**
 * @callback Listen
 * @param {any} type `message`, whose event's `data` is what the worker says; or `error`, whose event's `message` may say why
 * @param {(event: any) => void} listener
 * @returns {void}
 */

/** A worker that has not said a word by then never will. */
const PATIENCE_MILLISECONDS = 10_000;

/**
 * A classic worker from its script's text, for pages that have no address to start one from: those opened as a file, sandboxed frames,
 * pages of another origin than the script.
 * @param {string} script
 * @param {string} name that the worker finds as `self.name`
 * @returns {Port}
 */
export function blobWorker(script, name) {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address, { name });
    // Firefox fetches the script later: the address stays until the worker says or fails something.
    for (const type of ['message', 'error']) worker.addEventListener(type, () => URL.revokeObjectURL(address), { once: true });
    return worker;
  } catch (error) {
    URL.revokeObjectURL(address);
    throw error;
  }
}

/**
 * The same where the host refuses addresses of blobs.
 * @param {string} script
 * @param {string} name
 * @returns {Port}
 */
export function dataWorker(script, name) {
  return new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`, { name });
}

/**
 * The first of several workers that says anything, which a host of a trainer does as soon as it hears. Others throw when they are started
 * (Chromium), fire an error, even an empty one and late (Firefox), or stay silent. What is posted meanwhile goes to the one that speaks.
 * @implements {Port}
 */
export class FirstToSpeak extends EventTarget {
  #starters;
  #patience;
  /** @type {Port | null} */
  #port = null;
  /** What waits for a worker to speak; `null` once one has. @type {unknown[] | null} */
  #unsent = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {readonly (() => Port)[]} starters in the order in which they are tried
   * @param {number} [patience] milliseconds until a silent worker is given up
   */
  constructor(starters, patience = PATIENCE_MILLISECONDS) {
    super();
    this.#starters = [...starters];
    this.#patience = patience;
    this.#tryNext('');
  }

  /** @param {unknown} message */
  postMessage(message) {
    if (this.#unsent) this.#unsent.push(message);
    else this.#port?.postMessage(message);
  }

  terminate() {
    clearTimeout(this.#timer);
    this.#port?.terminate();
    this.#port = null;
    this.#starters = [];
    this.#unsent = null;
  }

  /** @param {string} reason why the one before is given up */
  #tryNext(reason) {
    clearTimeout(this.#timer);
    this.#port?.terminate();
    this.#port = null;
    const start = this.#starters.shift();
    // Later, so that whoever has just made this can listen first.
    if (!start) return void setTimeout(() => this.#tellError(reason));
    try {
      this.#listenTo(start());
    } catch (error) {
      this.#tryNext(String(error));
    }
  }

  /** @param {Port} port */
  #listenTo(port) {
    this.#port = port;
    this.#timer = setTimeout(() => this.#tryNext('the worker did not answer'), this.#patience);
    port.addEventListener('message', ({ data }) => {
      if (port !== this.#port) return;
      this.#settle(port);
      this.dispatchEvent(new MessageEvent('message', { data }));
    });
    port.addEventListener('error', (event) => {
      event.preventDefault();
      if (port !== this.#port) return;
      if (this.#unsent) this.#tryNext(event.message ?? '');
      else this.#tellError(event.message ?? '');
    });
  }

  /** @param {Port} port that has spoken */
  #settle(port) {
    clearTimeout(this.#timer);
    const unsent = this.#unsent ?? [];
    this.#unsent = null;
    for (const message of unsent) port.postMessage(message);
  }

  /** @param {string} message */
  #tellError(message) {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}
