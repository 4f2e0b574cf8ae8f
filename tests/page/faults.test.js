/** Whatever befalls a page that trains, in real Chromium: it is noticed, told in a sentence, and the run goes on without its visitor. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run as words } from '../../www/messages/en/run.js';
import { denyStorage, fillStorage, limitMemory, rememberWorkers, sleepThrough } from './support/faults.js';
import { pageTests } from './support/page-tests.js';

const { onPage, inBrowserWith } = pageTests();

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */
/** @typedef {import('../../www/protocol.js').Failure['cause']} Cause */

const TINY = '?lang=en&preset=tiny&seed=5&kernel=simd128&threads=1';
/** Some steps, so that the run has been kept. */
const KEPT_AFTER_MILLISECONDS = 3000;
const SLEEP_MILLISECONDS = 8000;

/** @param {DemoPage} demo */
async function trainUntilKept(demo) {
  await demo.page.addInitScript(rememberWorkers);
  await demo.openReady(TINY);
  await demo.page.evaluate(() => {
    const recoveries = /** @type {any[]} */ ([]);
    Object.assign(window, { recoveries });
    document.querySelector('dcgan-demo')?.addEventListener('recovered', (event) => recoveries.push(/** @type {CustomEvent} */ (event).detail));
  });
  await demo.train();
  await demo.page.waitForTimeout(KEPT_AFTER_MILLISECONDS);
}

/**
 * @param {DemoPage} demo
 * @param {Cause} cause
 */
async function recoversFrom(demo, cause) {
  await demo.page.waitForFunction(() => /** @type {any} */ (window).recoveries.length > 0);
  const [first] = await recoveriesOf(demo);
  assert.equal(first?.cause, cause);
  const steps = first?.steps ?? 0;
  assert.ok(steps > 0, 'from a checkpoint, not from the beginning');
  const { sentence } = words.failure[cause]({ cause, file: 'www/worker.js', detail: '' });
  assert.equal(await demo.text('failure-sentence'), sentence);
  assert.equal(await demo.text('failure-advice').then((advice) => advice.includes(words.recovered(steps, cause))), true, 'from where it goes on');
  await demo.reaches('training');
  await demo.stepsReach(steps + 50);
}

/** @param {DemoPage} demo @returns {Promise<{ cause: string, steps: number }[]>} */
const recoveriesOf = (demo) => demo.page.evaluate(() => /** @type {any} */ (window).recoveries);

test(
  'a worker that is killed without a word is noticed by its silence, and another goes on',
  onPage({}, async (demo) => {
    await trainUntilKept(demo);
    await demo.page.evaluate(() => /** @type {any} */ (window).trainers.at(-1).terminate());
    await recoversFrom(demo, 'silent');
  }),
);

test(
  'a first worker that never says a word is given up, and another loads the page',
  onPage({}, async (demo) => {
    let isFirst = true;
    await demo.page.route('**/www/worker.js', async (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      await route.fulfill({ contentType: 'text/javascript', headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' }, body: 'for (;;) ;' });
    });
    await demo.openReady();
    assert.equal(isFirst, false);
    assert.equal(await demo.text('failure-sentence'), words.failure.silent({ cause: 'silent', file: '', detail: '' }).sentence);
    await demo.train();
    await demo.stepsReach(20);
  }),
);

test(
  'a worker caught in an endless loop is ended, and another goes on',
  onPage({}, async (demo) => {
    await trainUntilKept(demo);
    const worker = demo.page.workers().find((candidate) => candidate.url().endsWith('/www/worker.js'));
    worker?.evaluate('for (;;) ;').catch(() => {});
    await recoversFrom(demo, 'silent');
  }),
);

test(
  'a worker that breaks off with an uncaught error is told, and another goes on',
  onPage({}, async (demo) => {
    await trainUntilKept(demo);
    await demo.page.workers().find((candidate) => candidate.url().endsWith('/www/worker.js'))?.evaluate('setTimeout(() => { throw new Error("broken off"); }); 0');
    await recoversFrom(demo, 'worker');
  }),
);

test(
  'a program that gets no more memory says so, and the next worker, which gets some, goes on',
  onPage({}, async (demo) => {
    await limitMemory(demo, 0);
    await demo.open(TINY);
    await demo.reaches('failed');
    assert.equal(await demo.text('failure-sentence'), words.failure.memory({ cause: 'memory', file: '', detail: '' }).sentence);
    await demo.mend();
    await demo.part('retry').click();
    await demo.reaches('ready');
    await demo.step();
  }),
);

test(
  'memory that runs out in the middle of a run is told, and the next worker goes on from the last checkpoint',
  onPage({}, async (demo) => {
    await trainUntilKept(demo);
    await demo.page.workers().find((candidate) => candidate.url().endsWith('/www/worker.js'))?.evaluate(refuseMemory, `${demo.address}pkg/simd128/dcgan_wasm.js`);
    await recoversFrom(demo, 'memory');
  }),
);

/**
 * Run in the worker: takes all memory that the program can still have, so that its next claim of a large piece is refused.
 * @param {string} program
 */
async function refuseMemory(program) {
  const { memory } = await (await import(program)).default();
  const { Trainer } = await import(program);
  const step = Trainer.prototype.step;
  Trainer.prototype.step = function () {
    // By halves: what is left is too little for anything.
    for (let pages = 65_536; pages >= 1; ) {
      try {
        memory.grow(pages);
      } catch {
        pages = Math.floor(pages / 2);
      }
    }
    this.checkpoint(new Float32Array(5e7), '{}');
    return step.call(this);
  };
}

test(
  'a panic is told with the words of the program, and another worker goes on',
  onPage({}, async (demo) => {
    await trainUntilKept(demo);
    await demo.page.workers().find((candidate) => candidate.url().endsWith('/www/worker.js'))?.evaluate(panic, `${demo.address}pkg/simd128/dcgan_wasm.js`);
    await recoversFrom(demo, 'trapped');
    assert.equal(await demo.text('failure-detail'), 'panicked at src/made-up.rs:1:1');
  }),
);

/**
 * Run in the worker: leaves what the program's own hook leaves of a panic, and traps. A real one would be a defect to be mended.
 * @param {string} program
 */
async function panic(program) {
  const { Trainer } = await import(program);
  Trainer.prototype.step = () => {
    Object.assign(globalThis, { dcganPanic: 'panicked at src/made-up.rs:1:1' });
    throw new WebAssembly.RuntimeError('unreachable');
  };
}

for (const [name, script] of /** @type {const} */ ([
  ['full', fillStorage],
  ['denied', denyStorage],
])) {
  test(
    `storage that is ${name} stops nothing`,
    onPage({}, async (demo) => {
      await demo.page.addInitScript(script);
      await trainUntilKept(demo);
      const steps = await demo.steps();
      await demo.stepsReach(steps + 200);
      await demo.page.evaluate(() => {
        const worker = /** @type {any} */ (window).trainers.at(-1);
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent('error', { message: 'killed', cancelable: true }));
      });
      await recoversFrom(demo, 'worker');
    }),
  );
}

test(
  'a device that slept goes on where it was, and takes its worker for alive',
  inBrowserWith([], {}, async (demo, browser) => {
    await trainUntilKept(demo);
    await demo.page.evaluate(noteSilences);
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await sleepThrough(processInfo.find(({ type }) => type === 'browser')?.id ?? 0, SLEEP_MILLISECONDS);
    await goesOnUndisturbed(demo);
  }),
);

/** @param {DemoPage} demo */
async function goesOnUndisturbed(demo) {
  const before = await demo.steps();
  await demo.stepsReach(before + 200);
  // Longer than the watchdog would need to speak.
  await demo.page.waitForTimeout(3000);
  const longest = await demo.page.evaluate(() => /** @type {any} */ (window).longestSilence);
  assert.ok(longest > 0.8 * SLEEP_MILLISECONDS, `the page really stood still, but only ${longest} ms`);
  assert.deepEqual(await recoveriesOf(demo), []);
  assert.equal(await demo.part('failure').isVisible(), false);
  const steps = (await demo.reports()).map(({ step }) => step);
  assert.deepEqual(steps, Array.from(steps, (_, index) => index + 1), 'no step is lost or repeated');
}

/** Run in the page: measures how long no timer of it ran. */
function noteSilences() {
  let last = performance.now();
  Object.assign(window, { longestSilence: 0 });
  setInterval(() => {
    const now = performance.now();
    Object.assign(window, { longestSilence: Math.max(/** @type {any} */ (window).longestSilence, now - last) });
    last = now;
  }, 100);
}
