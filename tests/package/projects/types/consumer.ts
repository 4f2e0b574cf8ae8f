/** What others write in TypeScript; each line marked as an error has to be one. */

import { RunError, createRun, type Run, type RunEvents, type StepReport } from 'dcgan-wasm';
import widget from 'dcgan-wasm/anywidget';
import { DcganDemo, type DemoState } from 'dcgan-wasm/element';

export async function drive(): Promise<number> {
  const run: Run = await createRun({ preset: 'fast', seed: 1, settings: { batchSize: 16, generatorAdam: { beta1: 0.9 } } });
  const stop = run.on('verdict', ({ readable, byDigit }) => console.log(readable.toFixed(2), byDigit.length));
  run.on('step', ({ reports, stepsPerSecond }: RunEvents['step']) => console.log(reports.length, stepsPerSecond?.toFixed()));
  try {
    for await (const report of run.trained({ until: 100 })) show(report);
    await run.train({ until: 200, signal: AbortSignal.timeout(1000) });
  } catch (error) {
    if (error instanceof RunError) console.log(error.cause, error.file);
  }
  const { pixels } = await run.samples({ weights: 'raw', digit: 7 });
  await run.restore(await run.checkpoint());
  stop();
  run.close();
  return pixels.length + run.configuration.discriminatorAdam.learningRate;
}

function show({ step, generatorLoss, gradientNorms }: StepReport): void {
  console.log(step, generatorLoss, gradientNorms[0]?.layer);
}

export async function place(): Promise<DemoState> {
  const demo = document.createElement('dcgan-demo');
  demo.preset = 'plain';
  demo.autoplay = 'visible';
  demo.maxSteps = '500';
  demo.addEventListener('readable', ({ detail }) => console.log(detail.share, detail.step));
  demo.addEventListener('click', (event) => console.log(event.clientX));
  document.body.append(demo);
  await demo.ready;
  await demo.step(3);
  const file: Uint8Array = await demo.checkpoint();
  await demo.restore(file.slice());
  widget.render({ model: { get: () => undefined }, el: document.body })();
  return demo instanceof DcganDemo ? demo.state : 'idle';
}

// @ts-expect-error there is no such preset
await createRun({ preset: 'fastest' });
// @ts-expect-error a batch has a number of images
await createRun({ settings: { batchSize: 'many' } });
// @ts-expect-error there is no such setting of an optimiser
await createRun({ settings: { generatorAdam: { momentum: 0.9 } } });
// @ts-expect-error there is no such event
(await createRun()).on('finished', () => {});
// @ts-expect-error what it does is told, not set
document.createElement('dcgan-demo').state = 'paused';
