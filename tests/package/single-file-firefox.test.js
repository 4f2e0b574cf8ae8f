/** The single file in Firefox: by double-click, and in frames without an origin. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launchFirefox, skip } from '../page/support/firefox.js';
import { holds } from '../page/support/waiting.js';
import { FILE, framePages } from './support/frames.js';

/** @typedef {Awaited<ReturnType<Awaited<ReturnType<typeof launchFirefox>>['newPage']>>} Page */
/** @typedef {ReturnType<Page['mainFrame']>} Frame */

const folder = mkdtempSync(join(tmpdir(), 'dcgan-wasm-'));
/** @type {Awaited<ReturnType<typeof launchFirefox>>} */
let browser;
before(async () => {
  cpSync(FILE, join(folder, 'dcgan.html'));
  for (const { name, text } of framePages()) writeFileSync(join(folder, name), text);
  if (!skip) browser = await launchFirefox({ defaultViewport: { width: 1280, height: 900 } });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/**
 * The demo trains by its button, and what it draws changes.
 * @param {Frame} frame
 */
async function trains(frame) {
  const isIn = (/** @type {string} */ state) => /** @type {any} */ (document.querySelector('dcgan-demo'))?.state === state;
  const picture = () => frame.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).shadowRoot.querySelector('canvas').toDataURL());
  const press = () => frame.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).shadowRoot.querySelector('[data-part="toggle"]').click());
  await holds(frame, isIn, 'ready');
  const before = await picture();
  await press();
  await holds(frame, () => /** @type {any} */ (document.querySelector('dcgan-demo')).steps >= 20);
  await press();
  await holds(frame, isIn, 'paused');
  assert.notEqual(await picture(), before);
}

/**
 * @param {string} name of a page in the folder
 * @param {(page: Page) => Promise<Frame>} frameOf
 */
async function opens(name, frameOf) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  try {
    await page.goto(`${pathToFileURL(folder)}/${name}`);
    await trains(await frameOf(page));
    assert.deepEqual(said, []);
  } finally {
    await page.close();
  }
}

test('Firefox: opened by a double-click it trains', { skip }, () => opens('dcgan.html', async (page) => page.mainFrame()));

for (const { name } of framePages())
  test(`Firefox: in a frame of ${name}`, { skip }, () =>
    opens(name, async (page) => {
      const [, frame] = page.frames();
      assert.ok(frame);
      assert.equal(await frame.evaluate(() => origin), 'null');
      return frame;
    }));
