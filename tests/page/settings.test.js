/** The settings: they apply at reset, say when they differ from the run, and refuse what is invalid in words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/** Another valid value for each field, given the one it has. @type {Record<string, (value: string) => string>} */
const OTHER = {
  conditioning: () => 'none',
  seed: (value) => String(Number(value) + 1),
  baseWidth: (value) => String(Number(value) === 8 ? 12 : 8),
  batchSize: (value) => String(Number(value) === 8 ? 12 : 8),
  discriminatorLearningRate: (value) => String(Number(value) / 2),
  generatorLearningRate: (value) => String(Number(value) / 2),
  generatorLoss: () => 'minimax',
  latentSize: (value) => String(Number(value) + 8),
  discriminatorBeta1: (value) => (Number(value) === 0.5 ? '0' : '0.5'),
  generatorBeta1: (value) => (Number(value) === 0.5 ? '0' : '0.5'),
  discriminatorBeta2: () => '0.9',
  generatorBeta2: () => '0.9',
  reuseFakes: () => 'off',
  generatorTurn: () => 'stackedUnfrozen',
  batchNormalization: () => 'off',
  kernelSize: () => '5',
  imageLimit: () => '64',
};

/** So many that the second update of each network, the first in which its Adam's betas show, has been looked at. */
const STEPS = 3;

/** @param {import('./support/demo-page.js').DemoPage} demo */
async function takeSteps(demo) {
  for (let step = 0; step < STEPS; step++) await demo.step();
}

/**
 * Changes a field and sees the change marked, and in force after a reset.
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {string} name
 * @param {string} value
 */
async function applies(demo, name, value) {
  const steps = await demo.steps();
  await demo.fill({ [name]: value });
  assert.match(await demo.text('applies'), /Reset/);
  assert.match(await demo.text(`${name}-note`), /^Running with /);
  assert.ok(await demo.part('reset').evaluate((button) => button.hasAttribute('data-pending')), 'Reset is marked');
  await demo.step();
  assert.equal((await demo.reports()).length, steps + 1, 'the run goes on until then');
  await demo.reset();
  assert.doesNotMatch(await demo.text(`${name}-note`), /^Running with /);
  assert.equal(await demo.part('reset').evaluate((button) => button.hasAttribute('data-pending')), false);
}

for (const [name, other] of Object.entries(OTHER)) {
  test(
    `a change of ${name} shows at once, applies at reset, and changes the run`,
    onPage({}, async (demo) => {
      await demo.openReady();
      await takeSteps(demo);
      const before = await demo.reports();
      await demo.openMore();
      await applies(demo, name, other(await demo.field(name).inputValue()));
      await takeSteps(demo);
      assert.notDeepEqual(await demo.reports(), before);
    }),
  );
}

test(
  'a change of the clusters’ count, which shows with clusters only, applies at reset and changes the run',
  onPage({}, async (demo) => {
    await demo.openReady('?preset=plain');
    assert.equal(await demo.field('clusterCount').isVisible(), false);
    await demo.fill({ conditioning: 'labelsAndClusters' });
    assert.equal(await demo.field('clusterCount').isVisible(), true);
    await demo.fill({ conditioning: 'clusters', clusterCount: '20' });
    await demo.reset();
    await takeSteps(demo);
    const before = await demo.reports();
    await applies(demo, 'clusterCount', '5');
    await takeSteps(demo);
    assert.notDeepEqual(await demo.reports(), before);
  }),
);

test(
  'a field that means nothing is neither compared nor checked',
  onPage({}, async (demo) => {
    await demo.openReady('?preset=plain');
    const { clusterCount } = (await demo.configuration()) ?? {};
    await demo.fill({ conditioning: 'clusters', clusterCount: 'many' });
    assert.equal(await demo.field('clusterCount').getAttribute('aria-invalid'), 'true');
    await demo.fill({ conditioning: 'none' });
    assert.equal(await demo.text('applies'), 'Changes apply at reset.');
    await demo.reset();
    assert.equal((await demo.configuration())?.clusterCount, clusterCount);
  }),
);

test(
  'a change of the average’s decay applies at reset and changes what is drawn, not how the run goes',
  onPage({}, async (demo) => {
    await demo.openReady();
    await takeSteps(demo);
    const [before, digits] = [await demo.reports(), await demo.pixels('digits')];
    await demo.openMore();
    await applies(demo, 'averageDecay', '0');
    await takeSteps(demo);
    assert.deepEqual(await demo.reports(), before);
    assert.notDeepEqual(await demo.pixels('digits'), digits);
  }),
);

test(
  'changes and mistakes in the closed settings are counted beside their heading, and Reset opens them at the mistake',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.openMore();
    await demo.fill({ latentSize: '7', generatorBeta1: '0.25' });
    assert.equal(await demo.text('more-note'), '2 changed');
    await demo.fill({ latentSize: '0' });
    assert.equal(await demo.text('more-note'), '1 needs correcting');
    await demo.page.locator('[data-part="more"] > summary').click();
    assert.equal(await demo.field('latentSize').isVisible(), false);
    await demo.part('reset').click();
    assert.ok(await demo.field('latentSize').evaluate((element) => element.matches(':focus')), 'the wrong field has the focus');
    assert.equal(await demo.field('latentSize').isVisible(), true);
  }),
);

test(
  'the formula and the balance follow the loss form of the run',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.equal(await demo.part('minimax-formula').isVisible(), false);
    await demo.fill({ generatorLoss: 'minimax' });
    assert.equal(await demo.part('minimax-formula').isVisible(), false, 'not before reset');
    await demo.changes('chart', () => demo.reset());
    assert.equal(await demo.part('minimax-formula').isVisible(), true);
    assert.equal(await demo.part('nonSaturating-formula').isVisible(), false);
    await demo.step();
    assert.match(await demo.text('generator-loss'), /^−\d/, 'the minimax loss of G is negative');
  }),
);

for (const [name, value] of [
  ['baseWidth', '0'],
  ['batchSize', '100000'],
  ['seed', '1.5'],
  ['generatorLearningRate', 'fast'],
  ['discriminatorLearningRate', ''],
  ['latentSize', '0'],
  ['generatorBeta1', '1'],
  ['discriminatorBeta2', '-0.1'],
  ['averageDecay', '2'],
  ['imageLimit', '-1'],
]) {
  test(
    `${name} "${value}" is refused in words beside the field, nothing is lost, and the run goes on`,
    onPage({}, async (demo) => {
      await demo.openReady();
      await demo.train();
      await demo.openMore();
      await demo.fill({ [name ?? '']: value ?? '' });
      const field = demo.page.locator(`[name="${name}"]`);
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.match(await demo.text(`${name}-note`), /^Enter a .*number from .* to .*\.$/);
      const described = await field.getAttribute('aria-describedby');
      assert.equal(described, await demo.part(`${name}-note`).getAttribute('id'));
      await demo.part('reset').click();
      assert.ok(await field.evaluate((element) => element.matches(':focus')), 'the wrong field has the focus');
      assert.equal(await field.inputValue(), value);
      await demo.stepsReach((await demo.steps()) + 3);
      await demo.reaches('training');
    }),
  );
}

test(
  'the program itself refuses in one sentence, and the run in the worker goes on untouched',
  onPage({}, async (demo) => {
    await demo.openReady();
    const outcome = await demo.page.evaluate(async () => {
      const address = new URL('www/trainer-client.js', location.href).href;
      const { TrainerClient } = /** @type {typeof import('../../www/trainer-client.js')} */ (await import(address));
      let steps = 0;
      const ignored = { onLoading() {}, onKernels() {}, onJudge() {}, onFailure() {} };
      const client = new TrainerClient({ ...ignored, onProgress: ({ reports }) => (steps += reports.length) });
      const { defaults } = await client.load(null);
      await client.step();
      await client.train();
      const refusal = await client.reset({ ...defaults, baseWidth: 0 }).then(
        () => null,
        (error) => String(error.message),
      );
      const stepsThen = steps;
      for (const end = Date.now() + 60_000; steps < stepsThen + 3 && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve));
      const { stepsTaken } = await client.pause();
      client.close();
      return { refusal, stepsTaken, steps, wentOn: steps >= stepsThen + 3 };
    });
    assert.match(outcome.refusal ?? '', /width.*\d/i);
    assert.ok(outcome.wentOn);
    assert.equal(outcome.steps, outcome.stepsTaken, 'it is still the same run');
  }),
);

test(
  'what the program refuses is said in its own words',
  onPage({}, async (demo) => {
    await demo.alter('www/fields.js', (text) => text.replaceAll('value >= range.minimum', 'true'));
    await demo.openReady();
    await demo.step();
    await demo.fill({ baseWidth: '0' });
    await demo.part('reset').click();
    await demo.page.locator('[data-part="applies"][data-kind="refused"]').waitFor();
    assert.match(await demo.text('applies'), /width/i);
    await demo.step();
    assert.equal(await demo.steps(), 2);
  }),
);

test(
  'Defaults brings the defaults back into the form',
  onPage({}, async (demo) => {
    await demo.openReady();
    const defaults = await demo.page.inputValue('[name="baseWidth"]');
    await demo.fill({ baseWidth: '8', generatorLearningRate: 'x' });
    await demo.part('defaults').click();
    assert.equal(await demo.page.inputValue('[name="baseWidth"]'), defaults);
    assert.equal(await demo.page.locator('[aria-invalid]').count(), 0);
    assert.equal(await demo.text('applies'), 'Changes apply at reset.');
  }),
);
