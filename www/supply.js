/**
 * Where the demo's files come from, and how its worker is started: the only module that knows.
 *
 * A bundle puts a module of its own with the same export in the place of this one.
 */

import { moduleWorker } from './ports.js';

/**
 * @typedef {object} Supply
 * @property {() => Promise<import('./protocol.js').Files>} files for a worker that was just started
 * @property {() => import('./ports.js').Port} startWorker throws {@link import('./ports.js').ModuleWorkersMissing} where the browser
 *   has none that could run
 */

/** Everything lies beside this module, as in the checkout. @type {Supply} */
export const supply = {
  files: async () => ({
    root: new URL('../', import.meta.url).href,
    program: new URL('../pkg/', import.meta.url).href,
    images: new URL('../data/mnist-4096-images-idx3-ubyte.gz', import.meta.url).href,
    labels: new URL('../data/mnist-4096-labels-idx1-ubyte.gz', import.meta.url).href,
    judge: new URL('../data/judge.safetensors', import.meta.url).href,
  }),
  startWorker: () => moduleWorker(new URL('./worker.js', import.meta.url)),
};
