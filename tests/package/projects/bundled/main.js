/** What others write: the element on their page, and a run of their own beside it. */

import { createRun } from 'dcgan-wasm';
import { DcganDemo } from 'dcgan-wasm/element';

window.isDemo = document.querySelector('dcgan-demo') instanceof DcganDemo;
window.trainByHand = async () => {
  const run = await createRun({ preset: 'tiny', seed: 5, kernel: 'simd128' });
  const losses = [];
  for await (const { generatorLoss } of run.trained({ until: 12 })) losses.push(generatorLoss);
  const { pixels } = await run.samples();
  const told = { steps: run.steps, losses, pixels: pixels.length, kernel: run.kernel, configuration: run.configuration };
  run.close();
  return told;
};
