/** Chromium and Firefox, driven alike: the page in one of them, and what it says in the console. */

import assert from 'node:assert/strict';
import puppeteer from 'puppeteer-core';
import { FLAGS, chromiumPath } from '../support/browser.js';
import { rememberWorkers } from '../support/faults.js';
import { launchFirefox, skip as withoutFirefox } from '../support/firefox.js';
import { until } from '../support/waiting.js';
import { CHANNEL, serveWatched } from './serve.js';

/** @typedef {'Chromium' | 'Firefox'} Name */

/** Each, and why it is left out here, if it is. @type {readonly { name: Name, skip: string | false }[]} */
export const BROWSERS = [
  { name: 'Chromium', skip: false },
  { name: 'Firefox', skip: withoutFirefox },
];

/** What puppeteer has Chromium leave out: saving power where nobody looks. */
const AWAKE = ['--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', '--disable-background-timer-throttling'];

/** The page in a browser of its own. */
export class EnduringPage {
  /** What the page has said in the console. @type {string[]} */
  said = [];

  /**
   * @param {Name} name
   * @param {import('puppeteer-core').Browser} browser
   * @param {import('puppeteer-core').Page} page
   * @param {string} address
   */
  constructor(name, browser, page, address) {
    this.name = name;
    this.browser = browser;
    this.page = page;
    this.address = address;
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(String(error)));
  }

  /** @param {string} query */
  async open(query) {
    await this.page.evaluateOnNewDocument(rememberWorkers);
    await this.page.goto(`${this.address}${query}`);
    await this.until(() => this.state(), (state) => state === 'ready', 'a run stands');
  }

  state() {
    return this.page.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).state);
  }

  /** @returns {Promise<number>} */
  steps() {
    return this.page.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).steps);
  }

  /** @param {'play' | 'pause'} method of the element */
  ask(method) {
    return this.page.evaluate((wanted) => /** @type {any} */ (document.querySelector('dcgan-demo'))[wanted](), method);
  }

  /** @param {number} count */
  async stepsReach(count) {
    return this.until(() => this.steps(), (steps) => steps >= count, `${count} steps`);
  }

  /**
   * Asks again and again.
   * @template Value
   * @param {() => Promise<Value>} ask
   * @param {(value: Value) => boolean} isReached
   * @param {string} what is waited for
   * @param {number} [patience] in milliseconds
   */
  until(ask, isReached, what, patience) {
    return until(ask, isReached, () => `${what}; the console: ${this.said.join('; ')}`, patience);
  }

  /**
   * The WebAssembly memory of each training worker that is alive, in bytes.
   * @param {import('../../../www/protocol.js').Flavour} flavour
   * @returns {Promise<number[]>}
   */
  wasmBytes(flavour) {
    return this.page.evaluate(askWorkers, CHANNEL, `${this.address}pkg/${flavour}/dcgan_wasm.js`);
  }
}

/**
 * Opens the page in a browser, hands it to the test, and afterwards checks that the console stayed empty.
 * @param {Name} name
 * @param {string} query
 * @param {(page: EnduringPage) => Promise<void>} test
 */
export async function enduring(name, query, test) {
  const server = await serveWatched();
  const browser = await launchBrowser(name);
  try {
    const page = new EnduringPage(name, browser, await browser.newPage(), server.address);
    await page.open(query);
    await test(page);
    assert.deepEqual(page.said, [], 'the console stays empty');
  } finally {
    await browser.close();
    await server.stop();
  }
}

/**
 * @param {Name} name
 * @param {import('puppeteer-core').LaunchOptions} options beside the usual ones
 */
export function launchBrowser(name, options = {}) {
  if (name === 'Firefox') return launchFirefox(options);
  return puppeteer.launch({ executablePath: chromiumPath(), headless: true, args: FLAGS, ignoreDefaultArgs: AWAKE, ...options });
}

/**
 * Run in the page: asks every worker that is alive; one that trains answers between two slices of steps.
 * @param {string} name of the channel
 * @param {string} program
 * @returns {Promise<number[]>}
 */
async function askWorkers(name, program) {
  const channel = new BroadcastChannel(name);
  /** @type {number[]} */
  const found = [];
  const question = Math.random();
  channel.addEventListener('message', ({ data }) => data.question === question && found.push(data.wasmBytes));
  channel.postMessage({ question, program });
  const start = performance.now();
  // The first answer may take long on a busy machine; others come at the same time.
  while (found.length === 0 && performance.now() - start < 30_000) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 200));
  channel.close();
  return found;
}
