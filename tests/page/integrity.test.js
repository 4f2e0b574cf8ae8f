/** Files are known by their hash: whatever is another than the page was published with is refused, in a sentence. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run as words } from '../../www/messages/en/run.js';
import { launch, watched } from './support/browser.js';
import { launchFirefox, skip } from './support/firefox.js';
import { startOddServer } from './support/odd-server.js';
import { pageTests } from './support/page-tests.js';
import { CHECKOUT } from './support/server.js';

const { onPage } = pageTests();

const IMAGES = 'data/mnist-4096-images-idx3-ubyte.gz';
const LABELS = 'data/mnist-4096-labels-idx1-ubyte.gz';
const PROGRAM = 'pkg/simd128/dcgan_wasm_bg.wasm';

/** @param {string} file */
const sentenceOf = (file) => words.failure.corrupt({ cause: 'corrupt', file, detail: '' }).sentence;

/** @param {string} file */
const contentOf = (file) => readFileSync(join(CHECKOUT, file));

/** A file with one bit changed. @param {Uint8Array} content */
const damaged = (content) => content.with(content.length >> 1, (content[content.length >> 1] ?? 0) ^ 1);

/**
 * A page from a host with some habits, in a browser of its own.
 * @param {import('./support/odd-server.js').Habits} habits
 * @param {string | null} name of the host, where it is another than its address
 * @param {(demo: import('./support/demo-page.js').DemoPage) => Promise<void>} body
 */
async function onHost(habits, name, body) {
  const [server, browser] = [await startOddServer(habits), await launch(name ? [`--host-resolver-rules=MAP ${name} 127.0.0.1`] : [])];
  try {
    const address = name ? server.address.replace('127.0.0.1', name) : server.address;
    await watched(browser, { address, console: /digest in the 'integrity'|Failed to load resource/ }, body);
  } finally {
    await browser.close();
    await server.stop();
  }
}

for (const file of [IMAGES, LABELS, PROGRAM]) {
  test(
    `${file} with one bit changed is asked for twice, and then refused`,
    onPage({}, async (demo) => {
      let answers = 0;
      await demo.page.route('**/pkg/{threads,relaxed}/*.wasm', (route) => route.fulfill({ status: 404, body: 'no' }));
      await demo.page.route(`**/${file}`, async (route) => {
        answers++;
        const response = await route.fetch();
        await route.fulfill({ response, body: Buffer.from(damaged(await response.body())) });
      });
      await demo.open('?lang=en');
      await demo.reaches('failed');
      assert.equal(await demo.text('failure-sentence'), sentenceOf(file));
      assert.equal(answers, 2);
    }),
  );
}

test('a file that a cache has from before the page was published anew is put right unnoticed', async () => {
  /** @type {Record<string, Uint8Array>} */
  const replaces = { [IMAGES]: damaged(contentOf(IMAGES)) };
  await onHost({ replaces, isKept: true }, null, async (demo) => {
    await demo.open('?lang=en');
    await demo.reaches('failed');
    delete replaces[IMAGES];
    await demo.openReady('?lang=en');
    await demo.step();
  });
});

for (const [what, replaces, state] of /** @type {const} */ ([
  ['trains', {}, 'ready'],
  ['refuses what is damaged', { [IMAGES]: damaged(contentOf(IMAGES)) }, 'failed'],
])) {
  test(`a page without a secure context, as on a local network, ${what}`, () =>
    onHost({ replaces }, 'lan.test', async (demo) => {
      await demo.open('?lang=en');
      assert.equal(await demo.page.evaluate(() => isSecureContext), false);
      await demo.reaches(state);
      if (state === 'failed') assert.equal(await demo.text('failure-sentence'), sentenceOf(IMAGES));
      else await demo.step();
    }));
}

test(
  'every module that the page begins with has its hash there',
  onPage({ console: /^error: Failed to load resource/ }, async (demo) => {
    // Its modules would count as the page's.
    await demo.page.route('**/www/worker.js', (route) => route.abort());
    await demo.open('?lang=en');
    await demo.reaches('failed');
    const { linked, loaded } = await demo.page.evaluate(() => ({
      linked: [...document.querySelectorAll('[rel="modulepreload"][integrity], [type="module"][integrity]')].map((element) => element.getAttribute('href') ?? element.getAttribute('src')),
      loaded: performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1)),
    }));
    const withoutHash = ['www/preflight.js', 'www/worker.js'];
    assert.deepEqual(linked.sort(), loaded.filter((path) => path.endsWith('.js') && !withoutHash.includes(path)).sort());
  }),
);

/** @type {[string, () => Promise<{ newPage: () => Promise<any>, close: () => Promise<void> }>, string | false][]} */
const BROWSERS = [
  ['Chromium', launch, false],
  ['Firefox', launchFirefox, skip],
];
for (const [name, start, reason] of BROWSERS) {
  test(`${name} refuses a module of the page that has changed, and the page says so`, { skip: reason }, async () => {
    const browser = await start();
    try {
      for (const changed of ['www/main.js', 'www/parts.js', 'www/history/moments.js', 'pkg/integrity.js']) {
        const server = await startOddServer({ replaces: { [changed]: `${contentOf(changed)} ` } });
        const page = await browser.newPage();
        await page.goto(`${server.address}?lang=en`);
        await page.waitForSelector('html[data-obstacle="scripts"]', { timeout: 60_000 });
        await page.close();
        await server.stop();
      }
    } finally {
      await browser.close();
    }
  });
}
