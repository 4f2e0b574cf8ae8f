/** The packed package in projects of Vite and webpack: built as anybody would, served by a plain host, trained in Chromium. */

import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build, createServer } from 'vite';
import webpack from 'webpack';
import { launch } from '../page/support/browser.js';
import { project } from './support/project.js';
import { serve } from './support/site.js';
import { trains, visit } from './support/visit.js';

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

/**
 * A project at an address: the element trains by its button, and a run of its own by the code of the project.
 * @param {string} address
 * @param {RegExp} [expected] in the console
 */
const trainsAt = (address, expected) =>
  visit(
    browser,
    async (page) => {
      await page.goto(address);
      await trains(page);
      assert.equal(await page.evaluate('isDemo'), true);
      const told = await page.evaluate(() => /** @type {any} */ (window).trainByHand());
      assert.equal(told.steps, 15);
      assert.deepEqual(told.again, told.ahead, 'a file of the run goes on bit for bit');
      assert.match(told.refusal, /\w+ .*\.$/, 'a file that is none is refused with a sentence');
      assert.equal(told.losses.length, 12);
      assert.ok(told.losses.every((/** @type {number} */ loss) => Number.isFinite(loss) && loss > 0), String(told.losses));
      assert.equal(told.pixels, 64 * 28 * 28);
      assert.equal(told.configuration.seed, 5);
      assert.deepEqual(told.kernel, { kernel: 'simd128', threads: 1 });
      assert.match((await page.locator('[data-part="kernels"]').textContent()) ?? '', /relaxed SIMD/, 'the element found the best build');
    },
    expected,
  );

/** @param {string} folder that holds the built project */
async function trainsIn(folder) {
  const site = await serve(folder);
  try {
    await trainsAt(site.address);
  } finally {
    await site.stop();
  }
}

test('a project of Vite', async () => {
  const root = project('bundled');
  await build({ root, logLevel: 'error', configFile: false, build: { target: 'es2022' } });
  await trainsIn(join(root, 'dist'));
});

test('a project of Vite while it is developed', async () => {
  const root = project('bundled');
  const server = await createServer({ root, logLevel: 'error', configFile: false, server: { host: '127.0.0.1', port: 0 } });
  try {
    await server.listen();
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer?.address());
    await trainsAt(`http://127.0.0.1:${port}/`, /^debug: \[vite\]/);
  } finally {
    await server.close();
  }
});

test('a project of webpack', async () => {
  const context = project('bundled');
  const compiler = webpack({ context, mode: 'production', entry: './main.js', output: { path: join(context, 'dist'), filename: 'main.js', module: true }, experiments: { outputModule: true }, performance: false });
  const stats = await new Promise((resolve, reject) => compiler.run((error, found) => (error ? reject(error) : resolve(found))));
  assert.deepEqual(stats.compilation.errors.map(String), []);
  assert.deepEqual(stats.compilation.warnings.map(String), []);
  cpSync(join(context, 'index.html'), join(context, 'dist/index.html'));
  await trainsIn(join(context, 'dist'));
});
