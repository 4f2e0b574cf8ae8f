/** The experiment of the question: each variant runs, and comes to what its sentence says. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looks, openLesson, scrollTo } from './support/lesson.js';
import { pageTests } from './support/page-tests.js';

/**
 * @typedef {import('./support/demo-page.js').DemoPage} DemoPage
 * @typedef {import('../../www/protocol.js').StepReport} StepReport
 */

const { onPage } = pageTests();

/**
 * Runs a variant to a step and pauses.
 * @param {DemoPage} demo
 * @param {string} variant
 * @param {number} steps
 * @returns {Promise<StepReport[]>} of exactly so many steps
 */
async function run(demo, variant, steps) {
  await choose(demo, variant);
  const runs = (/** @type {{ kind: string }[]} */ heard) => heard.filter(({ kind }) => kind === 'began').length;
  const before = runs(await demo.heard());
  await demo.part('run-variant').click();
  await demo.page.waitForFunction(
    ([run, wanted]) => {
      const heard = /** @type {any} */ (window).heard;
      const began = heard.filter((/** @type {any} */ { kind }) => kind === 'began').length;
      const last = heard.findLastIndex((/** @type {any} */ { kind }) => kind === 'began');
      return began > (run ?? 0) && heard.slice(last).some((/** @type {any} */ { reports }) => reports.at(-1)?.step >= (wanted ?? 0));
    },
    [before, steps],
  );
  await demo.part('toggle').evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await demo.reaches('paused');
  // A last step, looked at closely.
  await demo.part('step').evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await demo.page.waitForTimeout(600);
  await demo.reaches('paused');
  return (await demo.reports()).slice(0, steps);
}

/** @param {DemoPage} demo @param {string} variant */
async function choose(demo, variant) {
  await demo.page.locator(`[name="variant"][value="${variant}"]`).check();
}

/** @param {DemoPage} demo @param {string} name */
async function figure(demo, name) {
  return (await demo.text(`figure-${name}`)).replace('−', '-');
}

/** @param {StepReport[]} reports @param {(report: StepReport) => number} of the last 20 */
const mean = (reports, of) => reports.slice(-20).reduce((sum, report) => sum + of(report), 0) / Math.min(20, reports.length);
/** @param {StepReport} report */
const norm = ({ gradientNorms }) => Math.hypot(...gradientNorms.filter(({ network }) => network === 'generator').map(({ norm }) => norm));

test(
  'two optimisers and a stacked model with D frozen are the same run, number for number',
  onPage({}, async (demo) => {
    await openLesson(demo, '?kernel=simd128');
    const answer = await run(demo, 'twoOptimizers', 60);
    assert.equal(await figure(demo, 'discriminatorMoved'), '0');
    assert.ok(Number(await figure(demo, 'generatorMoved')) > 0);
    assert.equal(await figure(demo, 'stackedDifference'), '–', 'nothing is stacked here');
    const stacked = await run(demo, 'stackedFrozen', 60);
    assert.equal(await figure(demo, 'stackedDifference'), '0');
    assert.equal(await figure(demo, 'discriminatorMoved'), '0');
    assert.deepEqual(stacked, answer);
    const rows = await demo
      .part('outcomes')
      .locator('tr')
      .evaluateAll((all) => all.map((row) => row.dataset['variant']));
    assert.deepEqual(rows, ['twoOptimizers', 'stackedFrozen'], 'what both came to stays to be compared');
  }),
);

test(
  'with freezing forgotten D moves in G’s turn, and gives in',
  onPage({}, async (demo) => {
    await openLesson(demo);
    const reports = await run(demo, 'stackedUnfrozen', 800);
    assert.match(await figure(demo, 'discriminatorMoved'), /[1-9]/);
    assert.ok(((await looks(demo)).at(-1)?.generator?.moved.discriminator ?? 0) > 0);
    const believed = mean(reports, ({ meanFakeProbabilityBefore }) => meanFakeProbabilityBefore);
    assert.ok(believed > 0.8, `D(G(z)) is ${believed}`);
    await demo.page.locator('#path').evaluate((element) => element.scrollIntoView());
    const block = demo.page.locator('[data-part="generator-half"] .network.d');
    await demo.page.locator('[data-part="generator-half"] .network.d[data-state="forgotten"]').waitFor();
    assert.match(await block.innerText(), /not frozen: moved \S*[1-9]/);
  }),
);

test(
  'with the minimax loss D wins and G’s gradient vanishes, beside that of the non-saturating loss',
  onPage({}, async (demo) => {
    await openLesson(demo);
    const answer = await run(demo, 'twoOptimizers', 200);
    const minimax = await run(demo, 'minimax', 200);
    const [usual, vanished] = [mean(answer, norm), mean(minimax, norm)];
    assert.ok(vanished < usual / 500, `${vanished} beside ${usual}`);
    assert.ok(mean(minimax, ({ meanFakeProbabilityAfter }) => meanFakeProbabilityAfter) < 0.001);
    assert.match(await figure(demo, 'gradientNorm'), /^0\.00\d+$|·10⁻/);
    assert.match(await figure(demo, 'pull'), /·10⁻\d* \/ 1\.00$|·10⁻.+ \/ 1\.00/);
    const course = (/** @type {string} */ variant) =>
      demo.part('outcomes').locator(`[data-variant="${variant}"] svg`).getAttribute('aria-label');
    assert.match((await course('minimax')) ?? '', /^Norm of G’s gradient from \d/);
  }),
);

test(
  'softmax over a single logit: both losses are exactly 0, and nothing moves at all',
  onPage({}, async (demo) => {
    await openLesson(demo);
    const reports = await run(demo, 'softmax', 30);
    for (const { discriminatorLossReal, discriminatorLossFake, generatorLoss, gradientNorms } of reports) {
      assert.deepEqual([discriminatorLossReal, discriminatorLossFake, generatorLoss].map(Math.abs), [0, 0, 0]);
      assert.ok(gradientNorms.every(({ norm }) => norm === 0));
    }
    const look = (await looks(demo)).at(-1);
    assert.deepEqual(look?.discriminator.moved, { discriminator: 0, generator: 0 });
    assert.deepEqual(look?.generator?.moved, { discriminator: 0, generator: 0 });
    for (const name of ['discriminatorLoss', 'generatorLoss', 'discriminatorMovedInOwnTurn', 'discriminatorMoved', 'generatorMoved']) {
      assert.equal(await figure(demo, name), '0', name);
    }
    await demo.page.locator('#path').evaluate((element) => element.scrollIntoView());
    await demo.page
      .locator('[data-part="generator-half"] [data-part="movement"]', { hasText: 'weights moved 0: no gradient' })
      .first()
      .waitFor();
  }),
);

test(
  'the answer’s Adam: with beta1 0.9 D stays ahead of G for longer than with 0.5',
  onPage({}, async (demo) => {
    await openLesson(demo);
    const believed = async (/** @type {string} */ variant) =>
      mean(await run(demo, variant, 2000), ({ meanFakeProbabilityBefore }) => meanFakeProbabilityBefore);
    const early = await believed('adamBeta05');
    assert.equal((await demo.configuration())?.generatorAdam.learningRate, 1e-4);
    const late = await believed('adamBeta09');
    assert.equal((await demo.configuration())?.discriminatorAdam.beta1, 0.9);
    assert.ok(early > 0.1, `with beta1 0.5 D(G(z)) is ${early}`);
    assert.ok(late < early / 3, `with beta1 0.9 it is ${late}`);
  }),
);

test(
  'what is said before a run changes with the choice, by keyboard too, and the code with it',
  onPage({}, async (demo) => {
    await openLesson(demo);
    await demo.comeTo('listing');
    await scrollTo(demo, 'experiment');
    // The preset `plain` is the first variant.
    await demo.part('variant-status').filter({ hasText: 'This is the current run' }).waitFor();
    await demo.page.locator('[name="variant"]:checked').focus();
    await demo.page.keyboard.press('ArrowDown');
    await demo.page.keyboard.press('ArrowDown');
    assert.match(await demo.text('variant-name'), /freezing forgotten/);
    assert.match(await demo.text('claim'), /D gives in/);
    assert.match(await demo.text('variant-status'), /Not the current run/);
    assert.match(await demo.text('code-pytorch'), /requires_grad_\(False\) was forgotten/);
    const marked = await demo.part('code-rust').locator('mark').allTextContents();
    assert.ok(
      marked.some((line) => line.includes('StackedUnfrozen')),
      'the line of Rust that makes the difference is marked',
    );
    await demo.page.keyboard.press('Tab');
    assert.equal(await demo.page.evaluate(() => window.demoRoot.activeElement?.getAttribute('data-part')), 'run-variant');
    await demo.page.keyboard.press('Enter');
    await demo.stepsReach(2);
    assert.equal((await demo.configuration())?.generatorTurn, 'stackedUnfrozen');
    await demo.part('variant-status').filter({ hasText: 'This is the current run' }).waitFor();
  }),
);

test(
  'the code stands side by side where there is room, and behind tabs where there is not',
  onPage({ viewport: { width: 360, height: 740 } }, async (demo) => {
    await openLesson(demo);
    await demo.comeTo('listing');
    const shown = () =>
      demo.page.locator('.panel').evaluateAll((all) => all.filter((panel) => panel.checkVisibility()).map(({ id }) => id));
    assert.deepEqual(await shown(), ['code-tensorflow']);
    await demo.page.locator('#tab-tensorflow').focus();
    await demo.page.keyboard.press('ArrowLeft');
    assert.deepEqual(await shown(), ['code-rust']);
    assert.equal(await demo.page.evaluate(() => window.demoRoot.activeElement?.id), 'tab-rust');
    await demo.page.setViewportSize({ width: 1280, height: 720 });
    await demo.page.waitForFunction(() => [...window.demoRoot.querySelectorAll('.panel')].every((panel) => panel.checkVisibility()));
    assert.equal(await demo.part('tabs').isVisible(), false);
  }),
);

test(
  'a switch of language says the experiment again',
  onPage({}, async (demo) => {
    await openLesson(demo);
    await run(demo, 'twoOptimizers', 10);
    await demo.page.locator('[data-part="languages"] button:has-text("Русский")').first().click();
    await demo.page.locator('#experiment-name', { hasText: 'Опыт' }).waitFor();
    assert.match(await demo.text('variant-name'), /Два оптимизатора/);
    assert.match(await demo.text('variant-status'), /Сейчас обучается этот вариант/);
    await demo.page.locator('[data-variant="twoOptimizers"] th', { hasText: 'Два оптимизатора' }).waitFor();
    assert.match(await figure(demo, 'generatorMoved'), /^0,\d+$/);
  }),
);
