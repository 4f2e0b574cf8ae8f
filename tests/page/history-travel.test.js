/** Time travel: digits and chart go to any kept moment and back, and a branch continues from it beside the ghost of the run before. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();

/**
 * A run of some steps, paused, with moments to go back to.
 * @param {DemoPage} demo
 */
async function trained(demo, steps = 60) {
  await demo.openReady();
  await demo.train();
  await demo.stepsReach(steps);
  await demo.page.waitForFunction(() => /** @type {HTMLInputElement} */ (window.demoRoot.querySelector('[data-part="travel-slider"]')).max > '2');
  await demo.pause();
  await demo.page.waitForTimeout(200);
}

/**
 * Moves the slider as a hand would.
 * @param {DemoPage} demo
 * @param {number} position
 */
async function scrub(demo, position) {
  await demo.part('travel-slider').evaluate((slider, value) => {
    /** @type {HTMLInputElement} */ (slider).value = String(value);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }, position);
}

/** @param {DemoPage} demo */
const slider = async (demo) =>
  demo.part('travel-slider').evaluate((input) => {
    const { value, max } = /** @type {HTMLInputElement} */ (input);
    return { position: Number(value), last: Number(max), words: input.getAttribute('aria-valuetext') ?? '' };
  });

/** @param {DemoPage} demo */
const chartLabel = async (demo) => (await demo.part('chart').getAttribute('aria-label')) ?? '';

test(
  'the slider goes to the beginning and back: digits, chart and words follow, and nothing is lost',
  onPage({}, async (demo) => {
    await demo.openReady();
    const untrained = await demo.pixels('digits');
    await demo.train();
    await demo.stepsReach(60);
    await demo.pause();
    await demo.page.waitForTimeout(300);
    const [now, chart] = [await demo.pixels('digits'), await demo.pixels('chart')];
    await demo.changes('digits', () => scrub(demo, 0));
    assert.deepEqual(await demo.pixels('digits'), untrained, 'the images of step 0 again');
    assert.match((await slider(demo)).words, /^Step 0, after 0\.0 s of training$/);
    assert.match(await demo.text('travel-where'), /^step 0, /);
    assert.notDeepEqual(await demo.pixels('chart'), chart, 'a line on the chart');
    await demo.changes('digits', () => demo.part('travel-now').click());
    assert.deepEqual(await demo.pixels('digits'), now);
    assert.equal((await slider(demo)).words, 'now');
    await demo.page.waitForTimeout(50);
    assert.deepEqual(await demo.pixels('chart'), chart);
  }),
);

test(
  'arrow keys move from moment to moment, and while training the past stays on the canvas',
  onPage({}, async (demo) => {
    await trained(demo);
    await demo.part('travel-slider').focus();
    await demo.page.keyboard.press('Home');
    await demo.page.keyboard.press('ArrowRight');
    const { position, words } = await slider(demo);
    assert.equal(position, 1);
    assert.match(words, /^Step [1-9]/);
    await demo.page.waitForTimeout(100);
    const past = await demo.pixels('digits');
    await demo.train();
    await demo.stepsReach((await demo.steps()) + 60);
    assert.deepEqual(await demo.pixels('digits'), past);
    assert.match((await slider(demo)).words, new RegExp(`^${words.split(',')[0]},`), 'the same moment, though more were kept');
    await demo.changes('digits', () => demo.part('travel-now').click());
    await demo.changes('digits', async () => {});
  }),
);

test(
  'a branch continues from the moment with the settings in the form, beside the ghost of the run before',
  onPage({}, async (demo) => {
    await trained(demo);
    await scrub(demo, 1);
    const step = Number(/Step ([\d,]+)/.exec((await slider(demo)).words)?.[1]?.replace(',', ''));
    await demo.fill({ generatorLearningRate: '0.0001' });
    await demo.part('travel-continue').click();
    await demo.reaches('training');
    await demo.stepsReach(step + 40);
    await demo.pause();
    const reports = await demo.reports();
    assert.equal(reports[0]?.step, step + 1);
    assert.equal((await demo.configuration())?.generatorAdam.learningRate, 1e-4);
    assert.match(await chartLabel(demo), new RegExp(`Behind them, dotted, the run before: up to step \\d+, apart from step ${step} on\\.`));
    await demo.page.locator('.notes summary').last().click();
    await demo.page.locator('.notes th[data-before]:visible').nth(1).waitFor();
    assert.equal(await demo.page.locator('.notes th[data-before]:visible').count(), 2);
    const cells = await demo.page.locator('.notes tbody tr').first().locator('td').count();
    assert.equal(cells, 6);
    const compared = await demo.pixels('chart');
    await demo.changes('chart', () => demo.part('travel-compare').click());
    assert.notDeepEqual(await demo.pixels('chart'), compared);
    assert.doesNotMatch(await chartLabel(demo), /run before/);
    assert.equal(await demo.page.locator('.notes th[data-before]:visible').count(), 0);
  }),
);

test(
  'the same settings from a moment on repeat what the run did',
  onPage({}, async (demo) => {
    await trained(demo);
    const before = await demo.reports();
    await scrub(demo, 1);
    const step = Number(/Step ([\d,]+)/.exec((await slider(demo)).words)?.[1]?.replace(',', ''));
    await demo.part('travel-continue').click();
    await demo.reaches('training');
    await demo.stepsReach(before.length);
    await demo.pause();
    const again = (await demo.reports()).slice(0, before.length - step);
    assert.ok(again.length > 0);
    assert.deepEqual(again, before.slice(step));
  }),
);

test(
  'a branch with other networks is refused with a sentence, and the run goes on',
  onPage({}, async (demo) => {
    await trained(demo);
    await scrub(demo, 0);
    await demo.fill({ baseWidth: '6' });
    await demo.part('travel-continue').click();
    await demo
      .part('travel-refusal')
      .filter({ hasText: /^Not continued: .*base width/i })
      .waitFor();
    const steps = await demo.steps();
    await demo.step();
    assert.equal(await demo.steps(), steps + 1);
    await demo.fill({ baseWidth: 'wide' });
    await demo.part('travel-continue').click();
    await demo.part('travel-refusal').filter({ hasText: 'one setting needs correcting' }).waitFor();
  }),
);

test(
  'the past is told in the language that is chosen while it is looked at',
  onPage({}, async (demo) => {
    await trained(demo);
    await demo.comeToGallery();
    await scrub(demo, 0);
    await demo.page.getByRole('button', { name: 'Русский' }).click();
    await demo.page.locator('[data-part="travel-slider"][aria-valuetext="Шаг 0, спустя 0,0 с обучения"]').waitFor();
    assert.equal(await demo.text('travel-where'), 'шаг 0, 0,0 с');
    assert.equal(await demo.text('travel-continue'), 'Продолжить отсюда');
    assert.match(await demo.text('referee-headline'), /[а-я]\.$/);
    const card = demo.page.locator('[data-failure="beta1"]');
    assert.equal(await card.locator('legend').textContent(), 'Чего вы ждёте?');
  }),
);

test(
  'after a reset the run before stays as a ghost for whoever wants it',
  onPage({}, async (demo) => {
    await trained(demo);
    await demo.reset();
    assert.match(await chartLabel(demo), /no step taken/);
    assert.equal((await slider(demo)).position, (await slider(demo)).last);
    await demo.changes('chart', () => demo.part('travel-compare').click());
    assert.match(await chartLabel(demo), /Behind them, dotted, the run before: up to step \d+\.$/);
  }),
);

test(
  'replay shows every moment in order and ends in the present',
  onPage({}, async (demo) => {
    await trained(demo);
    const moments = (await slider(demo)).last;
    await demo.page.evaluate(() => {
      /** @type {string[]} */
      const seen = [];
      Object.assign(window, { seen });
      const input = /** @type {Element} */ (window.demoRoot.querySelector('[data-part="travel-slider"]'));
      new MutationObserver(() => seen.push(input.getAttribute('aria-valuetext') ?? '')).observe(input, {
        attributeFilter: ['aria-valuetext'],
      });
    });
    await demo.part('travel-replay').click();
    assert.equal(await demo.text('travel-replay'), 'Stop');
    await demo.part('travel-replay').filter({ hasText: 'Replay' }).waitFor();
    const seen = await demo.page.evaluate(() => [...new Set(/** @type {string[]} */ (/** @type {any} */ (window).seen))]);
    assert.equal(seen.length, moments + 1);
    assert.equal(seen.at(-1), 'now');
  }),
);

test(
  'with reduced motion nothing plays by itself: each press goes one moment further',
  onPage({ reducedMotion: 'reduce' }, async (demo) => {
    await trained(demo);
    assert.equal(await demo.text('travel-replay'), 'Next moment');
    for (const position of [0, 1, 2]) {
      await demo.part('travel-replay').click();
      assert.equal((await slider(demo)).position, position);
    }
    await demo.page.waitForTimeout(700);
    assert.equal((await slider(demo)).position, 2);
  }),
);
