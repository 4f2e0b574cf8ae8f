/** Keeps moments of a run to go back to: more as it goes on, in bounded memory, by forgetting every second one when it is full. */

/**
 * A moment as the training program keeps it, in its own memory.
 * @typedef {object} Handle
 * @property {number} bytes that it takes
 * @property {(count: number) => void} reserve makes room for so many moments of this size
 * @property {() => void} free
 */

/** Keeping moments may take this much of the time that the steps take. */
const BUDGET = 0.01;
const MOST_MOMENTS = 64;
const LEAST_MOMENTS = 8;
const MOST_BYTES = 64e6;
/** Room for one more than are kept at once, and for what is lost between those that were forgotten, as a share of the moments. */
const ROOM = 1.125;

export class KeptMoments {
  /** In order. @type {{ step: number, elapsedMilliseconds: number, handle: Handle }[]} */
  #moments = [];
  /** Steps between two moments, at least. */
  #spacing = 1;
  #spent = 0;
  #cost = 0;
  #now;

  /** @param {() => number} now milliseconds of a clock that never goes back */
  constructor(now) {
    this.#now = now;
  }

  /**
   * Whether the moment after `step` is worth keeping, and can be afforded.
   * @param {number} step
   * @param {number} steppingMilliseconds that the steps have taken so far
   */
  isDue(step, steppingMilliseconds) {
    const last = this.#moments.at(-1);
    if (!last) return true;
    return step >= last.step + this.#spacing && this.#spent + this.#cost <= BUDGET * steppingMilliseconds;
  }

  /**
   * Keeps a moment.
   * @param {number} step
   * @param {number} elapsedMilliseconds
   * @param {() => Handle} keep
   * @returns {number[]} the steps of moments that were forgotten for it
   */
  add(step, elapsedMilliseconds, keep) {
    const start = this.#now();
    const handle = keep();
    this.#cost = this.#now() - start;
    // The first is kept while nothing trains yet, outside the budget.
    if (this.#moments.length > 0) this.#spent += this.#cost;
    else handle.reserve(Math.ceil(ROOM * capacity(handle.bytes)));
    this.#moments.push({ step, elapsedMilliseconds, handle });
    return this.#moments.length > capacity(handle.bytes) ? this.#thin() : [];
  }

  /**
   * The moment after exactly this step, if it is kept.
   * @param {number} step
   */
  at(step) {
    return this.#moments.find((moment) => moment.step === step) ?? null;
  }

  /** The newest moment, if any is kept. */
  get latest() {
    return this.#moments.at(-1) ?? null;
  }

  /**
   * Forgets everything after a step.
   * @param {number} step
   */
  cutAfter(step) {
    for (const { handle } of this.#moments.filter((moment) => moment.step > step)) handle.free();
    this.#moments = this.#moments.filter((moment) => moment.step <= step);
    this.#spent = 0;
  }

  /** Forgets everything. */
  clear() {
    for (const { handle } of this.#moments) handle.free();
    this.#moments = [];
  }

  /** Forgets every second moment between the first and the last. */
  #thin() {
    const last = this.#moments.length - 1;
    const isForgotten = (/** @type {number} */ index) => index % 2 === 1 && index < last;
    const forgotten = this.#moments.filter((_, index) => isForgotten(index));
    this.#moments = this.#moments.filter((_, index) => !isForgotten(index));
    for (const { handle } of forgotten) handle.free();
    const [first, latest] = [this.#moments[0], this.#moments.at(-1)];
    this.#spacing = Math.ceil(((latest?.step ?? 0) - (first?.step ?? 0)) / (this.#moments.length - 1));
    return forgotten.map(({ step }) => step);
  }
}

/** @param {number} bytes of one moment */
function capacity(bytes) {
  return Math.max(LEAST_MOMENTS, Math.min(MOST_MOMENTS, Math.floor(MOST_BYTES / bytes)));
}
