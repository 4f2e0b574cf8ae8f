/** The builds of the training program, and which of them this browser can run. */

/**
 * @typedef {import('./protocol.js').Flavour} Flavour
 * @typedef {import('./protocol.js').Obstacle} Obstacle
 */

/**
 * Best first.
 * @type {readonly Flavour[]}
 */
export const FLAVOURS = ['threads', 'relaxed', 'simd128'];

/** More than any browser's machine has use for at these sizes of networks. */
export const MOST_THREADS = 16;

/**
 * What keeps this browser or this page from running a build, as far as that can be told before it is fetched.
 * @param {Flavour} flavour
 * @returns {Obstacle | null}
 */
export function obstacle(flavour) {
  // preflight.js has made sure of 128-bit SIMD before any module was loaded.
  if (flavour === 'simd128') return null;
  if (!hasRelaxedSimd()) return 'relaxedSimd';
  return flavour === 'threads' && !canShareMemory() ? 'isolation' : null;
}

/** A function of one multiplication with addition, which is compiled by WebAssembly with relaxed SIMD only. */
function hasRelaxedSimd() {
  const vector = [65, 0, 253, 15];
  const body = [0, ...vector, ...vector, ...vector, 253, 133, 2, 11];
  const code = [10, body.length + 2, 1, body.length, ...body];
  return WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, ...code]));
}

/** Only an isolated page may hand one memory to several workers. */
function canShareMemory() {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer !== 'function') return false;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}
