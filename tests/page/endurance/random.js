/** Moments that nobody chose, the same in every run of a test. */

/**
 * Random numbers from 0 to 1 (a generator of Lehmer's).
 * @param {number} seed
 */
export function numbersFrom(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
