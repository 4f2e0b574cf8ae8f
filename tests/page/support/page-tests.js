/** What every file of page tests begins with: a server and a browser for its tests, gone after them. */

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, watched } from './browser.js';
import { startServer } from './server.js';

/**
 * @typedef {import('playwright-core').BrowserContextOptions & Partial<import('./browser.js').Expectations>} Options
 * @typedef {(demo: import('./demo-page.js').DemoPage) => Promise<void>} Body
 */

/**
 * @param {Options} defaults of every test in the file
 */
export function pageTests(defaults = {}) {
  /** @type {import('./server.js').Server} */
  let server;
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    server = await startServer();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** @param {Options} options */
  const complete = (options) => ({ address: server.address, ...defaults, ...options });
  return {
    /**
     * A test's function, run on a watched page of its own.
     * @param {Options} options
     * @param {Body} body
     */
    onPage: (options, body) => () => watched(browser, complete(options), body),

    /**
     * The same in a browser of its own, which the test is handed too.
     * @param {string[]} flags
     * @param {Options} options
     * @param {(...given: [...Parameters<Body>, import('playwright-core').Browser]) => Promise<void>} body
     */
    inBrowserWith: (flags, options, body) => async () => {
      const own = await launch(flags);
      try {
        await watched(own, complete(options), (demo) => body(demo, own));
      } finally {
        await own.close();
      }
    },

    /**
     * A test that passes when the watch over its page makes it fail.
     * @param {RegExp} reason
     * @param {Body} body
     */
    fails: (reason, body) => () => assert.rejects(watched(browser, complete({}), body), reason),
  };
}
