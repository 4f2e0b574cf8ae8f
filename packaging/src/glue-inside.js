/** The JavaScript half of the one build that is inside. */

/** @type {Partial<typeof import('../../www/glue.js').GLUE>} */
export const GLUE = { simd128: () => import('../../pkg/simd128/dcgan_wasm.js') };
