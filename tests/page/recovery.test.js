/** What goes wrong in the middle of a run is told, and the run goes on: from before the update, or in another worker. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();
/** A trap is written to the console by the program's own panic hook, or by nobody. */
const silent = { console: /^error: panicked at/ };

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

/**
 * The trainer's `step` is preceded by something once the run has come to a step; only the first worker of the page does it.
 * @param {number} step
 * @param {string} code
 */
const onceAt = (step, code) => `const take = Trainer.prototype.step;
  const first = !new URL(import.meta.url).searchParams.has('again') && (await (await fetch('/tests-turn')).text()) === 'first';
  Trainer.prototype.step = function () {
    if (first && this.stepsTaken === ${step}) { ${code} }
    return take.call(this);
  };`;

/**
 * @param {DemoPage} demo
 * @param {number} step
 * @param {string} code
 */
async function breakOnce(demo, step, code) {
  let turn = 0;
  await demo.page.route('**/tests-turn', (route) => route.fulfill({ body: turn++ === 0 ? 'first' : 'later' }));
  await demo.sabotage(onceAt(step, code));
}

/** @param {DemoPage} demo */
const recoveries = (demo) =>
  demo.page.evaluate(() => {
    const list = (/** @type {any} */ (window).recoveries = /** @type {any[]} */ ([]));
    const element = document.querySelector('dcgan-demo');
    element?.addEventListener('recovered', (event) => list.push(/** @type {CustomEvent} */ (event).detail));
  });

/**
 * @param {DemoPage} demo
 * @param {string} cause
 */
async function recoveredFrom(demo, cause) {
  await demo.page.waitForFunction(() => /** @type {any} */ (window).recoveries.length > 0);
  const [found] = await demo.page.evaluate(() => /** @type {any} */ (window).recoveries);
  assert.equal(found.cause, cause);
  return /** @type {number} */ (found.steps);
}

for (const { name, code, cause, sentence } of [
  { name: 'a trap', code: "throw new WebAssembly.RuntimeError('memory access out of bounds')", cause: 'trapped', sentence: /stopped unexpectedly/ },
  { name: 'want of memory', code: "throw new WebAssembly.RuntimeError('unreachable')", cause: 'memory', sentence: /no more memory/ },
  { name: 'a worker that throws', code: "setTimeout(() => { throw new Error('broken off'); }); throw new WebAssembly.RuntimeError('x')", cause: 'trapped', sentence: /stopped/ },
  { name: 'a worker that ends', code: 'self.close(); for (;;) ;', cause: 'silent', sentence: /does not answer/ },
]) {
  test(
    `${name} is told, and another worker goes on from the last checkpoint with the same losses`,
    onPage(silent, async (demo) => {
      await demo.openReady('?preset=tiny&seed=5&threads=1');
      const undisturbed = await lossesTo(demo, 700);
      await breakOnce(demo, 600, code);
      await demo.page.reload();
      await demo.reaches('ready');
      await recoveries(demo);
      await demo.train();
      const from = await recoveredFrom(demo, cause);
      assert.match(await demo.text('failure-sentence'), sentence);
      assert.match(await demo.text('failure-advice'), /goes on by itself, from step/);
      assert.equal(/please report it/.test(await demo.text('failure-advice')), cause === 'trapped', 'a defect is to be reported');
      assert.ok(from <= 600, `from step ${from}`);
      await demo.stepsReach(700);
      await demo.pause();
      const losses = Object.fromEntries((await demo.heard()).flatMap(({ reports }) => reports.map(({ step, generatorLoss }) => [step, generatorLoss])));
      for (let step = 1; step <= 700; step++) assert.equal(losses[step], undisturbed[step], `step ${step}`);
    }),
  );
}

test(
  'who pauses while another worker is fetched finds the run paused',
  onPage(silent, async (demo) => {
    await breakOnce(demo, 50, "throw new WebAssembly.RuntimeError('out of bounds')");
    await demo.openReady('?preset=tiny&seed=5&threads=1');
    await demo.page.evaluate(() => {
      const element = /** @type {any} */ (document.querySelector('dcgan-demo'));
      element.addEventListener('state', () => element.state === 'loading' && element.pause());
    });
    await recoveries(demo);
    await demo.train();
    await recoveredFrom(demo, 'trapped');
    assert.match(await demo.part('state').getAttribute('data-state') ?? '', /^(paused|ready)$/);
  }),
);

test(
  'a file over which the worker is lost leaves a run that trained training',
  onPage(silent, async (demo) => {
    let turn = 0;
    await demo.page.route('**/tests-turn', (route) => route.fulfill({ body: turn++ === 0 ? 'first' : 'later' }));
    await demo.sabotage(`if ((await (await fetch('/tests-turn')).text()) === 'first')
      Trainer.restore = () => { throw new WebAssembly.RuntimeError('out of bounds'); };`);
    await demo.openReady('?preset=tiny&seed=5&threads=1');
    await recoveries(demo);
    await demo.train();
    await demo.stepsReach(200);
    const before = await demo.page.evaluate(async () => {
      const element = /** @type {any} */ (document.querySelector('dcgan-demo'));
      const { steps } = element;
      await element.restore(new Uint8Array([1, 2, 3])).catch(() => {});
      return steps;
    });
    await recoveredFrom(demo, 'trapped');
    await demo.stepsReach(before + 200);
  }),
);

/**
 * @param {DemoPage} demo
 * @param {number} step
 */
async function lossesTo(demo, step) {
  await demo.train();
  await demo.stepsReach(step);
  await demo.pause();
  return Object.fromEntries((await demo.reports()).map((report) => [report.step, report.generatorLoss]));
}

test(
  'a worker that fails again and again is given up, and Retry goes on from the last checkpoint',
  onPage({}, async (demo) => {
    await demo.sabotage(`const step = Trainer.prototype.step;
    Trainer.prototype.step = function () {
      if (this.stepsTaken === 3) throw new WebAssembly.RuntimeError('out of bounds');
      return step.call(this);
    };`);
    await demo.openReady();
    await demo.fill({ baseWidth: '8' });
    await demo.reset();
    await demo.part('toggle').click();
    await demo.reaches('failed');
    assert.match(await demo.text('failure-sentence'), /stopped unexpectedly/);
    assert.match(await demo.text('failure-advice'), /Retry.*report/);
    assert.match(await demo.text('failure-detail'), /out of bounds/);
    assert.equal(await demo.part('reset').getAttribute('aria-disabled'), 'true');
    await demo.mend();
    await demo.part('retry').click();
    await demo.reaches('training');
    await demo.stepsReach(10);
    await demo.pause();
    assert.equal((await demo.configuration())?.baseWidth, 8);
    assert.equal(await demo.part('failure').isVisible(), false);
  }),
);

test(
  'a step whose numbers are none is not applied: the run stands where it was last kept, says why, and goes on',
  onPage({}, async (demo) => {
    await demo.sabotage(`const step = Trainer.prototype.step;
    let isBroken = true;
    Trainer.prototype.step = function () {
      if (isBroken && this.stepsTaken === 40) { isBroken = false; throw new Error('the loss of D is not a number after step 40'); }
      return step.call(this);
    };`);
    await demo.openReady('?preset=tiny&threads=1');
    await demo.part('toggle').click();
    await demo.part('failure').waitFor();
    assert.match(await demo.text('failure-sentence'), /^The loss of D is not a number after step 40\.$/);
    assert.match(await demo.text('failure-advice'), /not applied: the run stands at step \d+ again\. No setting stands out/);
    const stands = await demo.steps();
    assert.ok(stands <= 40);
    assert.equal(await demo.text('referee-headline'), 'Not a number.');
    await demo.part('retry').click();
    assert.equal(await demo.part('failure').isVisible(), false, 'the note is closed');
    await demo.train();
    await demo.stepsReach(60);
    await demo.pause();
    const [broken, ...later] = [...(await demo.heard()).flatMap(({ reports }) => reports)].filter(({ step }) => step === stands + 1);
    for (const report of later) assert.deepEqual(report, broken, 'the same step again');
  }),
);

test(
  'a run that diverges with learning rates beyond the usual names them',
  onPage({}, async (demo) => {
    await demo.sabotage(`Trainer.prototype.step = function () { throw new Error('the loss of D is not a number'); };`);
    await demo.openReady('?preset=tiny&generatorLearningRate=0.5&batchNormalization=false&threads=1');
    await demo.part('toggle').click();
    await demo.part('failure').waitFor();
    assert.match(await demo.text('failure-advice'), /stands at step 0 again\. Likely the learning rates.* Without batch normalisation/);
    await demo.reaches('ready');
  }),
);
