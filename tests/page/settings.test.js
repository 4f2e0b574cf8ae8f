/** The settings: they apply at reset, say when they differ from the run, and refuse what is invalid in words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/** Another valid value for each field, given the one it has. @type {Record<string, (value: string) => string>} */
const OTHER = {
  seed: (value) => String(Number(value) + 1),
  baseWidth: (value) => String(Number(value) === 8 ? 12 : 8),
  batchSize: (value) => String(Number(value) === 8 ? 12 : 8),
  discriminatorLearningRate: (value) => String(Number(value) / 2),
  generatorLearningRate: (value) => String(Number(value) / 2),
  generatorLoss: () => 'minimax',
};

for (const [name, other] of Object.entries(OTHER)) {
  test(
    `a change of ${name} shows at once, applies at reset, and changes the run`,
    onPage({}, async (demo) => {
      await demo.openReady();
      await demo.step();
      await demo.step();
      const before = await demo.reports();
      await demo.fill({ [name]: other(await demo.page.inputValue(`[name="${name}"]`)) });
      assert.match(await demo.text('applies'), /Reset/);
      assert.match(await demo.text(`${name}-note`), /^Running with /);
      assert.ok(await demo.part('reset').evaluate((button) => button.hasAttribute('data-pending')), 'Reset is marked');
      await demo.step();
      assert.equal((await demo.reports()).length, 3, 'the run goes on until then');
      await demo.reset();
      assert.doesNotMatch(await demo.text(`${name}-note`), /^Running with /);
      assert.equal(await demo.part('reset').evaluate((button) => button.hasAttribute('data-pending')), false);
      await demo.step();
      await demo.step();
      assert.notDeepEqual(await demo.reports(), before.slice(0, 2));
    }),
  );
}

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
]) {
  test(
    `${name} "${value}" is refused in words beside the field, nothing is lost, and the run goes on`,
    onPage({}, async (demo) => {
      await demo.openReady();
      await demo.train();
      await demo.fill({ [name ?? '']: value ?? '' });
      const field = demo.page.locator(`[name="${name}"]`);
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.match(await demo.text(`${name}-note`), /^Enter a .*number from .* to .*\.$/);
      const described = await field.getAttribute('aria-describedby');
      assert.equal(described, await demo.part(`${name}-note`).getAttribute('id'));
      await demo.part('reset').click();
      assert.ok(await field.evaluate((element) => element === document.activeElement), 'the wrong field has the focus');
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
      const client = new TrainerClient({ onLoading() {}, onKernels() {}, onJudge() {}, onFailure() {}, onProgress: ({ reports }) => (steps += reports.length) });
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
    await demo.page.route('**/www/settings.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll('value >= limits.minimum', 'true') });
    });
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
