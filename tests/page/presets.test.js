/** Presets: a choice fills the settings, an edit shows as one, and the page's address can ask for a preset. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

const NAMES = ['fast', 'unlabelled', 'plain', 'answer', 'tutorial', 'tiny'];

/** @param {import('./support/demo-page.js').DemoPage} demo */
const shown = (demo) => demo.part('preset').evaluate((select) => /** @type {HTMLSelectElement} */ (select).selectedOptions[0]?.text);

test(
  'every preset can be chosen and has a sentence of its own; the fast one, with labels, is the default',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.equal(await shown(demo), 'fast');
    assert.equal((await demo.configuration())?.conditioning, 'labelsAndClusters');
    const sentences = new Set();
    for (const name of NAMES) {
      await demo.part('preset').selectOption(name);
      assert.equal(await shown(demo), name);
      const sentence = await demo.text('preset-note');
      assert.match(sentence, /^[A-Z].{20,}[.]$/);
      sentences.add(sentence);
    }
    assert.equal(sentences.size, NAMES.length);
  }),
);

test(
  'a preset fills the settings, leaves the seed, and applies at reset',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.fill({ seed: '77' });
    await demo.part('preset').selectOption('answer');
    assert.equal(await demo.text('applies'), 'Changed: press Reset to apply.');
    assert.equal((await demo.configuration())?.conditioning, 'labelsAndClusters', 'the run goes on until then');
    for (const [name, value] of Object.entries({ generatorLearningRate: '0.0001', generatorBeta1: '0.5', discriminatorBeta1: '0.5' }))
      assert.equal(await demo.field(name).inputValue(), value);
    await demo.reset();
    const adam = { learningRate: 1e-4, beta1: 0.5, beta2: 0.999 };
    const { seed, conditioning, generatorAdam, discriminatorAdam } = (await demo.configuration()) ?? {};
    assert.deepEqual({ seed, conditioning, generatorAdam, discriminatorAdam }, {
      seed: 77,
      conditioning: 'none',
      generatorAdam: adam,
      discriminatorAdam: adam,
    });
    assert.equal(await shown(demo), 'answer');
    assert.equal(await demo.text('applies'), 'Changes apply at reset.');
  }),
);

test(
  'an edited preset is called custom and by its origin, and is the preset again once edited back; a seed is no edit',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.fill({ seed: '4' });
    assert.equal(await shown(demo), 'fast');
    const width = await demo.field('baseWidth').inputValue();
    await demo.fill({ baseWidth: '13' });
    assert.equal(await shown(demo), 'custom (from fast)');
    await demo.fill({ baseWidth: width });
    assert.equal(await shown(demo), 'fast');
    await demo.part('preset').selectOption('plain');
    await demo.openMore();
    await demo.fill({ reuseFakes: 'on' });
    assert.equal(await shown(demo), 'custom (from plain)');
    await demo.reset();
    assert.equal(await shown(demo), 'custom (from plain)');
    await demo.part('defaults').click();
    assert.equal(await shown(demo), 'fast');
  }),
);

for (const name of ['plain', 'unlabelled', 'tiny']) {
  test(
    `?preset=${name} is the first run, and the form says so`,
    onPage({}, async (demo) => {
      await demo.openReady(`?preset=${name}`);
      assert.equal(await shown(demo), name);
      assert.equal(await demo.text('applies'), 'Changes apply at reset.');
      const began = await demo.configuration();
      await demo.part('defaults').click();
      assert.equal(await shown(demo), 'fast');
      await demo.part('preset').selectOption(name);
      await demo.reset();
      assert.deepEqual(await demo.configuration(), began);
      await demo.step();
    }),
  );
}

test(
  'a preset that is not known is told with the names that are, and the default runs',
  onPage({}, async (demo) => {
    await demo.openReady('?preset=best');
    assert.equal(
      await demo.text('address-note'),
      '?preset=best is ignored. Choose fast, unlabelled, plain, answer, tutorial or tiny.',
    );
    assert.equal(await shown(demo), 'fast');
    assert.equal((await demo.configuration())?.conditioning, 'labelsAndClusters');
  }),
);
