/** Takes the run as a file now and then while it trains, and whenever it rests, so that little is lost when something fails. */

/** @typedef {import('./protocol.js').CheckpointFileMessage} CheckpointFileMessage */

/**
 * A run as a file.
 * @typedef {object} Checkpoint
 * @property {Uint8Array<ArrayBuffer>} file
 * @property {number} steps that the run had taken
 */

/** Between two checkpoints, at least, and at most: so much training may be lost. */
const LEAST_MILLISECONDS = 1500;
const MOST_MILLISECONDS = 4000;
/** The share of time that taking them may cost, as far as the longest time between two permits. */
const BUDGET = 0.03;

export class Checkpoints {
  #take;
  #onTaken;
  #now;
  /** @type {Checkpoint | null} */
  #newest = null;
  /** @type {Promise<void> | null} */
  #taking = null;
  #dueAt = 0;
  /** Grows with each run, so that a file of the one before is known as such. */
  #run = 0;

  /**
   * @param {() => Promise<CheckpointFileMessage | null>} take `null` where there is none to be had just now
   * @param {(checkpoint: Checkpoint) => void} onTaken
   * @param {() => number} now milliseconds of a clock that never goes back
   */
  constructor(take, onTaken, now = () => performance.now()) {
    this.#take = take;
    this.#onTaken = onTaken;
    this.#now = now;
  }

  /** The newest of the run; `null` while it has none, which begins anew then. */
  get newest() {
    return this.#newest;
  }

  /**
   * A run stands, which can be gone on with as this.
   * @param {Checkpoint | null} checkpoint
   */
  begin(checkpoint) {
    this.#run++;
    this.#newest = checkpoint;
    this.#dueAt = this.#now() + LEAST_MILLISECONDS;
  }

  /** The run trains: takes one if it is time. */
  async pass() {
    if (!this.#taking && this.#now() >= this.#dueAt) await this.#takeOne();
  }

  /**
   * The run rests.
   * @param {number} steps that it has taken
   */
  async rest(steps) {
    await this.#taking;
    if (steps > 0 && steps !== this.#newest?.steps) await this.#takeOne();
  }

  #takeOne() {
    this.#taking ??= this.#fetch().finally(() => (this.#taking = null));
    return this.#taking;
  }

  async #fetch() {
    const [start, run] = [this.#now(), this.#run];
    const taken = await this.#take();
    const cost = this.#now() - start;
    this.#dueAt = start + Math.min(MOST_MILLISECONDS, Math.max(LEAST_MILLISECONDS, cost / BUDGET));
    if (!taken || run !== this.#run) return;
    this.#newest = { file: taken.file, steps: taken.stepsTaken };
    this.#onTaken(this.#newest);
  }
}
