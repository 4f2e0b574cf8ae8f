/** The training worker is killed at random moments: each time another goes on by itself, and little training is lost. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSERS, enduring } from './browsers.js';
import { LONGEST_TEST, lengthOf } from './lengths.js';
import { numbersFrom } from './random.js';

const KILLS = lengthOf(100, 6);
const MOST_LOST_MILLISECONDS = 5000;
const RECOVERY_PATIENCE_MILLISECONDS = 90_000;
/** A browser tells of some workers that they broke off; of others nothing, and only their silence is noticed, after some seconds. */
const SILENT_EVERY = lengthOf(10, 6);
/** Some die while they write the run. */
const WHILE_KEEPING_EVERY = 4;
/** Between a recovery and the next kill. */
const LEAST_MILLISECONDS = 1000;
const MOST_MILLISECONDS = 6000;

/** @typedef {{ cause: string, stoodAt: number, goesOnAt: number, lostMilliseconds: number, recoveryMilliseconds: number }} Recovery */

for (const { name, skip } of BROWSERS) {
  test(`${name}: a worker killed at ${KILLS} random moments is replaced each time`, { skip, timeout: LONGEST_TEST }, async (context) => {
    await enduring(name, '?lang=en&seed=7&threads=1', async (enduringPage) => {
      const { page } = enduringPage;
      const random = numbersFrom(2024);
      await page.evaluate(logRun);
      await enduringPage.ask('play');
      await enduringPage.stepsReach(5);
      /** @type {Recovery[]} */
      const recoveries = [];
      for (let kill = 1; kill <= KILLS; kill++) {
        const manner = { isTold: kill % SILENT_EVERY !== 0, whileKeeping: kill % WHILE_KEEPING_EVERY === 0 };
        await new Promise((resolve) => setTimeout(resolve, LEAST_MILLISECONDS + random() * (MOST_MILLISECONDS - LEAST_MILLISECONDS)));
        await page.evaluate(killTrainer, manner.isTold, manner.whileKeeping, 20 * random());
        const count = () => page.evaluate(() => /** @type {any} */ (window).recoveries.length);
        await enduringPage.until(count, (found) => found >= kill, `recovery ${kill}`, RECOVERY_PATIENCE_MILLISECONDS);
        const recovery = await page.evaluate(() => /** @type {any} */ (window).recoveries.at(-1));
        recoveries.push(recovery);
        assert.ok(recovery.lostMilliseconds <= MOST_LOST_MILLISECONDS, `kill ${kill} lost ${JSON.stringify(recovery)}`);
        await enduringPage.stepsReach(recovery.goesOnAt + 1);
      }
      for (const line of figuresOf(recoveries)) context.diagnostic(line);
      assert.equal(recoveries.length, KILLS);
    });
  });
}

/** @param {Recovery[]} recoveries */
function figuresOf(recoveries) {
  const sorted = (/** @type {'lostMilliseconds' | 'recoveryMilliseconds'} */ name) => recoveries.map((recovery) => recovery[name]).toSorted((a, b) => a - b);
  const told = (/** @type {number[]} */ values) => `median ${((values[values.length >> 1] ?? NaN) / 1000).toFixed(2)} s, most ${((values.at(-1) ?? NaN) / 1000).toFixed(2)} s`;
  const causes = [...new Set(recoveries.map(({ cause }) => cause))].map((cause) => `${recoveries.filter((recovery) => recovery.cause === cause).length} ${cause}`);
  return [
    `${recoveries.length} recoveries (${causes.join(', ')}), the run at step ${recoveries.at(-1)?.goesOnAt}`,
    `training lost: ${told(sorted('lostMilliseconds'))}`,
    `from the kill until training went on: ${told(sorted('recoveryMilliseconds'))}`,
  ];
}

/** Run in the page: notes when the run came to which step, and what each recovery lost of it. */
function logRun() {
  const demo = /** @type {any} */ (document.querySelector('dcgan-demo'));
  let reached = [{ at: performance.now(), steps: 0 }];
  Object.assign(window, { recoveries: [], killedAt: null });
  demo.addEventListener('step', () => reached.push({ at: performance.now(), steps: demo.steps }));
  demo.addEventListener('recovered', (/** @type {CustomEvent} */ { detail }) => {
    const { killedAt, recoveries } = /** @type {any} */ (window);
    const goesOnAt = detail.steps;
    const before = reached.filter(({ at, steps }) => at <= killedAt && steps <= goesOnAt).at(-1);
    const lostMilliseconds = killedAt - (before?.at ?? -Infinity);
    const recoveryMilliseconds = performance.now() - killedAt;
    recoveries.push({ cause: detail.cause, stoodAt: reached.at(-1)?.steps, goesOnAt, lostMilliseconds, recoveryMilliseconds });
    reached = [{ at: performance.now(), steps: goesOnAt }];
  });
}

/**
 * Run in the page.
 * @param {boolean} isTold whether the browser tells that the worker broke off
 * @param {boolean} whileKeeping only once the run is asked for as a file
 * @param {number} milliseconds after which it dies then
 */
async function killTrainer(isTold, whileKeeping, milliseconds) {
  const worker = /** @type {any} */ (window).trainers.at(-1);
  if (whileKeeping) {
    await new Promise((resolve) => {
      worker.postMessage = function (/** @type {any} */ message, /** @type {any[]} */ ...others) {
        Worker.prototype.postMessage.call(this, message, ...others);
        if (message.kind === 'checkpoint') resolve(null);
      };
    });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
  Object.assign(window, { killedAt: performance.now() });
  worker.terminate();
  if (isTold) worker.dispatchEvent(new ErrorEvent('error', { message: 'killed', cancelable: true }));
}
