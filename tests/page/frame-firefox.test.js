/** The lecture of examples/slides in Firefox: the run survives its slide, and the deck keeps its keys. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deckPage, installDeck } from './support/deck.js';
import { launchFirefox, skip } from './support/firefox.js';
import { startServer } from './support/server.js';
import { holds, until } from './support/waiting.js';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {import('puppeteer-core').Browser} */
let browser;

before(async () => {
  if (skip) return;
  await installDeck();
  server = await startServer();
  browser = await launchFirefox({ defaultViewport: { width: 1307, height: 735 } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/**
 * The demo's frame on a slide, once its run has taken so many steps.
 * @param {import('puppeteer-core').Page} page
 * @param {string} id
 * @param {number} steps
 */
async function reached(page, id, steps) {
  const isThere = (/** @type {string} */ slide) => document.querySelector(`#${slide} iframe[src]`) !== null;
  await holds(page, isThere, id);
  const frame = await (await page.$(`#${id} iframe[src]`))?.contentFrame();
  if (!frame) throw new Error(`no frame on ${id}`);
  const taken = () => frame.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo'))?.steps ?? 0);
  // A frame that is still loading has no answer.
  await until(() => taken().catch(() => 0), (found) => found >= steps, () => `${steps} steps on ${id}`);
  return frame;
}

/** @param {import('puppeteer-core').Page} page @param {string} id */
const isShown = (page, id) => holds(page, (/** @type {string} */ slide) => document.querySelector(`#${slide}.present`) !== null, id);

test('Firefox: a frame that reveal.js destroys in mid-run goes on from where it was kept; keys pass', { skip }, async () => {
  const page = await browser.newPage();
  /** @type {string[]} */
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  try {
    await page.evaluateOnNewDocument(() => {
      /** @type {number[]} */
      const steps = [];
      /** After which steps the run was kept. @type {number[]} */
      const kept = [];
      Object.assign(window, { steps, kept });
      addEventListener('message', ({ data }) => {
        if (data?.kept) kept.push(data.kept);
        if (data?.from === 'dcgan-demo' && data.event === 'step') steps.push(...data.detail.reports.map((/** @type {any} */ { step }) => step));
      });
    });
    await page.goto(`${server.address}${deckPage('ru')}#/watch`);
    await isShown(page, 'watch');
    const frame = await reached(page, 'watch', 30);
    await frame.evaluate(() => {
      const tell = (/** @type {any} */ { detail }) => parent.postMessage({ kept: detail.steps }, '*');
      document.querySelector('dcgan-demo')?.addEventListener('checkpoint', tell);
    });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    // Keys are for the frame, as after a click into it, which puppeteer cannot do in Firefox 140.
    await frame.evaluate(() => focus());
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'IFRAME');
    const before = await frame.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).steps);
    await page.keyboard.press('ArrowRight');
    await isShown(page, 'discriminators-turn');
    assert.equal(await page.$$eval('iframe[src]', (frames) => frames.length), 0);
    await page.evaluate(() => void (/** @type {any} */ (window).steps.length = 0));
    await page.keyboard.press('ArrowLeft');
    await isShown(page, 'watch');
    await reached(page, 'watch', before + 10);
    const [steps, kept] = await page.evaluate(() => [/** @type {any} */ (window).steps, /** @type {any} */ (window).kept]);
    const last = steps.lastIndexOf(before + 5);
    const first = steps.findLastIndex((/** @type {number} */ step, /** @type {number} */ index) => index <= last && step !== steps[index - 1] + 1);
    assert.ok(kept.includes(steps[first] - 1), `it went on at step ${steps[first]}, kept after ${kept}`);
    assert.deepEqual(said, []);
  } finally {
    await page.close();
  }
});
