/** A tab that the browser freezes in the background: it goes on where it was, and takes its worker for alive. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enduring } from './browsers.js';

const FROZEN_MILLISECONDS = 40_000;
/** The watchdog's patience with a worker of which it knows little. */
const WATCHED_MILLISECONDS = 5000;

test(`Chromium: a tab that was frozen for ${FROZEN_MILLISECONDS / 1000} s and thawed goes on where it was`, { timeout: 180_000 }, async () => {
  await enduring('Chromium', '?lang=en&preset=tiny&threads=1', async (enduringPage) => {
    const { page } = enduringPage;
    await enduringPage.ask('play');
    await enduringPage.stepsReach(500);
    await page.evaluate(noteEvents);
    await freeze(page);
    const before = await enduringPage.steps();
    await enduringPage.stepsReach(before + 500);
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MILLISECONDS));
    const { events, steps, longestSilence } = await page.evaluate(() => /** @type {any} */ (window).noted);
    assert.ok(longestSilence > 0.9 * FROZEN_MILLISECONDS, `the page really stood still, but only ${longestSilence} ms`);
    assert.deepEqual(events, ['freeze', 'resume'], 'no recovery, no error');
    assert.deepEqual(steps, Array.from(steps, (_, index) => steps[0] + index), 'no step is lost or repeated');
  });
});

/** @param {import('puppeteer-core').Page} page */
async function freeze(page) {
  const session = await page.createCDPSession();
  // Chromium freezes nothing that can be seen.
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, FROZEN_MILLISECONDS));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await session.detach();
}

/** Run in the page: notes what happens to it, every step, and how long no timer of it ran. */
function noteEvents() {
  const noted = { events: /** @type {string[]} */ ([]), steps: /** @type {number[]} */ ([]), longestSilence: 0 };
  Object.assign(window, { noted });
  for (const name of ['freeze', 'resume']) document.addEventListener(name, () => noted.events.push(name));
  const demo = /** @type {Element} */ (document.querySelector('dcgan-demo'));
  for (const name of ['recovered', 'error']) demo.addEventListener(name, () => noted.events.push(name));
  demo.addEventListener('step', (event) => {
    const { reports } = /** @type {CustomEvent<{ reports: { step: number }[] }>} */ (event).detail;
    noted.steps.push(...reports.map(({ step }) => step));
  });
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    noted.longestSilence = Math.max(noted.longestSilence, now - last);
    last = now;
  }, 100);
}
