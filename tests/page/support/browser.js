/** Chromium, and pages in it that are watched: whatever one says in the console or asks of another origin fails its test. */

import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { DemoPage } from './demo-page.js';

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** @param {string[]} flags besides the usual ones */
export function launch(flags = []) {
  return chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...flags] });
}

export function chromiumPath() {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (found) return found;
  throw new Error('No Chromium found: install one (apt-get install chromium), or set CHROMIUM_PATH to its executable.');
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What sets a test's page apart, beside the options of its browser context.
 * @typedef {object} Expectations
 * @property {string} address of the page
 * @property {RegExp} [console] what the browser itself may say in the console, in a test that makes a request fail
 */

/**
 * Opens a page, hands it to a test, and afterwards checks that the console stayed empty and no request left the origin.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions & Expectations} options
 * @param {(demo: DemoPage) => Promise<void>} test that goes to the page itself
 */
export async function watched(browser, { address, console: expected, ...options }, test) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const demo = new DemoPage(page, address);
  /** @type {string[]} */
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`uncaught: ${error}`));
  context.on('request', (request) => demo.requests.push(request.url()));
  page.on('websocket', (socket) => demo.requests.push(socket.url()));
  try {
    await test(demo);
  } finally {
    await context.close();
  }
  assert.deepEqual(
    said.filter((line) => !expected?.test(line)),
    [],
    'the console stays empty',
  );
  const { origin } = new URL(address);
  assert.deepEqual(
    demo.requests.filter((url) => new URL(url).origin !== origin),
    [],
    'no request leaves the origin',
  );
  assert.ok(demo.requests.length > 0, 'requests are watched');
}
