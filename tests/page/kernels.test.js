/** The builds of the training program: the best that starts runs, the page says which, and threads change no number. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

/**
 * @typedef {import('./support/demo-page.js').DemoPage} DemoPage
 * @typedef {import('../../www/protocol.js').Flavour} Flavour
 */

/** What Chromium itself says about a request that this test made fail. */
const FAILED_REQUEST = /^error: Failed to load resource/;

const { onPage, inBrowserWith } = pageTests({ console: FAILED_REQUEST });

/** @param {DemoPage} demo */
const flavour = (demo) => demo.part('kernels').getAttribute('data-flavour');

/**
 * Waits until the page says that so many threads take part.
 * @param {DemoPage} demo
 * @param {number} threads
 */
async function threadsReach(demo, threads) {
  await demo.page.locator('[data-part="kernels"]', { hasText: new RegExp(`, ${threads} threads?[.]`) }).waitFor();
}

/**
 * The builds of which anything was fetched.
 * @param {DemoPage} demo
 */
const fetched = (demo) => [...new Set(demo.requests.flatMap((url) => /\/pkg\/(\w+)\//.exec(url)?.[1] ?? []))];

/** @type {Record<Flavour, RegExp>} */
const NAMES = {
  simd128: /^Kernels: SIMD128, 1 thread[.]$/,
  relaxed: /^Kernels: relaxed SIMD, 1 thread[.]$/,
  threads: /^Kernels: relaxed SIMD on shared memory, 2 threads[.]$/,
};

for (const name of /** @type {Flavour[]} */ (Object.keys(NAMES))) {
  test(
    `?kernel=${name} trains with that build, says so, and fetches no other`,
    onPage({}, async (demo) => {
      await demo.openReady(`?kernel=${name}&threads=2`);
      await threadsReach(demo, name === 'threads' ? 2 : 1);
      assert.equal(await flavour(demo), name);
      assert.match(await demo.text('kernels'), NAMES[name]);
      await demo.changes('digits', async () => {
        await demo.train();
        await demo.stepsReach(10);
        await demo.pause();
      });
      assert.deepEqual(fetched(demo), [name]);
      assert.equal(demo.requests.filter((url) => url.endsWith('.wasm')).length, 1);
    }),
  );
}

test(
  'an isolated page uses shared memory, and as many threads as the machine has processors, up to eight',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.equal(await flavour(demo), 'threads');
    await threadsReach(demo, Math.min(await demo.page.evaluate(() => navigator.hardwareConcurrency), 8));
    await demo.step();
    assert.deepEqual(fetched(demo), ['threads']);
  }),
);

test(
  'a browser without relaxed SIMD gets SIMD128, and is told if it was asked for more',
  onPage({}, async (demo) => {
    await demo.alter('www/flavours.js', (text) => text.replace('253, 133, 2', '253, 255, 127'));
    await demo.openReady();
    assert.match(await demo.text('kernels'), NAMES.simd128);
    await demo.openReady('?kernel=relaxed');
    assert.match(await demo.text('kernels'), /SIMD128, 1 thread[.] \?kernel=relaxed cannot run here: this browser has no relaxed SIMD[.]$/);
    assert.deepEqual(fetched(demo), ['simd128']);
  }),
);

/** @param {import('playwright-core').Route} route */
async function corrupted(route) {
  const body = await (await route.fetch()).body();
  await route.fulfill({ body: body.fill(0xff, Math.floor(body.length / 2)), contentType: 'application/wasm' });
}

/** @param {import('playwright-core').Route} route */
const missing = (route) => route.fulfill({ status: 404, body: 'no' });

for (const [name, query, files, fulfil, expected] of /** @type {[string, string, string, typeof corrupted, Flavour][]} */ ([
  ['a missing program', '', '**/pkg/threads/*.wasm', missing, 'relaxed'],
  ['a corrupted program', '', '**/pkg/threads/*.wasm', corrupted, 'relaxed'],
  ['a missing JavaScript half', '', '**/pkg/threads/*.js', missing, 'relaxed'],
  ['two missing programs', '', '**/pkg/{threads,relaxed}/*.wasm', missing, 'simd128'],
  ['a corrupted program that was asked for', '?kernel=relaxed', '**/pkg/relaxed/*.wasm', corrupted, 'threads'],
])) {
  test(
    `${name}: the next best build runs, and the page says why`,
    onPage({}, async (demo) => {
      await demo.page.route(files, fulfil);
      await demo.openReady(query);
      assert.equal(await flavour(demo), expected);
      assert.match(await demo.text('kernels'), /The (threads|relaxed) build did not start, so the next best runs: pkg\/\w+\/dcgan_wasm\S+, .+[.]$/);
      assert.equal(await demo.part('failure').isVisible(), false);
      await demo.step();
    }),
  );
}

test(
  'threads change no number: with three the losses are those of one, to the bit',
  onPage({}, async (demo) => {
    /** @param {number} threads */
    const run = async (threads) => {
      await demo.openReady(`?kernel=threads&threads=${threads}`);
      await threadsReach(demo, threads);
      await demo.fill({ baseWidth: '16', batchSize: '24' });
      await demo.reset();
      for (let step = 0; step < 8; step++) await demo.step();
      return demo.reports();
    };
    const alone = await run(1);
    assert.equal(alone.length, 8);
    assert.deepEqual(await run(3), alone);
  }),
);

test(
  'helpers that cannot be started are not missed',
  onPage({}, async (demo) => {
    // The script of a worker's worker passes no route, so that another name is asked for.
    await demo.page.route('**/www/worker.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('./helper.js', './no-such-helper.js') });
    });
    await demo.openReady('?kernel=threads&threads=4');
    await demo.train();
    await demo.stepsReach(5);
    await demo.pause();
    assert.equal(await demo.text('kernels'), 'Kernels: relaxed SIMD on shared memory, 1 thread.');
  }),
);

for (const [query, complaint] of /** @type {[string, RegExp][]} */ ([
  ['?kernel=avx', /[?]kernel=avx is ignored[.] Choose threads, relaxed or simd128[.]$/],
  ['?threads=0', /[?]threads=0 is ignored[.] Enter a whole number from 1 to 16[.]$/],
  ['?threads=many', /[?]threads=many is ignored[.] Enter a whole number from 1 to 16[.]$/],
])) {
  test(
    `${query} is told what is permitted, and the best build runs`,
    onPage({}, async (demo) => {
      await demo.openReady(query);
      assert.equal(await flavour(demo), 'threads');
      assert.match(await demo.text('address-note'), complaint);
    }),
  );
}

/**
 * What a thread is called; nothing if it ends before it is asked.
 * @param {string} directory
 */
function threadName(directory) {
  try {
    return readFileSync(`${directory}/comm`, 'utf8');
  } catch {
    return '';
  }
}

/**
 * How many threads the workers in all processes of a browser have.
 * @param {import('playwright-core').Browser} browser
 */
async function workerThreads(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const threads = processInfo.flatMap(({ id }) => readdirSync(`/proc/${id}/task`).map((thread) => `/proc/${id}/task/${thread}`));
  return threads.filter((directory) => threadName(directory).startsWith('DedicatedWorker')).length;
}

test(
  'helpers end with the training worker: neither Reset nor a reload leaves threads behind',
  { skip: process.platform !== 'linux' && 'the threads of a browser are counted in /proc' },
  inBrowserWith([], {}, async (demo, browser) => {
    const settles = async (/** @type {number} */ expected, /** @type {string} */ when) => {
      let found = NaN;
      for (const end = Date.now() + 20_000; found !== expected && Date.now() < end;) {
        await demo.page.waitForTimeout(50);
        found = await workerThreads(browser);
      }
      assert.equal(found, expected, when);
    };
    await demo.openReady('?kernel=threads&threads=3');
    await threadsReach(demo, 3);
    await settles(3, 'the training worker and two helpers');
    await demo.step();
    await demo.reset();
    await settles(3, 'after a reset');
    await demo.train();
    await demo.page.reload();
    await demo.reaches('ready');
    await settles(3, 'after a reload in the middle of training');
    await demo.page.goto(`${demo.address}www/favicon.svg`);
    await settles(0, 'on a page without workers');
  }),
);
