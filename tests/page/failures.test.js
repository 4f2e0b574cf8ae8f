/** Failures are states of the page, in words: what went wrong, what to do, and a way on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

/** What Chromium itself says about a request that this test made fail. */
const FAILED_REQUEST = /^error: Failed to load resource/;
const INDEX_FILE = new URL('../../index.html', import.meta.url).href;
const IMAGES = '**/data/*images-idx3*';

const { onPage, fails } = pageTests({ console: FAILED_REQUEST });

/**
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {RegExp} sentence
 */
async function failsWith(demo, sentence) {
  await demo.reaches('failed');
  assert.match(await demo.text('failure-sentence'), sentence);
  assert.match(await demo.text('failure-sentence'), /^[A-Z].*[.]$/, 'one whole sentence');
  assert.match(await demo.text('failure-advice'), /[Rr]etry|Reset/, 'what to do');
  assert.equal(await demo.part('failure').isVisible(), true);
  assert.equal(await demo.part('loading').isVisible(), false);
  for (const button of ['toggle', 'step']) assert.equal(await demo.part(button).getAttribute('aria-disabled'), 'true');
}

/** @type {{ name: string, files: string, fulfil: (route: import('playwright-core').Route) => Promise<void>, sentence: RegExp }[]} */
const BROKEN_FILES = [
  {
    name: 'a missing data file',
    files: IMAGES,
    fulfil: (route) => route.fulfill({ status: 404, body: 'no' }),
    sentence: /does not have data\/.*images.*404/,
  },
  { name: 'an unreachable data file', files: IMAGES, fulfil: (route) => route.abort(), sentence: /could not fetch data\/.*images/ },
  { name: 'a truncated data file', files: IMAGES, fulfil: truncated, sentence: /file data\/mnist\S+images\S+ is damaged, or of another version/ },
  {
    name: 'a data file that is something else',
    files: IMAGES,
    fulfil: (route) => route.fulfill({ body: 'neither IDX nor gzip' }),
    sentence: /file data\/mnist\S+images\S+ is damaged/,
  },
  { name: 'truncated labels', files: '**/data/*labels-idx1*', fulfil: truncated, sentence: /file data\/mnist\S+labels\S+ is damaged/ },
  { name: 'a corrupted program', files: '**/*.wasm', fulfil: corrupted, sentence: /file pkg\/simd128\/dcgan_wasm_bg\.wasm is damaged/ },
  {
    name: 'a missing program',
    files: '**/*.wasm',
    fulfil: (route) => route.fulfill({ status: 404, body: 'no' }),
    sentence: /does not have pkg\/simd128\/dcgan_wasm_bg\.wasm/,
  },
  {
    name: 'a missing JavaScript half of the program',
    files: '**/pkg/*/*.js',
    fulfil: (route) => route.fulfill({ status: 404, body: 'no' }),
    sentence: /pkg\/simd128\/dcgan_wasm\.js could not be started/,
  },
  {
    name: 'a missing worker',
    files: '**/www/worker.js',
    fulfil: (route) => route.fulfill({ status: 404, body: 'no' }),
    sentence: /training worker www\/worker\.js could not be started/,
  },
];

/** @param {import('playwright-core').Route} route */
async function truncated(route) {
  const body = await (await route.fetch()).body();
  await route.fulfill({ body: body.subarray(0, Math.floor(body.length / 2)) });
}

/** @param {import('playwright-core').Route} route */
async function corrupted(route) {
  const body = await (await route.fetch()).body();
  await route.fulfill({ body: body.fill(0xff, Math.floor(body.length / 2)), contentType: 'application/wasm' });
}

for (const { name, files, fulfil, sentence } of BROKEN_FILES) {
  test(
    `${name} is told, and Retry works once it is mended`,
    onPage({}, async (demo) => {
      await demo.page.route(files, fulfil);
      await demo.open();
      await failsWith(demo, sentence);
      await demo.page.unroute(files);
      await demo.part('retry').click();
      await demo.reaches('ready');
      assert.equal(await demo.part('failure').isVisible(), false);
      assert.ok(await demo.part('toggle').evaluate((button) => button.matches(':focus')), 'the focus is not lost with the button');
      await demo.step();
    }),
  );
}

test(
  'a program served as plain text starts all the same',
  onPage({}, async (demo) => {
    await demo.page.route('**/*.wasm', async (route) => route.fulfill({ response: await route.fetch(), contentType: 'text/plain' }));
    await demo.openReady();
    await demo.step();
  }),
);

test(
  'the download tells how much of how much has come',
  onPage({}, async (demo) => {
    await demo.page.route(IMAGES, async (route) => {
      await demo.part('loading-size').filter({ hasText: /MB/ }).waitFor();
      await route.continue();
    });
    await demo.page.addInitScript(() => {
      /** @type {string[]} */
      const sizes = [];
      Object.assign(window, { sizes });
      document.addEventListener('DOMContentLoaded', () => {
        const line = /** @type {Element} */ (window.demoRoot.querySelector('[data-part="loading-size"]'));
        new MutationObserver(() => sizes.push(line.textContent ?? '')).observe(line, { childList: true });
      });
    });
    await demo.open();
    await demo.reaches('ready');
    const sizes = await demo.page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (window).sizes));
    assert.ok(sizes.some((size) => /^\d+\.\d of \d+\.\d MB$/.test(size)), sizes.join(', '));
  }),
);

for (const [name, script] of /** @type {[string, () => void][]} */ ([
  ['without SIMD', () => (WebAssembly.validate = () => false)],
  ['without WebAssembly', () => Reflect.deleteProperty(globalThis, 'WebAssembly')],
  [
    'without module workers',
    () =>
      Object.assign(window, {
        Worker: class {
          terminate() {}
        },
      }),
  ],
])) {
  test(
    `a browser ${name} is told what it needs`,
    onPage({}, async (demo) => {
      await demo.page.addInitScript(script);
      await demo.page.goto(demo.address);
      const notice = demo.page.locator('.obstacle[data-for="browser"]');
      await notice.waitFor();
      assert.match((await notice.textContent()) ?? '', /Chrome.*111.*Firefox 114.*Safari 16\.4/s);
      assert.equal(await demo.page.locator('.run').isVisible(), false);
    }),
  );
}

test(
  'without JavaScript the page says that it needs it',
  onPage({ javaScriptEnabled: false }, async (demo) => {
    await demo.page.goto(demo.address);
    const notice = demo.page.locator('noscript .notice');
    assert.ok(await notice.boundingBox());
    assert.match(await notice.innerText(), /needs JavaScript/);
    assert.equal(await demo.page.locator('.run').isVisible(), false);
  }),
);

test(
  'opened as a file, the page names the command to run',
  onPage({ address: INDEX_FILE, console: /CORS policy|Failed to load|Subresource Integrity/ }, async (demo) => {
    await demo.page.goto(demo.address);
    const notice = demo.page.locator('.obstacle[data-for="file"]');
    await notice.waitFor();
    assert.match((await notice.textContent()) ?? '', /cargo xtask serve/);
    assert.equal(await demo.page.locator('.run').isVisible(), false);
  }),
);

test(
  'the watch itself works: a word in the console of the worker fails a test',
  fails(/the console stays empty/, async (demo) => {
    await demo.sabotage('console.warn("a word from the worker");');
    await demo.openReady();
  }),
);

test(
  'the watch itself works: a request to elsewhere fails a test',
  fails(/no request leaves the origin/, async (demo) => {
    await demo.page.route('http://elsewhere.test/**', (route) => route.fulfill({ body: '' }));
    await demo.page.goto('http://elsewhere.test/');
  }),
);
