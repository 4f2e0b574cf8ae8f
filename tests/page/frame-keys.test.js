/** Keys in a frame and in a page: what the demo uses stays with it, and all else reaches the deck around it, as reveal.js understands it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAMED, around, demoFrame, servePages } from './support/frames.js';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('playwright-core').Page} Page */

const { onPage } = pageTests();
const FRAME = '<iframe id="one" title="demo" src="framed.html" width="600" height="300"></iframe>';
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
const ALL = [...MOVES, 'PageUp', 'PageDown', ' ', 'Enter', 'Escape', 'f', 'b', '?'];

/** The keys among {@link ALL} that each control of the page in the frame keeps for itself. @type {Record<string, string[]>} */
const KEPT = {
  button: [' ', 'Enter'],
  number: ALL,
  area: ALL,
  range: MOVES,
  select: ALL.filter((key) => !key.startsWith('Page')),
  radio: [...MOVES.slice(0, 4), ' '],
  summary: [' ', 'Enter'],
  pad: MOVES.slice(0, 4),
  box: [' '],
  listing: [...MOVES, ' '],
};

/**
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {string | null} said by the parent at first
 */
async function open(demo, said) {
  await servePages(demo.page, { 'framed.html': FRAMED, 'parent.html': around(FRAME) });
  await demo.page.goto(`${demo.address}fake/parent.html`);
  const frame = await demoFrame(demo.page);
  if (said) await demo.page.evaluate((words) => window.frames[0]?.postMessage(words, '*'), said);
  await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  return frame;
}

/** @param {Page} page @returns {Promise<any[]>} */
const told = (page) =>
  page.evaluate(() => /** @type {any} */ (window).told.filter((/** @type {any} */ { event }) => event === 'key').map((/** @type {any} */ { detail }) => detail));

/** @param {Page} page @returns {Promise<any[]>} */
const calls = (page) => page.evaluate(() => /** @type {any} */ (window).strings.map((/** @type {string} */ call) => JSON.parse(call)));

test(
  'each control keeps the keys that it uses, and hands on the others',
  onPage({}, async (demo) => {
    const frame = await open(demo, 'slide:start');
    for (const [id, kept] of Object.entries(KEPT)) {
      await demo.page.evaluate(() => Object.assign(window, { told: [], strings: [] }));
      for (const key of ALL) {
        await frame.locator(`#${id}`).focus();
        await demo.page.keyboard.press(key === ' ' ? 'Space' : key === '?' ? 'Shift+Slash' : key);
      }
      await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
      const passed = (await told(demo.page)).map(({ key }) => key);
      assert.deepEqual(passed, ALL.filter((key) => !kept.includes(key)), `keys on ${id}`);
      assert.equal((await calls(demo.page)).length > 0, passed.length > 0, `calls from ${id}`);
    }
  }),
);

test(
  'nothing is focused on load, and what is typed is told to nobody',
  onPage({}, async (demo) => {
    const frame = await open(demo, 'slide:start');
    assert.equal(await demo.page.evaluate(() => document.activeElement?.tagName), 'BODY');
    assert.equal(await frame.evaluate(() => document.activeElement?.tagName), 'BODY');
    await frame.locator('#area').click();
    await demo.page.keyboard.type('a secret? 42');
    await demo.page.keyboard.press('Control+a');
    assert.equal(await frame.locator('#area').inputValue(), 'a secret? 42');
    assert.deepEqual([await told(demo.page), await calls(demo.page)], [[], []]);
  }),
);

test(
  'a deck gets calls that reveal.js takes, and the page does not scroll with them; shortcuts of the browser are left to it',
  onPage({}, async (demo) => {
    const frame = await open(demo, 'slide:start');
    await frame.locator('#box').focus();
    await frame.locator('#box').blur();
    for (const key of ['ArrowRight', 'PageDown', 'Escape', 'Shift+Slash', 'Shift+Space', 'Shift+ArrowLeft', 'Shift+ArrowRight', 'b', 'F1'])
      await demo.page.keyboard.press(key);
    for (const key of ['Control+ArrowRight', 'Alt+ArrowRight', 'Tab', 'Shift', 'F7']) await demo.page.keyboard.press(key);
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    const trigger = (/** @type {number} */ code) => ({ method: 'triggerKey', args: [code] });
    assert.deepEqual(await calls(demo.page), [
      ...[trigger(39), trigger(34), trigger(27), { method: 'closeOverlay', args: [] }, { method: 'toggleHelp', args: [] }],
      ...[{ method: 'prev', args: [] }, { method: 'slide', args: [0] }, { method: 'slide', args: [1e6] }, trigger(66), trigger(112)],
    ]);
    assert.equal(await frame.evaluate(() => scrollY), 0);
  }),
);

test(
  'a parent that is no deck hears of keys by the protocol alone, and the page scrolls by them as ever',
  onPage({}, async (demo) => {
    const frame = await open(demo, null);
    await frame.locator('#button').click();
    await demo.page.keyboard.press('PageDown');
    await demo.page.keyboard.press('Shift+X');
    await frame.waitForFunction(() => scrollY > 0);
    assert.deepEqual(await calls(demo.page), []);
    assert.deepEqual(await told(demo.page), [
      { key: 'PageDown', code: 'PageDown', shiftKey: false, repeat: false },
      { key: 'X', code: 'KeyX', shiftKey: true, repeat: false },
    ]);
  }),
);

test(
  'inside a page, the keys that the demo uses do not reach the page’s handlers, and all others do',
  onPage({}, async (demo) => {
    await servePages(demo.page, { 'page.html': FRAMED.replace(/new Frame\(.*/, '') });
    await demo.page.goto(`${demo.address}fake/page.html`);
    await demo.page.waitForFunction(() => 'demo' in window);
    await demo.page.evaluate(() => document.addEventListener('keydown', ({ key }) => /** @type {any} */ (window).heard.push(key)));
    for (const [id, kept] of Object.entries(KEPT)) {
      await demo.page.evaluate(() => Object.assign(window, { heard: [] }));
      for (const key of ALL) {
        await demo.page.locator(`#${id}`).focus();
        await demo.page.keyboard.press(key === ' ' ? 'Space' : key === '?' ? 'Shift+Slash' : key);
      }
      const heard = (await demo.page.evaluate(() => /** @type {any} */ (window).heard)).filter((/** @type {string} */ key) => key !== 'Shift');
      assert.deepEqual(heard, ALL.filter((key) => !kept.includes(key)), `keys on ${id}`);
    }
  }),
);
