/** Every loss of a run, in bounded memory: ever wider buckets of steps that keep the least, the greatest and the smoothed value. */

/**
 * The run before, as a ghost behind the present one.
 * @typedef {object} Ghost
 * @property {LossHistory} history
 * @property {number} from the step after which the two runs differ: 0 but for a branch
 */

/** One time constant of the smoothed line, in steps. */
const SMOOTHING_STEPS = 20;
const SHARE = 1 / SMOOTHING_STEPS;

/** What stands before the buckets of a history as numbers: steps in a bucket, then the moving average and its weight of each curve. */
const HEAD = 5;
/** Numbers of each bucket: least, greatest and smoothed of each curve. */
const NUMBERS_PER_BUCKET = 6;

/** One curve, bucket by bucket. */
export class Series {
  /** @param {number} capacity */
  constructor(capacity) {
    this.minimum = new Float32Array(capacity);
    this.maximum = new Float32Array(capacity);
    /** The moving average as it stood at the bucket's last step. */
    this.smoothed = new Float32Array(capacity);
    this.average = 0;
    this.weight = 0;
  }

  /** @returns {Series} */
  copy() {
    const copy = new Series(0);
    Object.assign(copy, { minimum: this.minimum.slice(), maximum: this.maximum.slice(), smoothed: this.smoothed.slice() });
    return Object.assign(copy, { average: this.average, weight: this.weight });
  }

  /**
   * Goes on from the end of a bucket as if nothing had come after it.
   * @param {number} bucket
   * @param {number} steps taken until then
   */
  resume(bucket, steps) {
    this.weight = 1 - (1 - SHARE) ** steps;
    this.average = steps > 0 ? at(this.smoothed, bucket) * this.weight : 0;
  }
}

export class LossHistory {
  /** How many steps have been taken. */
  steps = 0;
  /** How many steps share a bucket. */
  stepsPerBucket = 1;
  discriminator;
  generator;
  /** What the run before came to, once there was one. @type {Ghost | null} */
  before = null;
  /** Whether the run before is shown behind the present one. */
  compares = false;
  #capacity;

  /** @param {number} capacity in buckets; an even number */
  constructor(capacity = 4096) {
    this.#capacity = capacity;
    this.discriminator = new Series(capacity);
    this.generator = new Series(capacity);
  }

  /** The run before, while it is to be seen. */
  get ghost() {
    return this.compares ? this.before : null;
  }

  /**
   * Another run begins: the one so far becomes the run before, if it took any steps. A branch shows it at once, and goes on from its
   * beginning; so does the same run, when it goes on from an earlier step.
   * @param {number} step at which the new run begins
   * @param {import('./session.js').Manner} manner
   */
  begin(step, manner) {
    const isSame = manner === 'reverted' || manner === 'recovered';
    if (this.steps > step && !isSame) this.before = { history: this.copy(), from: manner === 'branch' ? step : 0 };
    if (manner === 'branch') this.compares = true;
    if (manner === 'new') this.clear();
    else this.cutBack(step);
  }

  /** The run as it now is, by itself. */
  copy() {
    const copy = new LossHistory(0);
    const { steps, stepsPerBucket } = this;
    return Object.assign(copy, { steps, stepsPerBucket, discriminator: this.discriminator.copy(), generator: this.generator.copy() });
  }

  /**
   * Forgets what came after a step. A bucket that the step divides keeps the extremes of all that it held.
   * @param {number} step
   */
  cutBack(step) {
    if (step >= this.steps) return;
    this.steps = step;
    const whole = Math.floor(step / this.stepsPerBucket);
    for (const series of [this.discriminator, this.generator]) {
      if (whole === 0) series.resume(0, step);
      else series.resume(whole - 1, whole * this.stepsPerBucket);
      if (whole > 0 && step > whole * this.stepsPerBucket) series.smoothed[whole] = at(series.smoothed, whole - 1);
    }
  }

  /** Forgets the run, but not the one before. */
  clear() {
    this.steps = 0;
    this.stepsPerBucket = 1;
    this.discriminator = new Series(this.#capacity);
    this.generator = new Series(this.#capacity);
  }

  /** Everything of the run as numbers, for a file: at most 24,581 of them. */
  toNumbers() {
    const { length } = this;
    const numbers = new Float32Array(HEAD + NUMBERS_PER_BUCKET * length);
    const { discriminator, generator } = this;
    numbers.set([this.stepsPerBucket, discriminator.average, discriminator.weight, generator.average, generator.weight]);
    for (const [index, values] of this.#arrays().entries()) numbers.set(values.subarray(0, length), HEAD + index * length);
    return numbers;
  }

  /**
   * Goes on from numbers of {@link toNumbers}, in the place of a run that was cleared. Where they are of another run, or there are none,
   * it goes on without knowing what came before.
   * @param {Float32Array | null} numbers
   * @param {number} steps that the run has taken
   */
  takeNumbers(numbers, steps) {
    this.clear();
    this.steps = steps;
    if (!numbers || !this.#fits(numbers)) return this.#beginUnknown();
    const [stepsPerBucket = 1, ...averages] = numbers.subarray(0, HEAD);
    this.stepsPerBucket = stepsPerBucket;
    const { length } = this;
    for (const [index, series] of [this.discriminator, this.generator].entries()) {
      [series.average = 0, series.weight = 0] = averages.slice(2 * index);
    }
    for (const [index, values] of this.#arrays().entries()) values.set(numbers.subarray(HEAD + index * length, HEAD + (index + 1) * length));
  }

  /** @param {Float32Array} numbers */
  #fits(numbers) {
    const [stepsPerBucket = NaN] = numbers;
    const buckets = Math.ceil(this.steps / stepsPerBucket);
    const isPowerOfTwo = Number.isInteger(Math.log2(stepsPerBucket)) && stepsPerBucket >= 1;
    return isPowerOfTwo && buckets <= this.#capacity && numbers.length === HEAD + NUMBERS_PER_BUCKET * buckets && numbers.every(Number.isFinite);
  }

  /** Buckets without a value, which nothing shows. */
  #beginUnknown() {
    while (this.steps > this.#capacity * this.stepsPerBucket) this.stepsPerBucket *= 2;
    for (const values of this.#arrays()) values.fill(NaN, 0, this.length);
  }

  #arrays() {
    return [this.discriminator, this.generator].flatMap(({ minimum, maximum, smoothed }) => [minimum, maximum, smoothed]);
  }

  /**
   * Whether anything is known of a bucket.
   * @param {number} bucket
   */
  knows(bucket) {
    return !Number.isNaN(at(this.discriminator.smoothed, bucket));
  }

  /** How many buckets are in use. */
  get length() {
    return Math.ceil(this.steps / this.stepsPerBucket);
  }

  /**
   * The last step of a bucket so far.
   * @param {number} bucket
   */
  stepAt(bucket) {
    return Math.min(this.steps, (bucket + 1) * this.stepsPerBucket);
  }

  /**
   * Adds the next step.
   * @param {number} discriminatorLoss
   * @param {number} generatorLoss
   */
  push(discriminatorLoss, generatorLoss) {
    if (this.steps === this.#capacity * this.stepsPerBucket) this.#widenBuckets();
    const bucket = Math.floor(this.steps / this.stepsPerBucket);
    const isFirst = this.steps % this.stepsPerBucket === 0 || !this.knows(bucket);
    add(this.discriminator, bucket, isFirst, discriminatorLoss);
    add(this.generator, bucket, isFirst, generatorLoss);
    this.steps++;
  }

  #widenBuckets() {
    for (const { minimum, maximum, smoothed } of [this.discriminator, this.generator]) {
      for (let target = 0, source = 0; source < this.#capacity; target++, source += 2) {
        // The first of two may be unknown.
        const first = Number.isNaN(at(smoothed, source)) ? source + 1 : source;
        minimum[target] = Math.min(at(minimum, first), at(minimum, source + 1));
        maximum[target] = Math.max(at(maximum, first), at(maximum, source + 1));
        smoothed[target] = at(smoothed, source + 1);
      }
    }
    this.stepsPerBucket *= 2;
  }
}

/**
 * Joins the buckets that fall on the same column of pixels.
 * @param {LossHistory} history
 * @param {Series} series
 * @param {number} pixelsPerStep
 * @returns {import('./plot.js').Column[]}
 */
export function columnsOf(history, series, pixelsPerStep) {
  /** @type {import('./plot.js').Column[]} */
  const columns = [];
  /** @type {import('./plot.js').Column | undefined} */
  let column;
  for (let bucket = 0; bucket < history.length; bucket++) {
    if (!history.knows(bucket)) continue;
    const x = history.stepAt(bucket) * pixelsPerStep;
    const [minimum = NaN, maximum = NaN, smoothed = NaN] = [series.minimum[bucket], series.maximum[bucket], series.smoothed[bucket]];
    if (column && Math.floor(column.x) === Math.floor(x)) {
      column.minimum = Math.min(column.minimum, minimum);
      column.maximum = Math.max(column.maximum, maximum);
      column.smoothed = smoothed;
    } else {
      column = { x, minimum, maximum, smoothed };
      columns.push(column);
    }
  }
  return columns;
}

/**
 * The moving average divides by the weight gathered so far, so that it does not start from nought. Both have the precision of a file,
 * so that the line goes on from there as it would have.
 * @param {Series} series
 * @param {number} bucket
 * @param {boolean} isFirst of its bucket
 * @param {number} value
 */
function add(series, bucket, isFirst, value) {
  series.average = Math.fround(series.average + SHARE * (value - series.average));
  series.weight = Math.fround(series.weight + SHARE * (1 - series.weight));
  series.minimum[bucket] = isFirst ? value : Math.min(at(series.minimum, bucket), value);
  series.maximum[bucket] = isFirst ? value : Math.max(at(series.maximum, bucket), value);
  series.smoothed[bucket] = series.average / series.weight;
}

/**
 * @param {Float32Array} values
 * @param {number} index of an element that exists
 */
function at(values, index) {
  return /** @type {number} */ (values[index]);
}
