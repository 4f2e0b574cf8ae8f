/** The rules of a round of "real or generated": which images come, who was right, and both scores. */

import { AREA } from './sheet.js';

/** @typedef {import('../protocol.js').Quiz} Quiz */

export const LENGTH = 10;

/**
 * @typedef {object} Riddle
 * @property {Uint8Array} pixels
 * @property {boolean} isReal
 * @property {number} logit what D says of it
 */

/**
 * @typedef {object} Outcome
 * @property {boolean} isReal
 * @property {number} logit
 * @property {boolean} discriminatorSaysReal
 * @property {boolean} visitorIsRight
 * @property {boolean} discriminatorIsRight
 */

/** A logit of exactly 0 is no opinion: D then says generated, so that it gets no point for a real image that it cannot tell. */
export class Round {
  #riddles;
  /** @type {Outcome[]} */
  #outcomes = [];

  /** @param {Riddle[]} riddles */
  constructor(riddles) {
    this.#riddles = riddles;
  }

  get length() {
    return this.#riddles.length;
  }

  /** In the order in which they are asked. */
  get riddles() {
    return this.#riddles;
  }

  /** Of those answered so far, in the same order. */
  get outcomes() {
    return this.#outcomes;
  }

  /** How many have been answered. */
  get answered() {
    return this.#outcomes.length;
  }

  get isOver() {
    return this.answered === this.length;
  }

  /** The one to be answered next. */
  get riddle() {
    return this.#riddles[this.answered] ?? null;
  }

  get scores() {
    const right = (/** @type {'visitorIsRight' | 'discriminatorIsRight'} */ who) => this.#outcomes.filter((outcome) => outcome[who]).length;
    return { visitor: right('visitorIsRight'), discriminator: right('discriminatorIsRight') };
  }

  /**
   * @param {boolean} saysReal
   * @returns {Outcome | null} `null` where nothing is asked any more
   */
  answer(saysReal) {
    const { riddle } = this;
    if (!riddle) return null;
    const { isReal, logit } = riddle;
    const discriminatorSaysReal = logit > 0;
    const outcome = {
      isReal,
      logit,
      discriminatorSaysReal,
      visitorIsRight: saysReal === isReal,
      discriminatorIsRight: discriminatorSaysReal === isReal,
    };
    this.#outcomes.push(outcome);
    return outcome;
  }
}

/**
 * Some of the images, in random order, none twice.
 * @param {Quiz} quiz
 * @param {() => number} random from 0 to 1
 * @returns {Riddle[]}
 */
export function riddlesOf({ pixels, areReal, logits }, random = Math.random) {
  const rest = [...areReal.keys()];
  const chosen = [];
  while (chosen.length < LENGTH && rest.length > 0) chosen.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return chosen.map((index) => ({
    pixels: pixels.subarray(index * AREA, (index + 1) * AREA),
    isReal: areReal[index] ?? false,
    logit: logits[index] ?? 0,
  }));
}
