/** A flavour of the training code, as a program that harness.js measures. */

import { answerHarness } from './subjects.js';

/** How often to look whether every helper has joined, in milliseconds. */
const LOOK = 5;

/** @type {any} */
let bench;
/** @type {WebAssembly.Memory} */
let memory;

answerHarness({ load, make, bytes: () => memory.buffer.byteLength });

/**
 * @param {object} description
 * @param {string} description.module the address of the flavour's JavaScript half
 * @param {number} description.threads how many work, this worker among them
 * @param {boolean} description.directOnly whether to do without fast algorithms of convolution
 */
async function load({ module: address, threads, directOnly }) {
  const program = await import(address);
  const module = await WebAssembly.compileStreaming(fetch(address.replace(/\.js$/, '_bg.wasm')));
  ({ memory } = await program.default({ module_or_path: module }));
  for (let helper = 1; helper < threads; helper++) {
    new Worker(new URL('helper.js', import.meta.url), { type: 'module' }).postMessage({ address, module, memory });
  }
  while (threads > 1 && program.threadCount() < threads) await new Promise((resolve) => setTimeout(resolve, LOOK));
  const [images, labels] = await Promise.all(['images-idx3', 'labels-idx1'].map(bytesOf));
  bench = new program.Bench(images, labels);
  if (directOnly) bench.setDirectOnly();
}

/** @param {string} kind */
async function bytesOf(kind) {
  const response = await fetch(new URL(`/data/mnist-4096-${kind}-ubyte.gz`, self.location.origin));
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * @param {{ kind: 'peak' | 'baseline' | 'step' | 'phases' | 'kernels', width: number, batch: number }} wanted
 * @returns {import('./subjects.js').Subject[]}
 */
function make({ kind, width, batch }) {
  switch (kind) {
    case 'peak':
      return [bench.peak()];
    case 'baseline':
      return [bench.baselineStep(width, batch)];
    case 'step':
      return [bench.step(width, batch)];
    case 'phases':
      return [bench.observedStep(width, batch)];
    case 'kernels':
      return bench.kernels(width, batch);
  }
}
