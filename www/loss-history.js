/** Every loss of a run, in bounded memory: ever wider buckets of steps that keep the least, the greatest and the smoothed value. */

/** One time constant of the smoothed line, in steps. */
const SMOOTHING_STEPS = 20;

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
}

export class LossHistory {
  /** How many steps have been taken. */
  steps = 0;
  /** How many steps share a bucket. */
  stepsPerBucket = 1;
  discriminator;
  generator;
  #capacity;

  /** @param {number} capacity in buckets; an even number */
  constructor(capacity = 4096) {
    this.#capacity = capacity;
    this.discriminator = new Series(capacity);
    this.generator = new Series(capacity);
  }

  /** Forgets the run. */
  clear() {
    this.steps = 0;
    this.stepsPerBucket = 1;
    this.discriminator = new Series(this.#capacity);
    this.generator = new Series(this.#capacity);
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
    const isFirst = this.steps % this.stepsPerBucket === 0;
    add(this.discriminator, bucket, isFirst, discriminatorLoss);
    add(this.generator, bucket, isFirst, generatorLoss);
    this.steps++;
  }

  #widenBuckets() {
    for (const { minimum, maximum, smoothed } of [this.discriminator, this.generator]) {
      for (let target = 0, source = 0; source < this.#capacity; target++, source += 2) {
        minimum[target] = Math.min(at(minimum, source), at(minimum, source + 1));
        maximum[target] = Math.max(at(maximum, source), at(maximum, source + 1));
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
 * The moving average divides by the weight gathered so far, so that it does not start from nought.
 * @param {Series} series
 * @param {number} bucket
 * @param {boolean} isFirst of its bucket
 * @param {number} value
 */
function add(series, bucket, isFirst, value) {
  const share = 1 / SMOOTHING_STEPS;
  series.average += share * (value - series.average);
  series.weight += share * (1 - series.weight);
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
