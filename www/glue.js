/** The JavaScript half of each build, imported when its turn comes: literally, so that a bundler can follow. */

/**
 * @typedef {import('./protocol.js').Flavour} Flavour
 * @typedef {typeof import('../pkg/simd128/dcgan_wasm.js')} Program
 */

/** What they declare differs in how memory is given to them alone. @type {Readonly<Record<Flavour, () => Promise<Program>>>} */
export const GLUE = {
  threads: /** @type {() => Promise<any>} */ (() => import('../pkg/threads/dcgan_wasm.js')),
  relaxed: () => import('../pkg/relaxed/dcgan_wasm.js'),
  simd128: () => import('../pkg/simd128/dcgan_wasm.js'),
};
