/** How long the tests of endurance are: a first look in every test run, and the whole of it where it is asked for. */

const isFull = process.env['ENDURANCE'] === 'full';

/**
 * @param {number} full length
 * @param {number} short length, of seconds
 */
export function lengthOf(full, short) {
  return isFull ? full : short;
}

/** Longest wait for a whole test, in milliseconds. */
export const LONGEST_TEST = isFull ? 3_600_000 : 300_000;
