/** The run: it becomes ready, trains, pauses, steps, resets, and repeats itself to the bit. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/**
 * The share of numbers that differ by more than a rounding.
 * @param {Buffer} a
 * @param {Buffer} b
 */
function shareOfDifferent(a, b) {
  return [...a].filter((value, index) => Math.abs(value - (b[index] ?? 0)) > 8).length / a.length;
}

test(
  'the page opens and becomes ready, with the untrained images of step 0',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.equal(await demo.steps(), 0);
    assert.ok(new Set(await demo.pixels('digits')).size > 2, 'the images show shades of grey');
    assert.equal(await demo.text('elapsed'), '0:00.0');
    assert.equal(await demo.part('loading').isVisible(), false);
    assert.match(await demo.page.title(), /DCGAN/);
    assert.ok(
      demo.requests.some((url) => url.endsWith('.wasm')),
      'requests of the worker are watched too',
    );
  }),
);

test(
  'Train changes the digits, moves the chart, counts steps and time, and tells no step twice or not at all',
  onPage({}, async (demo) => {
    await demo.openReady();
    const untrained = await demo.pixels('digits');
    await demo.changes('chart', () => demo.train());
    await demo.changes('digits', () => demo.stepsReach(30));
    await demo.pause();
    assert.ok(shareOfDifferent(untrained, await demo.pixels('digits')) > 0.05, 'the digits change');
    const steps = (await demo.reports()).map(({ step }) => step);
    assert.deepEqual(
      steps,
      steps.map((_, index) => index + 1),
      'steps come one after the other',
    );
    assert.equal(steps.length, await demo.steps());
    assert.notEqual(await demo.text('elapsed'), '0:00.0');
    assert.ok(Number(await demo.text('steps-per-second')) > 0);
    const perStep = Number((await demo.text('images-per-second')).replaceAll(',', '')) / Number(await demo.text('steps-per-second'));
    const batchSize = Number(await demo.page.inputValue('[name="batchSize"]'));
    assert.ok(Math.abs(perStep / batchSize - 1) < 0.06, `${perStep} images a step at batch size ${batchSize}`);
  }),
);

test(
  'the chart draws both lines in the colours of D and G',
  onPage({}, async (demo) => {
    await demo.openReady('?theme=light');
    const inkOf = async (/** @type {[number, number, number]} */ [red, green, blue]) => {
      const pixels = await demo.pixels('chart');
      let count = 0;
      for (let i = 0; i < pixels.length; i += 4)
        if (pixels[i] === red && pixels[i + 1] === green && pixels[i + 2] === blue && pixels[i + 3] === 255) count++;
      return count;
    };
    const colours = await demo.page.evaluate(() => {
      const channels = (/** @type {string} */ selector) => {
        const [element] = window.everywhere(selector);
        return element ? getComputedStyle(element).color.match(/\d+/g)?.map(Number) : undefined;
      };
      return [channels('.d'), channels('.g')];
    });
    for (const colour of colours) {
      const rgb = /** @type {[number, number, number]} */ (colour);
      const empty = await inkOf(rgb);
      assert.ok(empty > 0, 'the reference line is there from the start');
      if ((await demo.steps()) === 0) {
        await demo.train();
        await demo.stepsReach(20);
        await demo.pause();
      }
      assert.ok((await inkOf(rgb)) > 200, `a line in ${rgb}`);
    }
  }),
);

test(
  'Pause stops the steps and the clock, and Train goes on from there',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.train();
    await demo.stepsReach(5);
    await demo.pause();
    await demo.isKept();
    // The page goes on asking for signs of life.
    const told = async () => (await demo.heard()).filter(({ kind }) => kind !== 'pong').length;
    const count = await told();
    const [steps, elapsed] = [await demo.steps(), await demo.text('elapsed')];
    await demo.page.waitForTimeout(500);
    assert.equal(await told(), count, 'the worker tells nothing while paused');
    assert.deepEqual([await demo.steps(), await demo.text('elapsed')], [steps, elapsed]);
    assert.match(await demo.text('state'), new RegExp(`Paused after step ${steps}`));
    await demo.train();
    await demo.stepsReach(steps + 3);
  }),
);

test(
  'the time shown is the time of training: pauses do not count',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.train();
    await demo.stepsReach(5);
    await demo.pause();
    const before = (await demo.latestProgress())?.elapsedMilliseconds ?? NaN;
    await demo.page.waitForTimeout(1000);
    const start = Date.now();
    await demo.train();
    await demo.pause();
    const after = (await demo.latestProgress())?.elapsedMilliseconds ?? NaN;
    assert.ok(after > before && after - before <= Date.now() - start, `${before} ms, then ${after} ms`);
  }),
);

test(
  'Step takes exactly one step, from ready, paused and training',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.step();
    assert.equal(await demo.steps(), 1);
    await demo.step();
    assert.equal(await demo.steps(), 2);
    assert.equal((await demo.reports()).length, 2);
    await demo.train();
    await demo.stepsReach(6);
    await demo.part('step').click();
    await demo.reaches('paused');
    const heard = await demo.heard();
    assert.equal(heard.findLast(({ kind }) => kind === 'progress')?.reports.length, 1, 'the last progress is of that one step');
  }),
);

test(
  'Step pressed many times at once takes as many steps',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.part('step').evaluate((button) => {
      for (let press = 0; press < 5; press++) /** @type {HTMLButtonElement} */ (button).click();
    });
    await demo.stepsReach(5);
    await demo.reaches('paused');
    assert.equal((await demo.reports()).length, 5);
  }),
);

test(
  'Reset goes back to step 0, and the same seed repeats every number of twenty steps to the bit',
  onPage({}, async (demo) => {
    await demo.openReady();
    const untrained = await demo.pixels('digits');
    await demo.train();
    await demo.stepsReach(20);
    await demo.pause();
    const first = (await demo.reports()).slice(0, 20);
    await demo.changes('digits', () => demo.reset());
    assert.equal(await demo.steps(), 0);
    assert.deepEqual(await demo.pixels('digits'), untrained, 'the same latents through the same untrained generator');
    await demo.train();
    await demo.stepsReach(20);
    await demo.pause();
    assert.deepEqual((await demo.reports()).slice(0, 20), first);
  }),
);

test(
  'a run in single steps has the same numbers as a run without pauses',
  onPage({}, async (demo) => {
    await demo.openReady();
    for (let step = 0; step < 3; step++) await demo.step();
    const single = await demo.reports();
    await demo.reset();
    await demo.train();
    await demo.stepsReach(3);
    await demo.pause();
    assert.deepEqual((await demo.reports()).slice(0, 3), single);
  }),
);

test(
  'another seed gives other numbers',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.step();
    const [first] = await demo.reports();
    const seed = await demo.page.inputValue('[name="seed"]');
    await demo.part('new-seed').click();
    assert.notEqual(await demo.page.inputValue('[name="seed"]'), seed);
    await demo.reset();
    await demo.step();
    const [second] = await demo.reports();
    assert.notEqual(second?.discriminatorLossReal, first?.discriminatorLossReal);
    assert.notEqual(second?.generatorLoss, first?.generatorLoss);
  }),
);

test(
  'Reset while training begins a new run that waits',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.train();
    await demo.stepsReach(3);
    await demo.reset();
    assert.equal(await demo.steps(), 0);
    await demo.page.waitForTimeout(300);
    assert.equal((await demo.reports()).length, 0);
  }),
);

test(
  'the formulas show the numbers of the last step',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.step();
    const [report] = await demo.reports();
    assert.ok(report);
    assert.equal(await demo.text('discriminator-real'), report.discriminatorLossReal.toFixed(3));
    assert.equal(await demo.text('discriminator-fake'), report.discriminatorLossFake.toFixed(3));
    assert.equal(await demo.text('discriminator-loss'), (report.discriminatorLossReal + report.discriminatorLossFake).toFixed(3));
    assert.equal(await demo.text('generator-loss'), report.generatorLoss.toFixed(3));
    assert.equal(await demo.text('real-probability'), report.meanRealProbability.toFixed(2));
    assert.equal(await demo.text('fake-probability'), report.meanFakeProbabilityBefore.toFixed(2));
  }),
);
