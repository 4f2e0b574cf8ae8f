/** Presenter mode: large type and thick lines at one key, which may be switched off, and never while a field has the focus. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();

/** @param {DemoPage} demo */
const isOn = async (demo) => {
  const pressed = (await demo.part('presenter').getAttribute('aria-pressed')) === 'true';
  assert.equal(await demo.page.locator('html').evaluate((root) => root.hasAttribute('data-presenter')), pressed);
  return pressed;
};

/** @param {DemoPage} demo */
const typeSize = (demo) => demo.page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));

test(
  'the key P makes type larger and lines thicker, and takes it back',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.step();
    const before = await typeSize(demo);
    await demo.changes('chart', () => demo.page.keyboard.press('p'));
    assert.equal(await isOn(demo), true);
    assert.ok((await typeSize(demo)) >= 1.2 * before);
    const thickness = await demo.part('chart').evaluate((canvas) => Number(getComputedStyle(canvas).getPropertyValue('--line-width')));
    assert.ok(thickness > 1.5);
    await demo.page.keyboard.press('p');
    assert.equal(await isOn(demo), false);
    assert.equal(await typeSize(demo), before);
  }),
);

test(
  'the button does the same, and so does the key on a Russian keyboard',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.part('presenter').click();
    assert.equal(await isOn(demo), true);
    await demo.page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'з', code: 'KeyP', bubbles: true })));
    assert.equal(await isOn(demo), false);
    await demo.page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', code: 'KeyP', bubbles: true })));
    assert.equal(await isOn(demo), false, 'another Latin letter in the place of P is not P');
  }),
);

test(
  'P is a letter where one can type, with a modifier it is the browser’s, and the shortcut can be switched off',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.field('seed').press('p');
    await demo.part('preset').press('p');
    for (const modifier of ['Alt', 'Shift']) await demo.page.locator('body').press(`${modifier}+p`);
    assert.equal(await isOn(demo), false);
    await demo.part('shortcut').uncheck();
    await demo.part('step').focus();
    await demo.page.keyboard.press('p');
    assert.equal(await isOn(demo), false);
    await demo.part('shortcut').check();
    await demo.part('step').focus();
    await demo.page.keyboard.press('p');
    assert.equal(await isOn(demo), true);
  }),
);

for (const locale of ['en-US', 'ru-RU']) {
  test(
    `?presenter begins in it, and the whole run is on the screen at 1280 x 720, ${locale}`,
    onPage({ locale }, async (demo) => {
      await demo.openReady('?presenter');
      assert.equal(await isOn(demo), true);
      await demo.step();
      const { bottom, width } = await demo.page.evaluate(() => ({
        bottom: Math.max(...[...window.demoRoot.querySelectorAll('.run *')].map((element) => element.getBoundingClientRect().bottom)),
        width: document.documentElement.scrollWidth,
      }));
      assert.ok(bottom <= 720, `the lowest part ends at ${bottom} px`);
      assert.equal(width, 1280);
    }),
  );
}
