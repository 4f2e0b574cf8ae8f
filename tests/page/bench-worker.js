/** Measures single training steps; bench.js serves it beside the page's pkg and data. */

const WARM_UP_STEPS = 5;
const LEAST_STEPS = 10;

self.addEventListener('message', async ({ data: { change, seconds } }) => {
  try {
    self.postMessage(await measure(change, seconds));
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
});

/**
 * @param {Partial<import('../../pkg/dcgan_wasm.js').Configuration>} change to the default configuration
 * @param {number} seconds
 */
async function measure(change, seconds) {
  const program = /** @type {typeof import('../../pkg/dcgan_wasm.js')} */ (
    await import(new URL('pkg/dcgan_wasm.js', self.location.origin).href)
  );
  const { default: init, Dataset, Trainer, defaultConfiguration } = program;
  await init();
  const [images, labels] = await Promise.all(['images-idx3', 'labels-idx1'].map(bytesOf));
  const configuration = { ...defaultConfiguration(), ...change };
  const trainer = new Trainer(configuration, new Dataset(/** @type {Uint8Array} */ (images), /** @type {Uint8Array} */ (labels)));
  for (let step = 0; step < WARM_UP_STEPS; step++) trainer.step();
  const times = timesOfSteps(trainer, 1000 * seconds).sort((a, b) => a - b);
  const { baseWidth, batchSize, latentSize } = configuration;
  const median = times[Math.floor(times.length / 2)];
  return { baseWidth, batchSize, latentSize, steps: times.length, bestMilliseconds: times[0], medianMilliseconds: median };
}

/** @param {string} kind */
async function bytesOf(kind) {
  const response = await fetch(new URL(`data/mnist-4096-${kind}-ubyte.gz`, self.location.origin));
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * @param {{ step: () => unknown }} trainer
 * @param {number} milliseconds
 */
function timesOfSteps(trainer, milliseconds) {
  const times = [];
  for (const end = performance.now() + milliseconds; times.length < LEAST_STEPS || performance.now() < end;) {
    const start = performance.now();
    trainer.step();
    times.push(performance.now() - start);
  }
  return times;
}
