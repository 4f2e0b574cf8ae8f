/** Accessibility: axe-core finds nothing in any state and theme, everything works by keyboard, and changes are announced. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';
import { hasNoViolations } from './support/violations.js';

const { onPage } = pageTests();

const TRAP_AT_STEP_FIVE = `const step = Trainer.prototype.step;
  Trainer.prototype.step = function () {
    if (this.stepsTaken === 5) throw new WebAssembly.RuntimeError('unreachable');
    return step.call(this);
  };`;

for (const colorScheme of /** @type {('light' | 'dark')[]} */ (['light', 'dark'])) {
  test(
    `axe-core finds no violation in any state, ${colorScheme}`,
    onPage({ colorScheme }, async (demo) => {
      await demo.sabotage(TRAP_AT_STEP_FIVE);
      await demo.openReady();
      await demo.comeToGallery();
      await hasNoViolations(demo, 'ready');
      await demo.openMore();
      await demo.choose('digit', '7');
      await demo.fill({ baseWidth: '8', batchSize: 'many', conditioning: 'clusters', averageDecay: '3' });
      await demo.page.locator('.notes summary').click();
      await demo.step();
      await hasNoViolations(demo, 'paused, sevens drawn, with changed and wrong settings, all of them and the table open');
      await demo.part('toggle').click();
      await demo.reaches('failed');
      await hasNoViolations(demo, 'failed');
    }),
  );

  test(
    `axe-core finds no violation while training, ${colorScheme}`,
    onPage({ colorScheme, viewport: { width: 360, height: 740 } }, async (demo) => {
      await demo.openReady();
      await demo.train();
      await demo.stepsReach(5);
      await demo.comeToGallery();
      await hasNoViolations(demo, 'training');
    }),
  );

  test(
    `axe-core finds no violation without labels and without a judge, ${colorScheme}`,
    onPage({ colorScheme, console: /^error: Failed to load resource/ }, async (demo) => {
      await demo.page.route('**/judge.safetensors', (route) => route.fulfill({ status: 404, body: 'no' }));
      await demo.openReady('?preset=plain');
      await demo.part('judge-missing').filter({ hasText: /judge/ }).waitFor();
      await hasNoViolations(demo, 'without labels and judge');
    }),
  );

  test(
    `axe-core finds no violation while loading, ${colorScheme}`,
    onPage({ colorScheme }, async (demo) => {
      await demo.page.route('**/*.wasm', () => new Promise(() => {}));
      await demo.open();
      await demo.part('loading').waitFor();
      await hasNoViolations(demo, 'loading');
    }),
  );

  test(
    `axe-core finds no violation in a browser that cannot train, ${colorScheme}`,
    onPage({ colorScheme }, async (demo) => {
      await demo.page.addInitScript(() => (WebAssembly.validate = () => false));
      await demo.page.goto(demo.address);
      await hasNoViolations(demo, 'unsupported');
    }),
  );
}

test(
  'axe-core finds no violation in Russian, nor in presenter mode with a sentence open',
  onPage({ locale: 'ru-RU' }, async (demo) => {
    await demo.openReady();
    await demo.openMore();
    await demo.step();
    await hasNoViolations(demo, 'paused in Russian');
    await demo.part('presenter').click();
    await demo.page.locator('[data-help="help.discriminatorLoss"]').click();
    await hasNoViolations(demo, 'presented in Russian');
  }),
);

test(
  'the whole page works by keyboard, Train first, and no button loses the focus',
  onPage({}, async (demo) => {
    await demo.openReady();
    const focused = () =>
      demo.page.evaluate(() => {
        const element = /** @type {HTMLInputElement} */ (window.demoRoot.activeElement ?? document.activeElement);
        return element.dataset['part'] ?? element.name;
      });
    const order = [];
    await demo.part('presenter').focus();
    await demo.page.keyboard.press('Tab');
    order.push(await focused());
    await demo.page.keyboard.press('Space');
    await demo.reaches('training');
    await demo.stepsReach(2);
    await demo.page.keyboard.press('Space');
    await demo.reaches('paused');
    assert.equal(await focused(), 'toggle');
    await demo.page.keyboard.press('Tab');
    order.push(await focused());
    const steps = await demo.steps();
    await demo.page.keyboard.press('Enter');
    await demo.stepsReach(steps + 1);
    await demo.page.keyboard.press('Tab');
    order.push(await focused());
    await demo.page.keyboard.press('Enter');
    await demo.reaches('ready');
    assert.equal(await focused(), 'reset');
    for (let press = 0; press < 60 && order.at(-1) !== 'more-summary'; press++) {
      await demo.page.keyboard.press('Tab');
      order.push(await focused());
    }
    const settings = [
      'preset',
      'defaults',
      'copy-link',
      'conditioning',
      'clusterCount',
      'seed',
      'new-seed',
      'baseWidth',
      'batchSize',
      'discriminatorLearningRate',
      'generatorLearningRate',
      'generatorLoss',
      'more-summary',
    ];
    const expected = ['toggle', 'step', 'reset', 'digit', 'shown', ...settings];
    assert.deepEqual(
      order.filter((name) => expected.includes(name)),
      expected,
    );
  }),
);

test(
  'Enter in a field does not throw the run away',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.step();
    await demo.page.locator('[name="baseWidth"]').press('Enter');
    await demo.step();
    assert.equal(await demo.steps(), 2);
  }),
);

test(
  'changes of state are announced politely, single steps of training are not',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.page.evaluate(() => {
      /** @type {string[]} */
      const announced = [];
      Object.assign(window, { announced });
      for (const region of window.everywhere('[role="status"], [role="alert"], [aria-live]')) {
        // What the referee finds after some sixty steps is its own test's (history-referee.test.js).
        if (region.dataset['part'] === 'referee-announcement') continue;
        new MutationObserver(() => announced.push(region.innerText)).observe(region, {
          subtree: true,
          childList: true,
          characterData: true,
        });
      }
    });
    await demo.train();
    await demo.stepsReach(10);
    await demo.pause();
    await demo.reset();
    const announced = await demo.page.evaluate(() =>
      /** @type {any} */ (window).announced.map((/** @type {string} */ text) => text.trim()),
    );
    assert.deepEqual(
      announced.map((/** @type {string} */ text) => text.replace(/\d+/g, 'N')),
      ['Training', 'Pausing after this step', 'Paused after step N', 'Beginning a new run', 'Ready to train', 'New run, seed N'].filter(
        (text) => announced.some((/** @type {string} */ said) => said.replace(/\d+/g, 'N') === text),
      ),
    );
    assert.ok(announced.length <= 6, `${announced}`);
    for (const wanted of [/^Training/, /^Paused after step/, /^New run/])
      assert.ok(
        announced.some((/** @type {string} */ text) => wanted.test(text)),
        `${wanted}`,
      );
  }),
);

test(
  'the pictures have words: the labels follow the run, and the table holds its numbers',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.match((await demo.part('chart').getAttribute('aria-label')) ?? '', /no step/);
    await demo.train();
    await demo.stepsReach(25);
    await demo.pause();
    const steps = await demo.steps();
    assert.match((await demo.part('chart').getAttribute('aria-label')) ?? '', new RegExp(`step ${steps}.*D \\d.*G `));
    await demo.page.locator('.notes summary').click();
    await demo.page.locator('.notes tbody tr').first().waitFor();
    const rows = await demo.page.locator('.notes tbody tr').allInnerTexts();
    assert.ok(rows.length > 5 && rows.length <= 20, `${rows.length} rows`);
    assert.match(rows.at(-1) ?? '', new RegExp(`^${steps}\\s`));
    const last = (await demo.reports()).at(-1);
    assert.ok(rows.at(-1)?.includes((last?.generatorLoss ?? NaN).toFixed(3).replace('-', '−')) || rows.at(-1)?.includes(' to '));
    await demo.reset();
    assert.equal(await demo.page.locator('.notes tbody tr').count(), 0);
  }),
);

test(
  'the meters tell their values',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.step();
    await demo.verdictsReach(1);
    const share = Number(await demo.part('readable-meter').getAttribute('aria-valuenow'));
    assert.equal(await demo.text('readable'), `${Math.round(100 * share)}\u00a0%`);
    for (const name of ['real', 'fake']) {
      assert.equal(await demo.part(`${name}-meter`).getAttribute('aria-valuenow'), await demo.text(`${name}-probability`));
    }
  }),
);
