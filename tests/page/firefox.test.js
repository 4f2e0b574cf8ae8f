/** The page in Firefox: what its other tests see in Chromium is here seen once, from the first step to the take-home. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reachIntoDemo } from './support/demo-page.js';
import { launchFirefox, skip } from './support/firefox.js';
import { startServer } from './support/server.js';
import { holds } from './support/waiting.js';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {import('puppeteer-core').Browser} */
let browser;

before(async () => {
  if (skip) return;
  server = await startServer();
  browser = await launchFirefox({ defaultViewport: { width: 1280, height: 720 } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The page in Firefox, by the names that the parts of index.html have. */
class FirefoxPage {
  /** @param {import('puppeteer-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * Waits for something within the demo.
   * @param {string} selector
   */
  async shows(selector) {
    const isThere = (/** @type {string} */ wanted) => window.demoRoot.querySelector(wanted) !== null;
    await holds(this.page, isThere, selector);
  }

  /** @param {string} name */
  async press(name) {
    await this.shows(`[data-part="${name}"]:not([disabled]):not([aria-disabled="true"])`);
    await this.page.$eval(`>>> [data-part="${name}"]`, (button) => button.scrollIntoView({ block: 'center' }));
    await this.page.click(`>>> [data-part="${name}"]`);
  }

  /** @param {string} state */
  reaches(state) {
    return this.shows(`[data-part="state"][data-state="${state}"]`);
  }

  /** @param {string} name */
  text(name) {
    return this.page.$eval(`>>> [data-part="${name}"]`, (element) => element.textContent ?? '');
  }

  async steps() {
    return Number((await this.text('steps')).replace(/\D/g, ''));
  }

  /** @param {number} count */
  async stepsReach(count) {
    const reached = (/** @type {number} */ wanted) =>
      Number(window.demoRoot.querySelector('[data-part="steps"]')?.textContent?.replace(/\D/g, '')) >= wanted;
    await holds(this.page, reached, count);
  }

  /**
   * What a canvas shows, in short.
   * @param {string} name
   * @returns {Promise<string>}
   */
  picture(name) {
    return this.page.$eval(`>>> [data-part="${name}"]`, (canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  }

  /**
   * Waits until a canvas shows something else.
   * @param {string} name
   * @param {() => Promise<unknown>} action
   */
  async changes(name, action) {
    const shown = await this.picture(name);
    await action();
    const differs = (/** @type {string} */ part, /** @type {string} */ before) =>
      /** @type {HTMLCanvasElement} */ (window.demoRoot.querySelector(`[data-part="${part}"]`)).toDataURL() !== before;
    await holds(this.page, differs, name, shown);
  }

  /**
   * Moves a slider as a person does, by its keys.
   * @param {string} name
   * @param {import('puppeteer-core').KeyInput} key
   */
  async slide(name, key) {
    await this.page.focus(`>>> [data-part="${name}"]`);
    await this.page.keyboard.press(key);
  }
}

/**
 * Opens the page, hands it to the test, and afterwards checks that the console stayed empty.
 * @param {(demo: FirefoxPage) => Promise<void>} run
 */
function inFirefox(run) {
  return async () => {
    const page = await browser.newPage();
    /** @type {string[]} */
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    try {
      await page.evaluateOnNewDocument(reachIntoDemo);
      await page.goto(`${server.address}?lang=en`);
      const demo = new FirefoxPage(page);
      await demo.reaches('ready');
      await run(demo);
      assert.deepEqual(said, []);
    } finally {
      await page.close();
    }
  };
}

test(
  'Firefox: the halves of a step, training, and what was left of it when paused',
  { skip },
  inFirefox(async (demo) => {
    await demo.press('discriminator-turn');
    await demo.shows('[data-part="generator-turn"]:not([aria-disabled="true"])');
    assert.equal(await demo.steps(), 0);
    await demo.press('generator-turn');
    await demo.stepsReach(1);
    await demo.changes('digits', () => demo.press('toggle'));
    await demo.stepsReach(60);
    await demo.press('toggle');
    await demo.reaches('paused');
    assert.match(await demo.text('kernels'), /SIMD/);
    assert.notEqual(await demo.text('referee-headline'), '');
  }),
);

test(
  'Firefox: back to the beginning, and on from there',
  { skip },
  inFirefox(async (demo) => {
    await demo.press('toggle');
    await demo.stepsReach(80);
    await demo.press('toggle');
    await demo.reaches('paused');
    const last = await demo.steps();
    await demo.changes('digits', () => demo.slide('travel-slider', 'Home'));
    await demo.press('travel-continue');
    await demo.reaches('training');
    await holds(
      demo.page,
      (/** @type {number} */ before) =>
        Number(window.demoRoot.querySelector('[data-part="steps"]')?.textContent?.replace(/\D/g, '')) < before,
      last,
    );
    await demo.stepsReach(last);
  }),
);

test(
  'Firefox: the latent plane, a question to D, and the other language while it trains',
  { skip },
  inFirefox(async (demo) => {
    await demo.press('toggle');
    await demo.stepsReach(40);
    await demo.page.$eval('>>> [data-part="latent-image"]', (canvas) => canvas.scrollIntoView());
    await demo.shows('.tools[data-open]');
    await demo.changes('latent-image', () => demo.slide('latent-across', 'End'));
    await demo.press('pad-real');
    const hasLogit = () => /\d/.test(window.demoRoot.querySelector('[data-part="ask-logit"]')?.textContent ?? '');
    await holds(demo.page, hasLogit);
    await demo.page.$eval('.languages [lang="ru"]', (button) => /** @type {HTMLElement} */ (button).click());
    await holds(demo.page, () => document.documentElement.lang === 'ru');
    assert.match(await demo.text('state'), /\p{Script=Cyrillic}/u);
    await demo.stepsReach((await demo.steps()) + 20);
  }),
);
