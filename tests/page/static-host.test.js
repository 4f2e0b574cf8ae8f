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
    /^error: Failed to load module script/,
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
    (demo) => failsSaying(demo, /gzip compression is damaged/),
  ),
);
