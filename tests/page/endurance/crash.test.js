/** The whole browser is killed at random moments of training: each time the page offers the run when it is open again, and little is lost. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from '../support/server.js';
import { BROWSERS, EnduringPage, launchBrowser } from './browsers.js';
import { LONGEST_TEST, lengthOf } from './lengths.js';
import { numbersFrom } from './random.js';

const CRASHES = lengthOf(20, 2);
const MOST_LOST_MILLISECONDS = 5000;
/** Before each, from the first checkpoint on. */
const MOST_MILLISECONDS = 5000;

/** @typedef {import('./browsers.js').Name} Name */
/** @typedef {{ name: Name, profile: string, address: string }} Visitor */

for (const { name, skip } of BROWSERS) {
  test(`${name}: a browser killed ${CRASHES} times goes on with the run each time`, { skip, timeout: LONGEST_TEST }, async (context) => {
    const server = await startServer();
    const visitor = { name, profile: mkdtempSync(join(tmpdir(), 'dcgan-crash-')), address: server.address };
    try {
      const random = numbersFrom(2025);
      const losses = [];
      for (let crash = 0, steps = 0; crash < CRASHES; crash++) {
        const { offered, lost } = await crashOnce(visitor, steps, MOST_MILLISECONDS * random());
        assert.ok(lost <= MOST_LOST_MILLISECONDS, `crash ${crash} lost ${lost} ms of training`);
        losses.push(lost);
        steps = offered;
      }
      losses.sort((a, b) => a - b);
      context.diagnostic(`training lost: median ${losses[losses.length >> 1]} ms, most ${losses.at(-1)} ms`);
    } finally {
      await server.stop();
      // What the browser had started writes on for a moment after its end.
      rmSync(visitor.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    }
  });
}

/**
 * One visit that goes on with the run of the one before and ends by a crash, and a look at what is offered afterwards.
 * @param {Visitor} visitor
 * @param {number} steps that the run before had taken when it was kept; none for the first
 * @param {number} milliseconds of training, at least
 */
async function crashOnce(visitor, steps, milliseconds) {
  const trained = await visit(visitor, async (page) => {
    await page.page.evaluate(logTime);
    if (steps > 0) await page.page.evaluate(() => document.querySelector('[data-part="kept-run-continue"]')?.dispatchEvent(new MouseEvent('click')));
    else await page.ask('play');
    await page.until(() => page.page.evaluate(() => /** @type {any} */ (window).checkpoints), (count) => count >= 2, 'a checkpoint');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return page.page.evaluate(() => /** @type {any} */ (window).reached);
  });
  return visit(visitor, async (page) => {
    const sentence = () => page.page.evaluate(() => document.querySelector('[data-part="kept-run-sentence"]')?.textContent ?? '');
    const found = await page.until(sentence, (text) => text !== '', 'an offer');
    const offered = Number(/step ([\d,]+)/.exec(found)?.[1]?.replaceAll(',', ''));
    assert.ok(offered > steps, `step ${offered} is offered, after ${steps}`);
    const before = trained.findLast((/** @type {{ steps: number }} */ moment) => moment.steps <= offered);
    return { offered, lost: Math.round((trained.at(-1)?.at ?? NaN) - (before?.at ?? -Infinity)) };
  });
}

/**
 * Opens the page in the visitor's browser and kills that afterwards, as it stands.
 * @template Seen
 * @param {Visitor} visitor
 * @param {(page: EnduringPage) => Promise<Seen>} see
 * @returns {Promise<Seen>}
 */
async function visit({ name, profile, address }, see) {
  const browser = await launchBrowser(name, { userDataDir: profile });
  try {
    const page = new EnduringPage(name, browser, await browser.newPage(), address);
    await page.open('?lang=en&seed=7&threads=1');
    return await see(page);
  } finally {
    browser.process()?.kill('SIGKILL');
    // Nothing is left to be closed, but puppeteer puts the profile of Firefox in order before it says so.
    await browser.close().catch(() => {});
  }
}

/** Run in the page: notes when the run came to which step. */
function logTime() {
  const demo = /** @type {any} */ (document.querySelector('dcgan-demo'));
  Object.assign(window, { reached: [], checkpoints: 0 });
  demo.addEventListener('step', () => /** @type {any} */ (window).reached.push({ at: performance.now(), steps: demo.steps }));
  demo.addEventListener('checkpoint', () => /** @type {any} */ (window).checkpoints++);
}
