/** Every step's losses for a file of one's own, in bounded memory: when it is full, every second row goes. */

/** @typedef {import('../protocol.js').StepReport} StepReport */

/** @type {readonly [string, (report: StepReport) => number][]} */
const COLUMNS = [
  ['d_loss_real', (report) => report.discriminatorLossReal],
  ['d_loss_fake', (report) => report.discriminatorLossFake],
  ['g_loss', (report) => report.generatorLoss],
  ['d_x', (report) => report.meanRealProbability],
  ['d_gz_before', (report) => report.meanFakeProbabilityBefore],
  ['d_gz_after', (report) => report.meanFakeProbabilityAfter],
];
/** Rows that are written at once, before other work has its turn. */
const ROWS_AT_ONCE = 2000;
/** A number of 32 bits comes back exactly from so many digits. */
const DIGITS = 9;

export class StepLog {
  /** Rows that are kept: of every so many steps, one. */
  stepsPerRow = 1;
  /** How many rows there are. */
  length = 0;
  #capacity;
  #steps;
  #columns;

  /** @param {number} capacity in rows; 28 bytes each */
  constructor(capacity = 65_536) {
    this.#capacity = capacity;
    this.#steps = new Uint32Array(capacity);
    this.#columns = COLUMNS.map(() => new Float32Array(capacity));
  }

  /** The most rows there can be. */
  get capacity() {
    return this.#capacity;
  }

  /**
   * A run begins.
   * @param {number} step at which it begins; rows up to it are kept, which a branch has in common with the run before
   */
  begin(step) {
    while (this.length > 0 && (this.#steps[this.length - 1] ?? 0) > step) this.length--;
    if (this.length === 0) this.stepsPerRow = 1;
  }

  /** @param {readonly StepReport[]} reports of the next steps */
  hear(reports) {
    for (const report of reports) if (report.step % this.stepsPerRow === 0) this.#add(report);
  }

  /** @param {StepReport} report */
  #add(report) {
    if (this.length === this.#capacity) this.#thin();
    if (report.step % this.stepsPerRow !== 0) return;
    this.#steps[this.length] = report.step;
    for (const [index, [, of]] of COLUMNS.entries()) /** @type {Float32Array} */ (this.#columns[index])[this.length] = of(report);
    this.length++;
  }

  /** Of the steps of which one was kept there are twice as many from now on. */
  #thin() {
    this.stepsPerRow *= 2;
    let kept = 0;
    for (let row = 0; row < this.length; row++) {
      if ((this.#steps[row] ?? 0) % this.stepsPerRow !== 0) continue;
      for (const values of [this.#steps, ...this.#columns]) values[kept] = /** @type {number} */ (values[row]);
      kept++;
    }
    this.length = kept;
  }

  /**
   * The rows as comma-separated values under a line of names, written in pieces so that nothing waits for long. The last column says of
   * how many steps a row is one: 1 while the file has them all.
   * @param {() => Promise<unknown>} rest between two pieces
   */
  async csv(rest) {
    const { length, stepsPerRow } = this;
    const pieces = [`step,${COLUMNS.map(([name]) => name).join(',')},one_row_per_steps\n`];
    for (let start = 0; start < length; start += ROWS_AT_ONCE) {
      await rest();
      const rows = Math.min(ROWS_AT_ONCE, length - start);
      pieces.push(Array.from({ length: rows }, (_, index) => this.#row(start + index, stepsPerRow)).join(''));
    }
    return pieces;
  }

  /** @param {number} row @param {number} stepsPerRow */
  #row(row, stepsPerRow) {
    const numbers = this.#columns.map((column) => Number((column[row] ?? NaN).toPrecision(DIGITS)));
    return `${this.#steps[row]},${numbers.join(',')},${stepsPerRow}\n`;
  }
}
