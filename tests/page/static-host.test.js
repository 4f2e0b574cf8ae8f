/** The page works from any static host, or says in a sentence why it cannot: Python's server, and hosts with the habits that hosts have. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { launch, watched } from './support/browser.js';
import { startOddServer } from './support/odd-server.js';
import { startPlainServer } from './support/server.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/**
 * A test's function, run on a page from a host with some habits.
 * @param {import('./support/odd-server.js').Habits} habits
 * @param {(demo: DemoPage) => Promise<void>} body
 * @param {RegExp} [console] what the browser itself may say
 */
const hostedBy = (habits, body, console) => async () => {
  const server = await startOddServer(habits);
  try {
    await watched(browser, { address: server.address, ...(console && { console }) }, body);
  } finally {
    await server.stop();
  }
};

/**
 * Has the page's machine have so many processors.
 * @param {DemoPage} demo
 * @param {number} count
 */
async function withProcessors(demo, count) {
  await demo.page.addInitScript((processors) => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => processors }), count);
}

/** @param {DemoPage} demo */
async function trains(demo) {
  await demo.openReady();
  await demo.train();
  await demo.stepsReach(5);
  await demo.pause();
  assert.ok((await demo.reports()).length >= 5);
  assert.equal(await demo.text('kernels'), 'Kernels: relaxed SIMD, 1 thread.');
  // Verdicts come from the judge's file.
  await demo.verdictsReach(1);
}

test('the page trains on relaxed SIMD when served by python3 -m http.server', { skip: !hasPython && 'python3 is not installed' }, async () => {
  const server = await startPlainServer();
  try {
    await watched(browser, { address: server.address }, trains);
    await watched(browser, { address: server.address }, async (demo) => {
      await withProcessors(demo, 1);
      await demo.openReady('?kernel=threads');
      assert.equal(await demo.part('kernels').getAttribute('data-flavour'), 'relaxed');
      assert.match(await demo.text('kernels'), /\?kernel=threads cannot run here: the server does not isolate the page/);
    });
  } finally {
    await server.stop();
  }
});

for (const [what, habits] of /** @type {[string, import('./support/odd-server.js').Habits][]} */ ([
  ['takes WebAssembly and packed files for text, and forbids to guess', { mediaTypes: { '.wasm': 'text/plain', '.gz': 'text/plain', '.safetensors': 'text/plain' }, isStrict: true }],
  ['knows no media type but those of scripts and pages', { mediaTypes: { '.wasm': 'application/octet-stream', '.gz': 'application/octet-stream' }, isStrict: true }],
  ['says that packed files are compressed by it, so that they arrive unpacked', { unpacks: true }],
  ['announces no lengths', { announce: () => null }],
  ['has it in a folder, and no index there', { folder: '/dcgan-wasm/' }],
])) {
  test(`the page trains where the host ${what}`, hostedBy(habits, trains));
}

test(
  'a host that takes scripts for text is told of: no browser loads them',
  hostedBy(
    { mediaTypes: { '.js': 'text/plain' } },
    async (demo) => {
      await demo.open();
      const notice = demo.page.locator('[data-for="scripts"]');
      await notice.waitFor();
      assert.match(await notice.innerText(), /scripts did not come[^]*text\/javascript/);
      assert.equal(await demo.page.locator('dcgan-demo').isVisible(), false);
    },
    /^error: Failed to load module script/,
  ),
);

test(
  'a script that is missing is told of',
  hostedBy(
    { lacks: /www\/chart\.js$/ },
    async (demo) => {
      await demo.open();
      await demo.page.locator('[data-for="scripts"]').waitFor();
    },
    /^error: Failed to (load module script|find a valid digest)/,
  ),
);

/** @param {DemoPage} demo @param {RegExp} words */
async function failsSaying(demo, words) {
  await demo.open();
  await demo.part('failure').waitFor();
  assert.match(`${await demo.text('failure-sentence')} ${await demo.text('failure-advice')}`, words);
}

test(
  'a host that sends a page in place of the images is told of in a sentence',
  hostedBy({ lacks: /images-idx3/ }, (demo) => failsSaying(demo, /^The server sent a web page in place of data\/mnist-\S+\.gz\. .*publish the whole checkout/)),
);

test(
  'a host that lacks a build and sends pages in its place runs the next best, and says why',
  hostedBy({ lacks: /relaxed\/.*wasm$/ }, async (demo) => {
    await demo.openReady();
    assert.match(await demo.text('kernels'), /^Kernels: SIMD128, 1 thread\. The relaxed build did not start, .*a web page came in its place\.$/);
  }),
);

test(
  'a host that lacks all of them is told of in a sentence',
  hostedBy({ lacks: /\.wasm$/ }, (demo) => failsSaying(demo, /^The server sent a web page in place of pkg\/simd128\/dcgan_wasm_bg\.wasm\./)),
);

test(
  'a file that is announced longer than it is has broken off, and says so',
  hostedBy(
    { announce: (name, length) => (name.endsWith('images-idx3-ubyte.gz') ? length + 10 : length) },
    (demo) => failsSaying(demo, /^The download of data\/mnist-\S+\.gz broke off\./),
    /^error: Failed to load resource/,
  ),
);

test(
  'a file that is announced shorter than it is arrives cut off, and says so',
  hostedBy(
    { announce: (name, length) => (name.endsWith('images-idx3-ubyte.gz') ? length - 1000 : length) },
    (demo) => failsSaying(demo, /^The file data\/mnist-\S+\.gz is damaged, or of another version/),
  ),
);

test(
  'threads on such a host: chosen by a button, which a service worker of the page makes possible, and taken back by the same',
  hostedBy({ folder: '/dcgan-wasm/' }, async (demo) => {
    await withProcessors(demo, 2);
    await demo.openReady();
    const button = demo.part('isolation');
    const isIsolated = () => demo.page.evaluate(() => crossOriginIsolated);
    assert.equal(await isIsolated(), false);
    assert.equal(await button.textContent(), 'Use 2 threads');
    assert.match(await demo.text('isolation-note'), /^Reloads the page/);
    await Promise.all([demo.page.waitForEvent('load'), button.click()]);
    await demo.reaches('ready');
    assert.equal(await isIsolated(), true);
    await demo.page.locator('[data-part="kernels"]', { hasText: 'Kernels: relaxed SIMD on shared memory, 2 threads.' }).waitFor();
    await demo.train();
    await demo.stepsReach(5);
    await demo.pause();
    await demo.page.reload();
    await demo.reaches('ready');
    assert.equal(await isIsolated(), true, 'it lasts');
    await demo.page.locator('.languages [lang="ru"]').click();
    await button.filter({ hasText: 'Вернуться к одному потоку' }).waitFor();
    await Promise.all([demo.page.waitForEvent('load'), button.click()]);
    await demo.reaches('ready');
    assert.equal(await isIsolated(), false);
    assert.equal(await demo.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    assert.match(await demo.text('kernels'), /1 поток\.$/);
    assert.equal(await button.textContent(), 'Включить 2 потока');
  }),
);

test('an address that asks for threads is such a choice, here of python3 -m http.server', { skip: !hasPython && 'python3 is not installed' }, async () => {
  const server = await startPlainServer();
  try {
    await watched(browser, { address: server.address }, async (demo) => {
      await withProcessors(demo, 2);
      await demo.openReady('?kernel=threads&threads=2');
      await demo.page.locator('[data-part="kernels"]', { hasText: 'shared memory, 2 threads.' }).waitFor();
      assert.equal(await demo.page.evaluate(() => crossOriginIsolated), true);
      await demo.train();
      await demo.stepsReach(5);
      await demo.pause();
      // What else lies there is no business of this script.
      const other = '<!doctype html><title>Another page</title><link rel="icon" href="/www/favicon.svg">';
      await demo.page.route('**/another.html', (route) => route.fulfill({ contentType: 'text/html', body: other }));
      await demo.page.goto(`${server.address}another.html`);
      assert.equal(await demo.page.evaluate(() => crossOriginIsolated), false);
    });
  } finally {
    await server.stop();
  }
});

test(
  'where the service worker does not help, the page reloads once, and says that there are no threads',
  hostedBy({ replaces: { 'isolate.js': '' } }, async (demo) => {
    await withProcessors(demo, 2);
    await demo.openReady('?kernel=threads');
    await demo.part('isolation').filter({ hasText: 'Back to one thread' }).waitFor();
    await demo.page.waitForTimeout(1500);
    assert.match(await demo.text('kernels'), /\?kernel=threads cannot run here/);
    assert.equal(demo.requests.filter((url) => url.includes('index.html?')).length, 2);
    await Promise.all([demo.page.waitForEvent('load'), demo.part('isolation').click()]);
    await demo.reaches('ready');
    assert.equal(new URL(demo.page.url()).search, '', 'what was taken back is not asked for again');
  }),
);

test(
  'a host that lacks the service worker trains on one thread, and says so',
  hostedBy(
    { lacks: /isolate\.js$/ },
    async (demo) => {
      await withProcessors(demo, 2);
      await demo.openReady('?kernel=threads');
      await demo.part('isolation-note').filter({ hasText: /did not accept the script/ }).waitFor();
      assert.match(await demo.text('kernels'), /1 thread\. \?kernel=threads cannot run here/);
      await demo.train();
      await demo.stepsReach(5);
      await demo.pause();
    },
    /^error: (Failed to load resource|The script has an unsupported MIME type)/,
  ),
);

test(
  'in a frame nothing is offered, and no service worker is put in place',
  hostedBy({}, async (demo) => {
    await demo.page.route('**/deck.html', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Deck</title><iframe src="index.html?kernel=threads" style="width: 900px; height: 600px"></iframe>' }),
    );
    await demo.page.goto(demo.address.replace('index.html', 'deck.html'));
    const frame = demo.page.frameLocator('iframe');
    await frame.locator('[data-part="state"][data-state="ready"]').waitFor();
    assert.equal(await frame.locator('[data-part="isolation"]').isVisible(), false);
    assert.equal(await demo.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  }, /favicon|^error: Failed to load resource/),
);
