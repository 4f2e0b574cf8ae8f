/** A run that goes on from its file in a new worker is the one that never stopped, to the bit; native and browser read each other's files. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FLAVOURS } from '../../www/flavours.js';
import { reachIntoDemo } from './support/demo-page.js';
import { launchFirefox, skip } from './support/firefox.js';
import { pageTests } from './support/page-tests.js';
import { assertSameRun, fileOf, opened, perform, shapes, timeless } from './support/run-file.js';
import { CHECKOUT, startServer } from './support/server.js';

/** @typedef {import('./support/run-file.js').Outcome} Outcome */
/** @typedef {import('./support/run-file.js').Task} Task */

const { onPage } = pageTests();

/** Steps before the file is written, and after it. */
const BEFORE = 41;
const AFTER = 200;

/** Wide enough that every kernel has work for two threads; the images are put into a new order every 31 steps. */
const SIZE = 'baseWidth=8&latentSize=16&batchSize=32&imageLimit=1000&seed=5';
const RUNS = {
  'labels, groups and moving average': `preset=fast&${SIZE}`,
  'a stacked model that moves both networks, without labels and batch normalisation':
    `preset=plain&generatorTurn=stackedUnfrozen&batchNormalization=false&kernelSize=5&${SIZE}`,
};

const BUILDS = FLAVOURS.flatMap((flavour) => (flavour === 'threads' ? [1, 2] : [1]).map((threads) => ({ flavour, threads })));

/** How a task is done in a page that was opened for it alone, with a worker of its own. @typedef {(task: Task) => Promise<Outcome>} Performer */

/**
 * @param {string} query
 * @param {RegExp} kernels that the page has to say it runs
 * @returns {Performer}
 */
function inChromium(query, kernels) {
  return async (task) => {
    /** @type {Outcome | undefined} */
    let outcome;
    await onPage({}, async (demo) => {
      await demo.openReady(`?lang=en&${query}`);
      await demo.part('kernels').filter({ hasText: kernels }).waitFor({ state: 'attached' });
      outcome = await demo.page.evaluate(perform, task);
    })();
    assert.ok(outcome);
    return outcome;
  };
}

/**
 * A run that never stops, and the same run cut in two by a file: once of whole steps only, and once asked for after half a step.
 * @param {Performer} inNewWorker
 * @param {string} settings
 * @param {boolean} takesHalf
 */
async function checkResumption(inNewWorker, settings, takesHalf) {
  const uninterrupted = await inNewWorker({ settings, steps: BEFORE + AFTER });
  const first = await inNewWorker({ settings, steps: takesHalf ? BEFORE - 1 : BEFORE, takesHalf });
  const second = await inNewWorker({ file: first.file, steps: AFTER });

  assert.equal(second.steps, BEFORE + AFTER);
  assert.equal(uninterrupted.reports.length, BEFORE + AFTER);
  assert.deepEqual([...first.reports, ...second.reports], uninterrupted.reports);
  assertSameRun(fileOf(second), fileOf(uninterrupted));
  assert.equal(second.picture, uninterrupted.picture);
  assert.notEqual(second.picture, first.picture, 'pictures tell runs apart');
}

for (const { flavour, threads } of BUILDS) {
  for (const [index, [name, settings]] of Object.entries(RUNS).entries()) {
    test(`${flavour}, ${threads} of threads: ${name}: ${AFTER} steps after its file a run is what it would have been`, async () => {
      const kernels = threads > 1 ? new RegExp(`${threads} threads`) : /./;
      await checkResumption(inChromium(`kernel=${flavour}&threads=${threads}`, kernels), settings, index % 2 === 1);
    });
  }
}

test(`Firefox: ${AFTER} steps after its file a run is what it would have been`, { skip }, async () => {
  const server = await startServer();
  const browser = await launchFirefox();
  try {
    await checkResumption(async (task) => {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(reachIntoDemo);
      await page.goto(`${server.address}?lang=en&kernel=simd128`);
      const outcome = await page.evaluate(perform, task);
      await page.close();
      return outcome;
    }, RUNS['labels, groups and moving average'], false);
  } finally {
    await browser.close();
    await server.stop();
  }
});

/** What tests/core/hostile.rs trains natively for its golden file, as the page's address says it. */
const GOLDEN_SETTINGS = 'preset=fast&baseWidth=1&latentSize=1&batchSize=2&imageLimit=20&clusterCount=10&seed=1';
const GOLDEN_STEPS = 3;

const golden = (/** @type {string} */ name) => join(CHECKOUT, 'tests/golden', name);
const NATIVE = golden('run_version_1.safetensors');
const FROM_BROWSER = golden('run_of_browser_version_1.safetensors');

test('a file that was written natively goes on in the browser, and is written there with the same weights', async () => {
  const native = readFileSync(NATIVE);
  const inNewWorker = inChromium('kernel=simd128', /./);
  const { file, steps } = await inNewWorker({ file: native.toString('base64') });
  assert.equal(steps, GOLDEN_STEPS);
  // Natively it has two numbers, which are no history of losses.
  assertSameRun(Buffer.from(file, 'base64'), native, ['history']);

  const later = await inNewWorker({ file: native.toString('base64'), steps: 10 });
  assert.equal(later.steps, GOLDEN_STEPS + 10);
  assert.ok(later.reports.every(({ generatorLoss }) => Number.isFinite(generatorLoss)));
});

/** That the file is read natively is seen by `a_run_that_a_browser_wrote_can_be_read` in tests/core/hostile.rs. */
test('the golden file of a browser is what a browser writes, and goes on there', async () => {
  const inNewWorker = inChromium('kernel=simd128', /./);
  const [written, expected] = [fileOf(await inNewWorker({ settings: GOLDEN_SETTINGS, steps: GOLDEN_STEPS })), readFileSync(FROM_BROWSER)];
  assert.deepEqual(timeless(opened(written)), timeless(opened(expected)));
  assert.deepEqual(shapes(opened(written)), shapes(opened(expected)));
  assert.deepEqual(Object.keys(JSON.parse(opened(written).about.notes)), Object.keys(JSON.parse(opened(expected).about.notes)));

  const restored = await inNewWorker({ file: expected.toString('base64') });
  assertSameRun(fileOf(restored), expected);
});

test('a browser writes what is written natively, but for the numbers', () => {
  const [native, browser] = [NATIVE, FROM_BROWSER].map((path) => opened(readFileSync(path)));
  assert.ok(native && browser);
  assert.deepEqual(timeless(browser), timeless(native));
  const { history: _native, ...expected } = shapes(native);
  const { history: _browser, ...actual } = shapes(browser);
  assert.deepEqual(actual, expected);
});

test(
  'the golden file of a browser is written',
  { skip: process.env['WRITE_GOLDEN'] ? false : 'writes the golden file of a new version of the format: WRITE_GOLDEN=1' },
  async () => {
    const outcome = await inChromium('kernel=simd128', /./)({ settings: GOLDEN_SETTINGS, steps: GOLDEN_STEPS });
    writeFileSync(FROM_BROWSER, fileOf(outcome));
  },
);
