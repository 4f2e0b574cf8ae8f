/** While training, clicks are answered, messages are heard, and neither messages nor pictures come faster than promised. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/**
 * Measures every interaction of the page as Event Timing tells it: from the press to the next frame painted.
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {() => Promise<void>} act
 * @returns {Promise<number[]>} milliseconds, one for each interaction
 */
async function interactionTimes(demo, act) {
  await demo.page.evaluate(() => {
    /** @type {Map<number, number>} */
    const interactions = new Map();
    Object.assign(window, { interactions });
    const observer = new PerformanceObserver((list) => {
      for (const entry of /** @type {(PerformanceEventTiming & { interactionId: number })[]} */ (list.getEntries())) {
        if (entry.interactionId > 0)
          interactions.set(entry.interactionId, Math.max(interactions.get(entry.interactionId) ?? 0, entry.duration));
      }
    });
    observer.observe(/** @type {PerformanceObserverInit} */ ({ type: 'event', durationThreshold: 16, buffered: true }));
  });
  await act();
  const told = (/** @type {number} */ count) => /** @type {any} */ (window).interactions.size >= count;
  await demo.page.waitForFunction(told, 1);
  return demo.page.evaluate(() => [.../** @type {any} */ (window).interactions.values()]);
}

/** Every kind of control, by the names that index.html gives them; none ends the training. */
const PRESSED = ['new-seed', 'defaults', 'pad-clear', 'pad-real', 'copy-link', 'game-next'];

/**
 * Presses what a visitor presses while it trains, and finds something to press in every part of the page.
 * @param {import('./support/demo-page.js').DemoPage} demo
 */
async function pressAround(demo) {
  const { page } = demo;
  await demo.pause();
  await demo.train();
  for (const name of PRESSED) {
    if (await demo.part(name).isEnabled()) await demo.part(name).click();
  }
  await page.locator('.help:visible').first().click();
  await page.keyboard.press('Escape');
  await demo.choose('shown', 'raw');
  await demo.choose('shown', 'average');
  await page.locator('[data-part="travel-slider"]').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('End');
  await page.locator('[data-part="latent-across"]').focus();
  for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowRight');
  await page.locator('#path').scrollIntoViewIfNeeded();
  await page.locator('.languages [lang="ru"]').click();
  await page.locator('html[lang="ru"]').waitFor();
  await page.locator('.languages [lang="en"]').click();
  await page.locator('html[lang="en"]').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
}

test(
  'while training, clicks and keys are answered: no step, drawing or verdict keeps them waiting',
  onPage({}, async (demo) => {
    await demo.openTools('?threads=1');
    await demo.train();
    await demo.stepsReach(50);
    const times = await interactionTimes(demo, async () => {
      for (let round = 0; round < 4; round++) await pressAround(demo);
      await demo.pause();
    });
    times.sort((a, b) => a - b);
    const late = times[Math.floor(0.95 * times.length)] ?? NaN;
    console.log(`${times.length} interactions took 16 ms or more: ${late} ms at the 95th percentile, at most ${times.at(-1)} ms`);
    // The page's aim is 100 ms on a quiet machine, which the line above shows; these limits are those of a page that hears at all on a busy one.
    assert.ok(late < 500, `${times} ms`);
    assert.ok((times.at(-1) ?? NaN) <= 2000, `${times} ms`);
  }),
);

test(
  'a click shows at once even while a step takes long',
  onPage({}, async (demo) => {
    await demo.openTools();
    await demo.fill({ baseWidth: '64', batchSize: '128' });
    await demo.reset();
    await demo.train();
    await demo.stepsReach(1);
    const shown = await demo.part('toggle').evaluate(async (button) => {
      const start = performance.now();
      /** @type {HTMLButtonElement} */ (button).click();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return { text: button.textContent?.trim(), milliseconds: performance.now() - start };
    });
    assert.equal(shown.text, 'Pausing…');
    assert.ok(shown.milliseconds < 200, `${shown.milliseconds} ms`);
    await demo.reaches('paused');
  }),
);

// A step is not cut short: on a machine too slow for steps of 50 ms a message waits for the step under way.
test(
  'the worker hears a message within 50 ms at the default configuration',
  onPage({}, async (demo) => {
    await demo.openTools();
    const { delays, stepMilliseconds } = await demo.page.evaluate(async () => {
      const address = new URL('www/trainer-client.js', location.href).href;
      const { TrainerClient } = /** @type {typeof import('../../www/trainer-client.js')} */ (await import(address));
      let stepMilliseconds = NaN;
      const onProgress = (/** @type {import('../../www/protocol.js').ProgressMessage} */ { stepsPerSecond }) => {
        if (stepsPerSecond) stepMilliseconds = 1000 / stepsPerSecond;
      };
      const client = new TrainerClient({ onLoading() {}, onKernels() {}, onJudge() {}, onFailure() {}, onProgress });
      await client.load(null);
      await client.train();
      const delays = [];
      for (let round = 0; round < 100; round++) {
        await new Promise((resolve) => setTimeout(resolve, 20 + 40 * Math.random()));
        const start = performance.now();
        // To train while training changes nothing: the answer tells when the question was heard.
        await client.train();
        delays.push(performance.now() - start);
      }
      client.close();
      return { delays: delays.sort((a, b) => a - b), stepMilliseconds };
    });
    const [median = NaN, late = NaN] = [delays[50], delays[90]];
    const told = `heard after ${median.toFixed(1)} ms (median), ${late.toFixed(1)} ms (9 of 10); a step takes ${stepMilliseconds.toFixed(1)} ms`;
    console.log(told);
    assert.ok(late <= Math.max(50, 3 * stepMilliseconds), told);
  }),
);

test(
  'progress and images come at most eight times a second, and both keep coming',
  onPage({}, async (demo) => {
    await demo.openTools();
    await demo.train();
    await demo.stepsReach(20);
    await demo.page.waitForTimeout(3000);
    await demo.pause();
    const progress = (await demo.heard()).filter(({ kind }) => kind === 'progress').slice(0, -1);
    const seconds = ((progress.at(-1)?.elapsedMilliseconds ?? NaN) - (progress[0]?.elapsedMilliseconds ?? NaN)) / 1000;
    const images = progress.filter(({ samplesStep }) => samplesStep !== null);
    console.log(`${(progress.length / seconds).toFixed(1)} messages and ${(images.length / seconds).toFixed(1)} sets of images a second`);
    assert.ok(progress.length - 1 <= 8 * seconds, `${progress.length} messages in ${seconds} s`);
    assert.ok(images.length - 1 <= 8 * seconds, `${images.length} sets of images in ${seconds} s`);
    assert.ok(images.length >= seconds / 2, `${images.length} sets of images in ${seconds} s`);
  }),
);

test(
  'nothing moves: neither when the page opens nor when numbers change',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(() => {
      /** @type {number[]} */
      const shifts = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of /** @type {any[]} */ (list.getEntries())) if (!hadRecentInput) shifts.push(value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const shifted = async () =>
      (await demo.page.evaluate(() => /** @type {any} */ (window).shifts)).reduce(
        (/** @type {number} */ sum, /** @type {number} */ value) => sum + value,
        0,
      );
    await demo.openReady();
    // The first verdict, of the untrained generator, belongs to the opening.
    await demo.part('readable').filter({ hasText: '%' }).waitFor();
    await demo.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    const atFirst = await shifted();
    assert.ok(atFirst < 0.01, `${atFirst}`);
    await demo.train();
    await demo.stepsReach(60);
    assert.equal(await shifted(), atFirst);
  }),
);
