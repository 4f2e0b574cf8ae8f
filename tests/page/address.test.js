/** Runs in the page's address: settings by their names are the first run, wrong ones are told, and a copied link repeats the run. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from '../../www/address.js';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

test(
  'settings in the address change the preset that it names, and are the first run',
  onPage({}, async (demo) => {
    await demo.openReady('?preset=plain');
    const plain = await demo.configuration();
    assert.ok(plain);
    await demo.openReady('?preset=plain&seed=5&generatorBeta1=0.9&reuseFakes=true&imageLimit=64&generatorLoss=minimax');
    await demo.page.locator('[data-part="state"]', { hasText: 'seed 5' }).waitFor();
    assert.deepEqual(await demo.configuration(), {
      ...plain,
      seed: 5,
      generatorAdam: { ...plain.generatorAdam, beta1: 0.9 },
      reuseFakes: true,
      imageLimit: 64,
      generatorLoss: 'minimax',
    });
    assert.equal(await demo.text('applies'), 'Changes apply at reset.', 'the form is what runs');
    assert.equal(await demo.text('address-note'), '');
    assert.equal(await demo.part('preset').evaluate((select) => /** @type {HTMLSelectElement} */ (select).selectedOptions[0]?.text), 'custom (from plain)');
    await demo.step();
  }),
);

test(
  'a wrong setting in the address is ignored with the form’s own sentence, and the others are not',
  onPage({}, async (demo) => {
    await demo.openReady();
    const usual = await demo.configuration();
    await demo.openReady('?baseWidth=0&batchSize=1.5&generatorBeta1=much&generatorLoss=best&reuseFakes=perhaps&latentSize=16');
    await demo.page.locator('[data-part="state"]', { hasText: 'seed' }).waitFor();
    assert.deepEqual(await demo.configuration(), { ...usual, latentSize: 16 });
    const said = await demo.text('address-note');
    for (const sentence of [
      /\?baseWidth=0 is ignored\. Enter a whole number from 1 to \d+\./,
      /\?batchSize=1\.5 is ignored\. Enter a whole number from 1 to \d+\./,
      /\?generatorBeta1=much is ignored\. Enter a number from 0 to 0\.\d+\./,
      /\?generatorLoss=best is ignored\. Choose nonSaturating, minimax or softmax\./,
      /\?reuseFakes=perhaps is ignored\. Choose true or false\./,
    ])
      assert.match(said, sentence);
    assert.doesNotMatch(said, /latentSize/);
  }),
);

test(
  'a copied link repeats the run exactly, and says no more than differs from the nearest preset',
  onPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (demo) => {
    await demo.openReady();
    await demo.part('copy-link').click();
    await demo.page.locator('[data-part="link-note"]', { hasText: 'Copied' }).waitFor();
    assert.equal(new URL(await demo.page.evaluate(() => navigator.clipboard.readText())).search, '?preset=fast');
    await demo.part('preset').selectOption('plain');
    await demo.openMore();
    await demo.fill({ seed: '4294967295', discriminatorLearningRate: '0.00123', batchNormalization: 'off' });
    await demo.reset();
    for (let step = 0; step < 2; step++) await demo.step();
    const [reports, configuration] = [await demo.reports(), await demo.configuration()];
    await demo.part('copy-link').click();
    await demo.page.locator('[data-part="link-note"]', { hasText: 'Copied' }).waitFor();
    const address = await demo.page.evaluate(() => navigator.clipboard.readText());
    const { search } = new URL(address);
    assert.equal(search, '?preset=plain&seed=4294967295&discriminatorLearningRate=0.00123&batchNormalization=false');
    assert.equal(await demo.part('link').inputValue(), address);
    await demo.openReady(search);
    await demo.page.locator('[data-part="state"]', { hasText: 'seed' }).waitFor();
    assert.deepEqual(await demo.configuration(), configuration);
    for (let step = 0; step < 2; step++) await demo.step();
    assert.deepEqual(await demo.reports(), reports);
  }),
);

test(
  'without a clipboard the link is selected in a field to copy it from',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(() => (navigator.clipboard.writeText = () => Promise.reject(new Error('not permitted'))));
    await demo.openReady('?kernel=simd128&lang=en&presenter#lesson');
    await demo.part('copy-link').click();
    await demo.page.locator('[data-part="link-note"]', { hasText: 'copy it from here' }).waitFor();
    const selected = await demo.part('link').evaluate((element) => {
      const field = /** @type {HTMLInputElement} */ (element);
      return { text: field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0), isFocused: field.matches(':focus') };
    });
    assert.deepEqual(selected, { text: `${demo.address}?preset=fast&kernel=simd128`, isFocused: true });
    await demo.reset();
    assert.equal(await demo.part('link').isVisible(), false, 'it is the link of the run before');
  }),
);

test('the nearest preset is the one from which least differs', () => {
  const adam = { learningRate: 1e-3, beta1: 0.5, beta2: 0.999 };
  const one = /** @type {any} */ ({ seed: 1, baseWidth: 8, latentSize: 32, conditioning: 'none', generatorAdam: adam, discriminatorAdam: adam });
  const other = { ...one, baseWidth: 32, latentSize: 100 };
  const presets = /** @type {any} */ ([
    { name: 'one', configuration: one },
    { name: 'other', configuration: other },
  ]);
  const search = (/** @type {any} */ configuration) => new URL(addressOf(configuration, presets, 'http://page.test/index.html?lang=ru')).search;
  assert.equal(search(one), '?preset=one');
  assert.equal(search({ ...other, clusterCount: 7 }), '?preset=other', 'what means nothing in this run is not said');
  assert.equal(search({ ...other, seed: 9 }), '?preset=other&seed=9');
  assert.equal(search({ ...one, generatorAdam: { ...adam, beta2: 0.9 } }), '?preset=one&generatorBeta2=0.9');
});
