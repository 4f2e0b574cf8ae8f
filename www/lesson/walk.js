/** Walks the diagram of a turn through its stages in slow motion: forward, loss, backward, update. */

import { isCalm } from '../motion.js';

/** When each stage begins, as a share of the turn's time. */
const STAGES = /** @type {const} */ ([
  ['forward', 0],
  ['loss', 0.25],
  ['backward', 0.4],
  ['update', 0.62],
]);
/** Before the next turn begins, also where turns come a little unevenly. */
const END = 0.85;

export class Walk {
  #half;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /** @param {HTMLElement} half of the diagram, which shows the stage in `data-stage` */
  constructor(half) {
    this.#half = half;
  }

  /**
   * Walks through once; where motion is unwelcome everything is shown at once instead.
   * @param {number} milliseconds that the turn has
   */
  start(milliseconds) {
    this.stop();
    if (isCalm(this.#half)) return;
    for (const [stage, share] of STAGES) this.#at(share * milliseconds, () => (this.#half.dataset.stage = stage));
    this.#at(END * milliseconds, () => this.stop());
  }

  /** Shows the whole turn. */
  stop() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    delete this.#half.dataset.stage;
  }

  /** @param {number} milliseconds @param {() => void} action */
  #at(milliseconds, action) {
    if (milliseconds === 0) action();
    else this.#timers.push(setTimeout(action, milliseconds));
  }
}
