/** What others write: the element on their page, and a run of their own beside it. */

import { createRun } from 'dcgan-wasm';
import { DcganDemo } from 'dcgan-wasm/element';

window.isDemo = document.querySelector('dcgan-demo') instanceof DcganDemo;
window.trainByHand = async () => {
  const run = await createRun({ preset: 'tiny', seed: 5, kernel: 'simd128' });
  const losses = [];
  for await (const { generatorLoss } of run.trained({ until: 12 })) losses.push(generatorLoss);
  const { pixels } = await run.samples();
  const file = await run.checkpoint();
  const ahead = (await run.step(3)).map(({ generatorLoss }) => generatorLoss);
  await run.restore(file);
  const again = (await run.step(3)).map(({ generatorLoss }) => generatorLoss);
  const refusal = await run.restore(new Uint8Array([1, 2, 3])).catch((error) => error.message);
  const told = { steps: run.steps, losses, ahead, again, refusal, pixels: pixels.length, kernel: run.kernel, configuration: run.configuration };
  run.close();
  return told;
};
