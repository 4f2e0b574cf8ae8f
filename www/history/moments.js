/** The kept moments of a run, in order: those to which the worker can go back. Their number is bounded by the worker. */

/** @typedef {import('../protocol.js').KeptMoment} KeptMoment */

export class Moments {
  /** In order of their steps. @type {readonly KeptMoment[]} */
  all = [];

  /**
   * Another run: a branch has the moments up to its beginning in common with the run before.
   * @param {number} step at which it begins
   * @param {boolean} isBranch
   */
  begin(step, isBranch) {
    this.all = isBranch ? this.all.filter((moment) => moment.step <= step) : [];
  }

  /**
   * What a progress message says of them.
   * @param {Pick<import('../protocol.js').ProgressMessage, 'kept' | 'forgotten'>} message
   * @returns {boolean} whether anything has changed
   */
  hear({ kept, forgotten }) {
    if (!kept && forgotten.length === 0) return false;
    const others = this.all.filter(({ step }) => step !== kept?.step && !forgotten.includes(step));
    this.all = kept ? [...others, kept].sort((a, b) => a.step - b.step) : others;
    return true;
  }

  /**
   * Where in the order a step's moment is, or the last one before it; -1 where there is none.
   * @param {number} step
   */
  indexOf(step) {
    return this.all.filter((moment) => moment.step <= step).length - 1;
  }
}
