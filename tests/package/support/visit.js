/** Pages of others in Chromium: watched, and trained by the button that everybody sees. */

import assert from 'node:assert/strict';

/** @typedef {import('../../page/node_modules/playwright-core').Browser} Browser */
/** @typedef {import('../../page/node_modules/playwright-core').Frame} Frame */
/** @typedef {import('../../page/node_modules/playwright-core').Page} Page */

const PATIENCE = 60_000;

/**
 * Hands a test a page of its own, and afterwards checks that the console stayed empty and that nothing was asked of any other host.
 * @param {Browser} browser
 * @param {(page: Page) => Promise<void>} test
 * @param {RegExp} [expected] what the browser itself may say in the console
 */
export async function visit(browser, test, expected) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const said = [];
  /** @type {string[]} */
  const abroad = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`uncaught: ${error}`));
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') abroad.push(request.url());
  });
  try {
    await test(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(
    said.filter((line) => !expected?.test(line)),
    [],
    'the console stays empty',
  );
  assert.deepEqual(abroad, [], 'no request leaves this machine');
}

/**
 * Presses Train, waits for steps and new digits, and pauses.
 * @param {Page | Frame} page that holds one demo
 * @param {number} steps to wait for
 */
export async function trains(page, steps = 20) {
  await page.locator('[data-part="state"][data-state="ready"]').waitFor();
  const before = await picture(page);
  await page.locator('[data-part="toggle"]').click();
  await page.waitForFunction((wanted) => /** @type {any} */ (document.querySelector('dcgan-demo')).steps >= wanted, steps);
  await page.locator('[data-part="toggle"]').click();
  await page.locator('[data-part="state"][data-state="paused"]').waitFor();
  assert.notEqual(await picture(page), before, 'the digits are others now');
}

/** @param {Page | Frame} page */
function picture(page) {
  return page.locator('canvas[data-part="digits"]').evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
}
