/**
 * Where the demo's files come from, and how its worker is started: the only module that knows.
 *
 * A bundle puts a module of its own with the same export in the place of this one.
 */

import { INTEGRITY } from '../pkg/integrity.js';
import { moduleWorker } from './ports.js';

/**
 * @typedef {object} Supply
 * @property {() => Promise<import('./protocol.js').Files>} files for a worker that was just started
 * @property {() => import('./ports.js').Port} startWorker throws {@link import('./ports.js').ModuleWorkersMissing} where the browser
 *   has none that could run
 * @property {() => Promise<string>} pytorchScript the script that draws with the weights that one takes home
 * @property {() => import('./ports.js').Port} startImageWorker starts one that makes image files (history/image-maker.js)
 * @property {string | null} isolator address of the service worker that makes threads possible; `null` for what is no page of its own
 */

/**
 * @param {string} address
 * @returns {Promise<string>}
 */
async function textAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

/**
 * A file of the checkout, as the package has it too.
 * @param {keyof typeof INTEGRITY} path
 * @param {string} folder
 */
function file(path, folder = '../') {
  return { address: new URL(folder + path, import.meta.url).href, integrity: INTEGRITY[path] };
}

/** Everything lies beside this module, as in the checkout. @type {Supply} */
export const supply = {
  files: async () => ({
    root: new URL('../', import.meta.url).href,
    program: {
      threads: file('threads/dcgan_wasm_bg.wasm', '../pkg/'),
      relaxed: file('relaxed/dcgan_wasm_bg.wasm', '../pkg/'),
      simd128: file('simd128/dcgan_wasm_bg.wasm', '../pkg/'),
    },
    images: file('data/mnist-4096-images-idx3-ubyte.gz'),
    labels: file('data/mnist-4096-labels-idx1-ubyte.gz'),
    judge: file('data/judge.safetensors'),
  }),
  pytorchScript: () => textAt(new URL('../examples/load_weights.py', import.meta.url).href),
  startWorker: () => moduleWorker(new URL('./worker.js', import.meta.url)),
  startImageWorker: () => moduleWorker(new URL('./history/image-worker.js', import.meta.url)),
  isolator: new URL('../isolate.js', import.meta.url).href,
};
