/** Has fresh images judged within a budget of time, and notes when they first became readable. */

import { SHARES } from './shares.js';

/**
 * @typedef {import('./protocol.js').DatedVerdict} DatedVerdict
 * @typedef {import('./protocol.js').Milestone} Milestone
 * @typedef {import('./protocol.js').Moment} Moment
 * @typedef {import('./protocol.js').Verdict} Verdict
 * @typedef {import('./protocol.js').View} View
 */

/**
 * Judges so many fresh images; the time that it takes is the time that drawing and judging them takes.
 * @typedef {(shown: View['shown'], count: number) => Verdict} Judge
 */

/** When, and with which weights, the images that are judged were drawn. @typedef {Moment & Pick<View, 'shown'>} JudgedMoment */

/** Judging may take this much of the time that the steps take, by its own watch. With twice as much, steps a second fell by 3 to 4 %. */
const BUDGET = 0.01;
const COSTS_KEPT = 5;
const IMAGES = 128;
const DIGITS = 10;

export class Judging {
  /** @type {Judge | null} */
  #judge = null;
  #now;
  /** What the latest verdicts took, in milliseconds. @type {number[]} */
  #costs = [];
  #spent = 0;
  /** @type {JudgedMoment | null} */
  #latest = null;
  /** @type {DatedVerdict | null} */
  #untold = null;
  /** @type {readonly Milestone[]} */
  #milestones;

  /**
   * @param {() => number} now milliseconds of a clock that never goes back
   * @param {readonly Milestone[]} milestones that a run which is continued has passed
   */
  constructor(now, milestones = []) {
    this.#now = now;
    this.#milestones = milestones;
  }

  /** Every milestone passed so far, in order. */
  get milestones() {
    return this.#milestones;
  }

  /**
   * Has the images judged at once, and, while nothing trains yet, outside the budget.
   *
   * The untrained generator's are judged twice: the first time most of what takes time is the browser's compiling of code that runs
   * for the first time, and the second tells what a verdict costs before the first one that has to be afforded.
   * @param {Judge} judge of this and every later verdict
   * @param {JudgedMoment} moment
   */
  begin(judge, moment) {
    this.#judge = judge;
    this.give(moment);
    if (moment.step > 0) return;
    this.give(moment);
    this.#spent = 0;
  }

  /**
   * Whether another verdict fits into the budget, and would be of other weights.
   * @param {JudgedMoment} moment
   * @param {number} steppingMilliseconds that the steps have taken so far
   */
  isDue({ step, shown }, steppingMilliseconds) {
    if (step === this.#latest?.step && shown === this.#latest.shown) return false;
    return this.#judge !== null && this.#spent + this.#cost() <= BUDGET * steppingMilliseconds;
  }

  /** @param {JudgedMoment} moment */
  give(moment) {
    if (!this.#judge) return;
    const start = this.#now();
    const verdict = this.#judge(moment.shown, IMAGES);
    this.#costs = [...this.#costs, this.#now() - start].slice(-COSTS_KEPT);
    this.#latest = moment;
    this.#spent += this.#cost();
    this.#untold = { ...verdict, ...moment };
    this.#note(this.#untold);
  }

  /** What a verdict takes by itself: the median of the latest, since another program may have had the processor in between. */
  #cost() {
    const sorted = [...this.#costs].sort((a, b) => a - b);
    return sorted[(sorted.length - 1) >> 1] ?? 0;
  }

  /** The newest verdict, once. */
  take() {
    const verdict = this.#untold;
    this.#untold = null;
    return verdict;
  }

  /** @param {DatedVerdict} verdict */
  #note({ readable, digitsCovered, step, elapsedMilliseconds }) {
    if (digitsCovered < DIGITS) return;
    const passed = SHARES.slice(this.#milestones.length).filter((share) => readable >= share);
    this.#milestones = [...this.#milestones, ...passed.map((share) => ({ share, step, elapsedMilliseconds }))];
  }
}
