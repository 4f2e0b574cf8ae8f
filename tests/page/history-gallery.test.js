/** The gallery of failures: each fails as it says, in real runs, where the sound run does not; and a card asks, runs, explains and cures. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILURES, failingConfiguration } from '../../www/history/failures.js';
import { checkerboard, variety } from '../../www/history/picture-figures.js';
import { Referee } from '../../www/history/referee.js';
import { pageTests } from './support/page-tests.js';
import { presets, training } from './support/real-run.js';

/** @typedef {import('../../www/protocol.js').Configuration} Configuration */

const { onPage } = pageTests();
/** Steps between two looks, as rare as the page's on a slow machine. */
const STEPS_PER_LOOK = 100;
/** The sound run is watched for so many steps more than the failing one needed. */
const STEPS_BEYOND = 200;

/**
 * The first step at which a failure shows in a run, or `null`.
 * @param {import('../../www/history/failures.js').Failure} failure
 * @param {Configuration} configuration
 * @param {number} patience in steps
 */
function firstShown({ shows }, configuration, patience) {
  const referee = new Referee();
  referee.begin(configuration, 0);
  for (const { reports, verdict, draw } of training(configuration, patience)) {
    referee.hear(reports, verdict);
    const { finding } = referee;
    if (finding.step % STEPS_PER_LOOK !== 0 || finding.step === 0) continue;
    const pixels = draw();
    if (shows({ ...finding, variety: variety(pixels), checkerboard: checkerboard(pixels) })) return finding.step;
  }
  return null;
}

for (const failure of FAILURES) {
  test(`${failure.name} shows in its run, and not in the sound one`, (context) => {
    const shown = firstShown(failure, failingConfiguration(failure, presets()), failure.patience);
    context.diagnostic(`shown at step ${shown}`);
    assert.ok(shown !== null, `it should have shown by step ${failure.patience}`);
    assert.equal(firstShown(failure, failure.sound(presets()), shown + STEPS_BEYOND), null);
  });
}

test('variety: equal images have none, and half black, half white ones a half', () => {
  const images = new Uint8Array(4 * 784).fill(90);
  assert.equal(variety(images), 0);
  images.fill(255, 0, 2 * 784).fill(0, 2 * 784);
  assert.equal(variety(images), 0.5);
});

test('checkerboard: the whole of a checkerboard’s lines, nothing of a ramp, little of a real stroke', () => {
  const drawn = (/** @type {(x: number, y: number) => number} */ ink) =>
    Uint8Array.from({ length: 784 }, (_, at) => ink(at % 28, Math.floor(at / 28)));
  assert.ok(Math.abs(checkerboard(drawn((x, y) => 255 * ((x + y) % 2))) - 1) < 1e-9);
  assert.ok(Math.abs(checkerboard(drawn((x) => 255 * (x % 2))) - 0.5) < 1e-9);
  assert.ok(checkerboard(drawn((x) => 9 * x)) < 1e-2);
  assert.equal(checkerboard(new Uint8Array(784)), 0);
});

test(
  'a card asks first, one click runs it, and it explains what came of it with the evidence',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.comeToGallery();
    const card = demo.page.locator('[data-failure="discriminatorTooStrong"]');
    assert.equal(await card.locator('.outcome').isVisible(), false);
    await card.getByRole('button', { name: 'G learns the same, only later' }).click();
    await demo.reaches('training');
    assert.equal((await demo.configuration())?.generatorAdam.learningRate, 1e-4);
    assert.equal(await demo.field('generatorLearningRate').inputValue(), '0.0001', 'the form holds what runs');
    await card.locator('.status', { hasText: 'Not what you expected' }).waitFor();
    assert.equal(await card.locator('.expectations [data-right]').textContent(), 'D gets certain, G learns next to nothing');
    const evidence = await card.locator('.evidence dd').allTextContents();
    assert.ok(Number(evidence[0]) > 0.9 && Number(evidence[1]) < 0.1, `${evidence}`);
    assert.match((await card.locator('.explanation').textContent()) ?? '', /outruns G/);
    assert.equal(await card.locator('.picture canvas').isVisible(), true);
    await card.getByRole('button', { name: /cured/ }).click();
    await demo.page.waitForFunction(() => {
      const { heard } = /** @type {any} */ (window);
      const began = heard.findLastIndex((/** @type {any} */ { configuration }) => configuration);
      const isCured = heard[began].configuration.generatorAdam.learningRate === 4e-3;
      return isCured && began < heard.length - 1 && heard.at(-1).reports.at(-1)?.step > 20;
    });
    assert.equal(await demo.part('travel-compare').isChecked(), true, 'the failed run is the ghost');
    assert.match((await demo.part('chart').getAttribute('aria-label')) ?? '', /the run before/);
    assert.equal(await card.getAttribute('data-stage'), 'shown', 'what was seen stays');
  }),
);

test(
  'another run ends that of a card, and a refused one says why',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.comeToGallery();
    const card = demo.page.locator('[data-failure="eightImages"]');
    await card.locator('.expectations button').nth(1).click();
    await demo.reaches('training');
    await demo.part('reset').click();
    await demo.reaches('ready');
    assert.equal(await card.getAttribute('data-stage'), 'asking');
    await demo.page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (/** @type {any} */ message) {
        if (message.kind === 'reset') message.configuration.batchSize = 100_000;
        post.call(this, message);
      };
    });
    await card.locator('.expectations button').nth(1).click();
    await card.locator('.status', { hasText: 'It could not begin: The batch size' }).waitFor();
  }),
);
