/** What is drawn: one digit or all of them, with averaged or raw weights, live while training. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/**
 * How what was drawn last was drawn.
 * @param {import('./support/demo-page.js').DemoPage} demo
 */
const lastView = async (demo) => (await demo.heard()).findLast(({ view }) => view !== null)?.view;

test(
  'a digit that is asked for is drawn at once, before training and after it, and every digit again',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: null });
    const all = await demo.pixels('digits');
    await demo.changes('digits', () => demo.choose('digit', '7'));
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: 7 });
    await demo.step();
    await demo.page.locator('[data-part="digits"][aria-label*="the digit 7"]').waitFor();
    assert.equal((await demo.reports()).length, 1, 'to show takes no step');
    await demo.reset();
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: 7 }, 'kept over a reset');
    await demo.changes('digits', () => demo.choose('digit', ''));
    assert.deepEqual(await demo.pixels('digits'), all);
  }),
);

test(
  'while training, a digit that is asked for is drawn live, and training goes on',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.train();
    await demo.stepsReach(5);
    await demo.choose('digit', '3');
    // A message with the images of before may have been on its way.
    await demo.page.waitForFunction(() => /** @type {any} */ (window).heard.findLast((/** @type {any} */ { view }) => view)?.view.digit === 3);
    const { length } = await demo.heard();
    await demo.stepsReach((await demo.steps()) + 300);
    await demo.pause();
    const drawn = (await demo.heard()).slice(length).flatMap(({ view }) => view ?? []);
    assert.ok(drawn.length > 1, `${drawn.length} times`);
    assert.ok(drawn.every(({ digit }) => digit === 3));
  }),
);

test(
  'arrow keys go through the digits, with one stop for the Tab key',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.page.locator('[name="digit"][value=""]').focus();
    await demo.page.keyboard.press('ArrowRight');
    await demo.page.keyboard.press('ArrowRight');
    assert.equal(await demo.page.locator('[name="digit"]:checked').getAttribute('value'), '1');
    await demo.page.waitForFunction(() => /** @type {any} */ (window).heard.findLast((/** @type {any} */ { view }) => view)?.view.digit === 1);
    await demo.changes('digits', () => demo.page.keyboard.press('ArrowLeft'));
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: 0 });
    await demo.page.keyboard.press('Tab');
    assert.equal(await demo.page.locator('[data-help="help.weights"]:focus').count(), 1, 'the question mark between the two groups');
    await demo.page.keyboard.press('Tab');
    assert.equal(await demo.page.locator('[name="shown"]:focus').count(), 1);
    await demo.page.keyboard.press('ArrowRight');
    assert.equal(await demo.page.locator('[name="shown"]:checked').getAttribute('value'), 'raw');
  }),
);

test(
  'without labels no digit can be asked for, the page says why, and a digit asked for before is forgotten',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.choose('digit', '5');
    await demo.fill({ conditioning: 'none' });
    assert.equal(await demo.part('digit-choice').isVisible(), true, 'not before reset');
    await demo.reset();
    assert.equal(await demo.part('digit-choice').isVisible(), false);
    assert.match(await demo.text('digit-reason'), /labels/);
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: null });
    await demo.step();
    await demo.fill({ conditioning: 'labels' });
    await demo.reset();
    assert.equal(await demo.part('digit-choice').isVisible(), true);
    assert.equal(await demo.text('digit-reason'), '');
    assert.equal(await demo.page.locator('[name="digit"]:checked').getAttribute('value'), '');
  }),
);

test(
  'raw weights draw other images than averaged ones once the two differ, and averaging nothing makes them the same',
  onPage({}, async (demo) => {
    await demo.openReady();
    for (let step = 0; step < 5; step++) await demo.step();
    const averaged = await demo.pixels('digits');
    await demo.changes('digits', () => demo.choose('shown', 'raw'));
    await demo.changes('digits', () => demo.choose('shown', 'average'));
    assert.deepEqual(await demo.pixels('digits'), averaged);
    await demo.openMore();
    await demo.fill({ averageDecay: '0' });
    await demo.reset();
    for (let step = 0; step < 5; step++) await demo.step();
    const same = await demo.pixels('digits');
    await demo.choose('shown', 'raw');
    await demo.page.waitForFunction(() => /** @type {any} */ (window).heard.at(-2)?.view?.shown === 'raw');
    await demo.page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))));
    assert.deepEqual(await demo.pixels('digits'), same);
  }),
);

test(
  'what is shown is kept when another worker takes the place of one that failed',
  onPage({}, async (demo) => {
    await demo.sabotage(`const step = Trainer.prototype.step;
    Trainer.prototype.step = function () {
      if (this.stepsTaken === 2) throw new WebAssembly.RuntimeError('unreachable');
      return step.call(this);
    };`);
    await demo.openReady();
    await demo.choose('digit', '8');
    await demo.part('toggle').click();
    await demo.reaches('failed');
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: 8 }, 'every worker so far was told');
    await demo.choose('digit', '9');
    await demo.mend();
    await demo.part('retry').click();
    await demo.reaches('training');
    await demo.stepsReach(5);
    assert.deepEqual(await lastView(demo), { shown: 'average', digit: 9 });
  }),
);
