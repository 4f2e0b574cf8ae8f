/** A stopwatch that can be stopped and started again. */
export class Stopwatch {
  #past;
  /** @type {number | null} */
  #started = null;

  /**
   * @param {() => number} now milliseconds
   * @param {number} past milliseconds that count from before
   */
  constructor(now, past = 0) {
    this.now = now;
    this.#past = past;
  }

  /** Milliseconds between every start and stop so far. */
  get elapsed() {
    return this.#past + (this.#started === null ? 0 : this.now() - this.#started);
  }

  /** Goes on counting; does nothing when it already counts. */
  start() {
    this.#started ??= this.now();
  }

  /**
   * Takes a stretch of time back.
   * @param {number} milliseconds that were counted and should not have been
   */
  discount(milliseconds) {
    this.#past -= milliseconds;
  }

  /** Stops counting; does nothing when it stands. */
  stop() {
    this.#past = this.elapsed;
    this.#started = null;
  }
}
