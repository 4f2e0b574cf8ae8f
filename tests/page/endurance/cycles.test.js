/** A visitor who never comes to rest: begins, pauses, resets, chooses another preset, goes back to a file. Nothing may pile up. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSERS, enduring } from './browsers.js';
import { LONGEST_TEST, lengthOf } from './lengths.js';
import { read } from './readings.js';

const CYCLES = lengthOf(500, 40);
/** By then memory should have its size: everything that a cycle may do has been done. */
const FIRST_READING = CYCLES / 5;
const MOST_HEAP_GROWTH = 1e6;

for (const { name, skip } of BROWSERS) {
  test(`${name}: ${CYCLES} cycles leave memory and listeners as they were after ${FIRST_READING}`, { skip, timeout: LONGEST_TEST }, async (context) => {
    await enduring(name, '?lang=en&preset=tiny&kernel=simd128&threads=1', async (page) => {
      await page.page.evaluate(live, FIRST_READING);
      const first = await readAll(page);
      await page.page.evaluate(live, CYCLES - FIRST_READING);
      const last = await readAll(page);
      context.diagnostic(JSON.stringify(first));
      context.diagnostic(JSON.stringify(last));
      const growth = (/** @type {keyof typeof first} */ reading) => Number(last[reading] ?? 0) - Number(first[reading] ?? 0);
      for (const same of /** @type {const} */ (['wasmBytes', 'nodes', 'listeners', 'workers'])) assert.equal(growth(same), 0, `${same} more`);
      for (const heap of /** @type {const} */ (['pageHeapBytes', 'workerHeapBytes', 'bufferBytes']))
        assert.ok(growth(heap) < MOST_HEAP_GROWTH, `${heap}: ${growth(heap)} more`);
    });
  });
}

/** @param {import('./browsers.js').EnduringPage} page */
async function readAll(page) {
  const { wasmBytes, nodes, pageHeapBytes, workerHeapBytes, bufferBytes, residentBytes } = await read(page, 'simd128');
  const workers = (await page.wasmBytes('simd128')).length;
  const listeners = page.name === 'Chromium' ? ((await page.page.metrics()).JSEventListeners ?? NaN) : null;
  return { wasmBytes, nodes, listeners, workers, pageHeapBytes, workerHeapBytes, bufferBytes, residentBytes };
}

/**
 * Run in the page: so many cycles, at the end of which the same preset stands as at the beginning.
 * @param {number} cycles
 */
async function live(cycles) {
  const demo = /** @type {any} */ (document.querySelector('dcgan-demo'));
  const until = async (/** @type {() => boolean} */ isReached, /** @type {string} */ what) => {
    const start = performance.now();
    while (!isReached()) {
      if (performance.now() - start > 60_000) throw new Error(`${what}: not within a minute, but ${demo.state} at step ${demo.steps}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  for (let cycle = 0; cycle < cycles; cycle++) {
    const preset = cycle % 4 === 1 ? 'plain' : 'tiny';
    await demo.reset(`preset=${preset}&seed=${cycle}`);
    await demo.play();
    await until(() => demo.steps >= 1, 'a step');
    await demo.pause();
    await until(() => demo.state === 'paused', 'a pause');
    const [file, steps] = [await demo.checkpoint(), demo.steps];
    await demo.step();
    await demo.restore(file);
    if (demo.steps !== steps) throw new Error(`Restored at step ${demo.steps} instead of ${steps}.`);
    // What was asked for a moment ago is overtaken: a reset in the middle of training, a pause before the first step.
    demo.play();
    await demo.reset(`preset=tiny&seed=${cycle}`);
    demo.play();
    demo.pause();
    await until(() => ['ready', 'paused'].includes(demo.state), 'rest');
  }
}
