/** Notices that a worker answers no more. Time in which this page itself did not run, frozen or asleep, does not count against it. */

const TICK_MILLISECONDS = 1000;
/** A tick that comes later than this was held back by the browser: nothing is learnt from it. */
const LATE_MILLISECONDS = 1800;
/** A worker may be silent for so many times its longest silence of late. */
const SLOWNESS = 10;
const LEAST_SILENCE_MILLISECONDS = 1000;
/** What is taken for its longest silence while none is known: steps of a large configuration on a slow machine. */
const PRESUMED_SILENCE_MILLISECONDS = 3000;
const REMEMBERED = 8;

/**
 * @typedef {object} WatchdogEvents
 * @property {() => void} ping asks the worker for a sign of life
 * @property {() => void} onSilence the worker must be gone, or caught in something; told once
 */

export class Watchdog {
  #events;
  #now;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #tickedAt = 0;
  /** Since the ping that was not answered yet; `null` where all were. @type {number | null} */
  #silence = null;
  /** The latest silences before answers. @type {number[]} */
  #silences = [];

  /**
   * @param {WatchdogEvents} events
   * @param {() => number} now milliseconds of a clock that never goes back
   */
  constructor(events, now = () => performance.now()) {
    this.#events = events;
    this.#now = now;
  }

  /** Watches from now on. */
  begin() {
    this.end();
    this.relax();
    this.#tickedAt = this.#now();
    this.#timer = setInterval(() => this.tick(), TICK_MILLISECONDS);
  }

  end() {
    clearInterval(this.#timer);
  }

  /** What was learnt of how long the worker takes is no longer so. */
  relax() {
    this.#silences = [PRESUMED_SILENCE_MILLISECONDS];
    if (this.#silence !== null) this.#silence = 0;
  }

  /** The worker has answered. */
  hear() {
    this.#silences = [...this.#silences, this.#silence ?? 0].slice(-REMEMBERED);
    this.#silence = null;
  }

  tick() {
    const now = this.#now();
    const passed = now - this.#tickedAt;
    this.#tickedAt = now;
    if (this.#silence === null) {
      this.#silence = 0;
      return this.#events.ping();
    }
    if (passed > LATE_MILLISECONDS) return;
    this.#silence += passed;
    if (this.#silence <= SLOWNESS * Math.max(LEAST_SILENCE_MILLISECONDS, ...this.#silences)) return;
    this.end();
    this.#events.onSilence();
  }
}
