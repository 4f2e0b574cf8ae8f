/** Axes: round tick values, and ends that move seldom and that a few spikes do not spoil. */

const ROUND_ENDS = [1, 1.5, 2, 3, 4, 6, 8, 10];
/** An axis shrinks only when this share of it would do. */
const SHRINK_BELOW = 0.6;

/**
 * Round values that divide a range into about as many parts as asked for.
 * @param {number} minimum
 * @param {number} maximum
 * @param {number} parts
 */
export function roundTicks(minimum, maximum, parts) {
  const step = roundUp((maximum - minimum) / parts, [1, 2, 5, 10]);
  const ticks = [];
  for (let index = Math.ceil(minimum / step - 1e-9); index * step <= maximum + step * 1e-9; index++) ticks.push(0 + index * step);
  return ticks;
}

/**
 * The least round end of an axis that reaches a value.
 * @param {number} value
 */
export function roundEnd(value) {
  return value > 0 ? roundUp(value, ROUND_ENDS) : 0;
}

/**
 * @param {number} value
 * @param {number[]} mantissas from 1 to 10
 */
function roundUp(value, mantissas) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (mantissas.find((mantissa) => mantissa * power >= value * (1 - 1e-9)) ?? 10);
}

/**
 * The value that a share of the values does not exceed.
 * @param {number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

/** A vertical range that grows at need and shrinks reluctantly, so that the picture does not jump. */
export class SteadyRange {
  minimum = 0;
  maximum = 0;

  /**
   * @param {number} lowest that should be seen
   * @param {number} highest that should be seen
   */
  fit(lowest, highest) {
    this.maximum = steadyEnd(this.maximum, highest);
    this.minimum = 0 - steadyEnd(-this.minimum, -lowest);
  }
}

/**
 * @param {number} current
 * @param {number} needed
 */
function steadyEnd(current, needed) {
  return needed <= current && needed >= SHRINK_BELOW * current ? current : roundEnd(needed);
}
