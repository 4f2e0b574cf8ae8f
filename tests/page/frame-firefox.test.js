/** The lecture of examples/slides in Firefox: the run survives its slide, and the deck keeps its keys. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { deckPage, installDeck } from './support/deck.js';
import { startServer } from './support/server.js';

const PATIENCE = 120_000;
const executablePath = process.env['FIREFOX_PATH'];
const skip = executablePath ? false : 'no Firefox: install one (apt-get install firefox-esr), and name it in FIREFOX_PATH';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {import('puppeteer-core').Browser} */
let browser;

before(async () => {
  if (skip) return;
  await installDeck();
  server = await startServer();
  browser = await puppeteer.launch({ browser: 'firefox', ...(executablePath && { executablePath }), headless: true });
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
  const element = await page.waitForSelector(`#${id} iframe[src]`, { timeout: PATIENCE });
  const frame = await element?.contentFrame();
  if (!frame) throw new Error(`no frame on ${id}`);
  const isThere = (/** @type {number} */ wanted) => /** @type {any} */ (document.querySelector('dcgan-demo'))?.steps >= wanted;
  await frame.waitForFunction(isThere, { timeout: PATIENCE }, steps);
  return frame;
}

/** @param {import('puppeteer-core').Page} page @param {string} id */
const isShown = (page, id) => page.waitForSelector(`#${id}.present`, { timeout: PATIENCE });

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
      Object.assign(window, { steps });
      addEventListener('message', ({ data }) => {
        if (data?.from === 'dcgan-demo' && data.event === 'step') steps.push(...data.detail.reports.map((/** @type {any} */ { step }) => step));
      });
    });
    await page.setViewport({ width: 1307, height: 735 });
    await page.goto(`${server.address}${deckPage('ru')}#/watch`);
    await isShown(page, 'watch');
    const frame = await reached(page, 'watch', 30);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const toggle = await frame.evaluateHandle(() => document.querySelector('dcgan-demo')?.shadowRoot?.querySelector('[data-part="digits"]'));
    await /** @type {import('puppeteer-core').ElementHandle} */ (toggle.asElement()).click();
    const before = await frame.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).steps);
    await page.keyboard.press('ArrowRight');
    await isShown(page, 'discriminators-turn');
    assert.equal(await page.$$eval('iframe[src]', (frames) => frames.length), 0);
    await page.evaluate(() => void (/** @type {any} */ (window).steps.length = 0));
    await page.keyboard.press('ArrowLeft');
    await isShown(page, 'watch');
    await reached(page, 'watch', before + 10);
    const steps = await page.evaluate(() => /** @type {any} */ (window).steps);
    const last = steps.lastIndexOf(before + 5);
    const first = steps.findLastIndex((/** @type {number} */ step, /** @type {number} */ index) => index <= last && step !== steps[index - 1] + 1);
    assert.ok(steps[first] > 1 && steps[first] <= before + 1, `it went on at step ${steps[first]} after ${before}`);
    assert.deepEqual(said, []);
  } finally {
    await page.close();
  }
});
