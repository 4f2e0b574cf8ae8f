/** Waiting for what a page comes to, asked from outside: puppeteer's own way needs `eval`, which the page's policy forbids in Firefox 140. */

import assert from 'node:assert/strict';

const POLL_MILLISECONDS = 100;
const PATIENCE_MILLISECONDS = 120_000;

/**
 * Asks again and again.
 * @template Value
 * @param {() => Promise<Value>} ask
 * @param {(value: Value) => boolean} isReached
 * @param {() => string} described what is waited for, once it did not come
 */
export async function until(ask, isReached, described, patience = PATIENCE_MILLISECONDS) {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await ask();
    if (isReached(value)) return value;
    assert.ok(Date.now() < deadline, `not within ${patience / 1000} s, but ${value}: ${described()}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/**
 * Waits until a page says yes to a question, which is run in it.
 * @template {unknown[]} Words
 * @param {Pick<import('puppeteer-core').Frame, 'evaluate'>} page
 * @param {import('puppeteer-core').EvaluateFunc<Words>} question
 * @param {Words} words
 */
export async function holds(page, question, ...words) {
  await until(() => page.evaluate(question, ...words), Boolean, () => `${question} of ${words}`);
}
