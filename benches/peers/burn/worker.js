/** The training step in burn, as a program that benches/browser/harness.js measures. */

import { answerHarness } from '../../browser/subjects.js';

const LATENT = 64;

/** @type {any} */
let program;
/** @type {WebAssembly.Memory} */
let memory;

answerHarness({ load, make, bytes: () => memory.buffer.byteLength });

/** @param {{ module: string }} description the address of the module's JavaScript half */
async function load({ module }) {
  program = await import(module);
  ({ memory } = await program.default());
}

/** @param {{ width: number, batch: number }} wanted */
function make({ width, batch }) {
  const images = Float32Array.from({ length: 784 * batch }, () => 2 * Math.random() - 1);
  const trainer = new program.Trainer(width, LATENT, images);
  const run = (/** @type {number} */ times) => {
    for (let time = 0; time < times; time++) takeStep(trainer);
  };
  return [{ name: 'step', flops: 0, run }];
}

/** @param {{ step: () => Float32Array }} trainer */
function takeStep(trainer) {
  const losses = trainer.step();
  if (!losses.every(Number.isFinite)) throw new Error(`Training diverged: the losses are ${losses}.`);
}
