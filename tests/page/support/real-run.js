/** Real training without a browser: the page's own program, its SIMD128 build, in Node. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as program from '../../../pkg/simd128/dcgan_wasm.js';
import { CHECKOUT } from './server.js';

/**
 * @typedef {import('../../../www/protocol.js').Configuration} Configuration
 * @typedef {import('../../../www/protocol.js').DatedVerdict} DatedVerdict
 * @typedef {import('../../../www/protocol.js').StepReport} StepReport
 */

/** As many as the page has judged at once. */
const JUDGED_IMAGES = 128;
/** Steps between two verdicts; the page has them judged about as often. */
const STEPS_PER_VERDICT = 100;

/** @type {{ dataset: import('../../../pkg/simd128/dcgan_wasm.js').Dataset, judge: import('../../../pkg/simd128/dcgan_wasm.js').Judge } | null} */
let loaded = null;

function load() {
  if (loaded) return loaded;
  const read = (/** @type {string} */ path) => readFileSync(join(CHECKOUT, path));
  program.initSync({ module: read('pkg/simd128/dcgan_wasm_bg.wasm') });
  const dataset = new program.Dataset(read('data/mnist-4096-images-idx3-ubyte.gz'), read('data/mnist-4096-labels-idx1-ubyte.gz'));
  loaded = { dataset, judge: new program.Judge(read('data/judge.safetensors')) };
  return loaded;
}

/** The page's presets. */
export function presets() {
  load();
  return program.presets();
}

/**
 * A preset's settings, changed.
 * @param {string} name
 * @param {(configuration: Configuration) => void} change
 */
export function changed(name, change = () => {}) {
  const configuration = structuredClone(presets().find((preset) => preset.name === name)?.configuration);
  if (!configuration) throw new RangeError(`there is no preset ${name}`);
  change(configuration);
  return configuration;
}

/**
 * Trains step by step, with a verdict now and then, before the first step too.
 * @param {Configuration} configuration
 * @param {number} steps
 * @returns {Generator<{ reports: StepReport[], verdict: DatedVerdict | null, draw: () => Uint8Array }>} `draw` gives the 64 images
 */
export function* training(configuration, steps) {
  const { dataset, judge } = load();
  const trainer = new program.Trainer(configuration, dataset);
  const verdict = (/** @type {number} */ step) => {
    const given = trainer.judge(judge, 'average', JUDGED_IMAGES);
    return { ...given, step, elapsedMilliseconds: 0, shown: /** @type {const} */ ('average') };
  };
  const draw = () => trainer.samples('average', undefined);
  try {
    yield { reports: [], verdict: verdict(0), draw };
    for (let step = 1; step <= steps; step++) {
      const report = trainer.step();
      yield { reports: [report], verdict: step % STEPS_PER_VERDICT === 0 ? verdict(step) : null, draw };
    }
  } finally {
    trainer.free();
  }
}
