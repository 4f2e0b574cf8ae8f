/** A frame's run survives the frame: kept while it trains, gone on with when the frame is back, wherever it may be kept. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FRAMED, around, permitModules, servePages } from './support/frames.js';
import { pageTests } from './support/page-tests.js';
import { CHECKOUT } from './support/server.js';

/** @typedef {import('playwright-core').Page} Page */

const { onPage } = pageTests();

/**
 * A page of frames, each shown as a deck shows them: by its address, and taken away by about:blank.
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {Record<string, string>} frames attributes, by id
 * @param {string} [script] of the parent
 */
async function open(demo, frames, script = '') {
  if (Object.values(frames).some((attributes) => attributes.includes('sandbox'))) await permitModules(demo.page);
  const elements = Object.entries(frames).map(([id, attributes]) => `<iframe id="${id}" title="${id}" ${attributes}></iframe>`);
  await servePages(demo.page, { 'framed.html': FRAMED, 'parent.html': `${around(elements.join(''))}${script}` });
  await demo.page.goto(`${demo.address}fake/parent.html`);
}

/**
 * @param {Page} page
 * @param {string} id
 * @param {string} query
 */
async function show(page, id, query = '') {
  await page.locator(`#${id}`).evaluate((frame, address) => frame.setAttribute('src', address), `framed.html${query}`);
  const handle = await page.locator(`#${id}`).elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error(`no frame ${id}`);
  await frame.waitForFunction(() => 'demo' in window);
  await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  return frame;
}

/**
 * @param {Page} page
 * @param {string} id
 */
async function hide(page, id) {
  await page.locator(`#${id}`).evaluate((frame) => {
    frame.setAttribute('src', 'about:blank');
    frame.removeAttribute('src');
  });
  await page.waitForTimeout(100);
}

/**
 * Trains until a checkpoint has been kept, and a little further.
 * @param {import('playwright-core').Frame} frame
 * @param {number} steps of the checkpoint
 */
async function train(frame, steps) {
  await frame.evaluate(async (count) => {
    const { demo } = /** @type {any} */ (window);
    await demo.play();
    demo.run(count - demo.steps);
    demo.keep();
    await new Promise((resolve) => setTimeout(resolve, 300));
    demo.run(7);
  }, steps);
}

/** @param {import('playwright-core').Frame} frame */
const state = (frame) =>
  frame.evaluate(() => {
    const { steps, state: now, asked } = /** @type {any} */ (window).demo;
    return { steps, state: now, restored: asked.find((/** @type {string} */ call) => call.startsWith('restore')) ?? null };
  });

/** @param {import('playwright-core').Frame} frame */
const stored = (frame) =>
  frame.evaluate(async () => ({ session: sessionStorage.length, databases: (await indexedDB.databases()).map(({ name }) => name), name: window.name }));

const NEW = { steps: 0, state: 'ready', restored: null };
const RESTORED = { steps: 40, state: 'training', restored: 'restore steps 40' };

test(
  'a run that was training goes on from its last checkpoint, and a paused one is paused at the very step',
  onPage({}, async (demo) => {
    await open(demo, { one: '' });
    let frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), NEW);
    assert.deepEqual(await stored(frame), { session: 0, databases: [], name: '' }, 'nothing is stored before the first checkpoint');
    await train(frame, 40);
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), RESTORED);
    await frame.evaluate(async () => {
      /** @type {any} */ (window).demo.run(3);
      await /** @type {any} */ (window).demo.pause();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), { steps: 43, state: 'paused', restored: 'restore steps 43' });
    await demo.page.reload();
    frame = await show(demo.page, 'one', '?theme=dark&lang=ru#notes');
    assert.equal((await state(frame)).steps, 43, 'after a reload of the deck too, and whatever the colours and the language');
    frame = await show(demo.page, 'one', '?seed=2');
    assert.deepEqual(await state(frame), NEW, 'another run is another run');
  }),
);

test(
  'a slide that is left is no pause, a reset run is not kept, and ?resume=false begins anew',
  onPage({}, async (demo) => {
    await open(demo, { one: '' });
    let frame = await show(demo.page, 'one');
    await train(frame, 40);
    await frame.evaluate(async () => {
      const fake = /** @type {any} */ (window).demo;
      fake.onStage = false;
      await fake.pause();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), { steps: 47, state: 'training', restored: 'restore steps 47' });
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one', '?resume=false');
    assert.deepEqual(await state(frame), NEW);
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one');
    await frame.evaluate(async () => {
      await /** @type {any} */ (window).demo.reset();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await hide(demo.page, 'one');
    assert.deepEqual(await state(await show(demo.page, 'one')), NEW);
  }),
);

test(
  'two frames with one address keep a run each, and a name in the address lets two slides share one',
  onPage({}, async (demo) => {
    await open(demo, { one: '', two: '' });
    const one = await show(demo.page, 'one');
    await train(one, 40);
    await hide(demo.page, 'one');
    const two = await show(demo.page, 'two');
    assert.deepEqual(await state(two), NEW);
    await train(two, 60);
    await hide(demo.page, 'two');
    assert.equal((await state(await show(demo.page, 'one'))).steps, 40);
    assert.equal((await state(await show(demo.page, 'two'))).steps, 60, 'both at once');
    const named = await show(demo.page, 'one', '?keep=lecture&parts=digits');
    assert.deepEqual(await state(named), NEW);
    await train(named, 80);
    await hide(demo.page, 'one');
    const shared = await show(demo.page, 'two', '?keep=lecture&parts=losses');
    assert.equal((await state(shared)).steps, 80);
  }),
);

test(
  'a tab and its duplicate, which begins with a copy of its session, keep a run each',
  onPage({}, async (demo) => {
    await open(demo, { one: '' });
    const frame = await show(demo.page, 'one');
    await train(frame, 40);
    const opening = demo.page.context().waitForEvent('page');
    await demo.page.evaluate(() => void window.open(location.href));
    const copy = await opening;
    await servePages(copy, { 'framed.html': FRAMED, 'parent.html': around('<iframe id="one" title="one"></iframe>') });
    await copy.reload();
    const twin = await show(copy, 'one');
    assert.equal((await stored(twin)).session, 1, 'the session is a copy');
    await twin.waitForTimeout(1500);
    assert.deepEqual(await state(twin), NEW);
    await train(twin, 90);
    await hide(demo.page, 'one');
    await hide(copy, 'one');
    assert.equal((await state(await show(demo.page, 'one'))).steps, 40);
  }),
);

test(
  'runs of old sessions are removed, and no more are kept than a deck has',
  onPage({}, async (demo) => {
    await open(demo, { one: '' });
    const frame = await show(demo.page, 'one');
    await frame.evaluate(() => {
      const request = indexedDB.open('dcgan-demo', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('runs', { keyPath: 'title' }).createIndex('keptAt', 'keptAt');
      return new Promise((resolve) => {
        request.onsuccess = () => {
          const runs = request.result.transaction('runs', 'readwrite').objectStore('runs');
          const put = (/** @type {string} */ title, /** @type {number} */ age) =>
            runs.put({ title, keptAt: Date.now() - 1000 * age, file: new Uint8Array(1), isTraining: true });
          put('yesterday', 25 * 3600);
          for (let age = 1; age <= 30; age++) put(`age ${age}`, age);
          runs.transaction.oncomplete = () => resolve(request.result.close());
        };
      });
    });
    await train(frame, 40);
    const titles = await frame.evaluate(() => {
      const request = indexedDB.open('dcgan-demo', 1);
      /** @type {Promise<string[]>} */
      const found = new Promise((resolve) => {
        request.onsuccess = () => {
          const keys = request.result.transaction('runs').objectStore('runs').getAllKeys();
          keys.onsuccess = () => resolve(keys.result.map(String));
        };
      });
      return found;
    });
    assert.equal(titles.length, 24);
    assert.ok(titles.includes('age 23') && !titles.includes('age 24') && !titles.includes('yesterday'), titles.join());
    assert.equal(titles.filter((title) => title.includes('framed.html')).length, 1);
  }),
);

test(
  'a frame without storage keeps its run with a parent that offers it',
  onPage({}, async (demo) => {
    await open(
      demo,
      { one: 'sandbox="allow-scripts"' },
      readFileSync(join(CHECKOUT, 'examples/embed/keep.html'), 'utf8'),
    );
    await train(await show(demo.page, 'one'), 40);
    await hide(demo.page, 'one');
    const frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), RESTORED);
    assert.equal(await frame.evaluate(() => window.name), '');
  }),
);

test(
  'without storage and without such a parent the frame’s own name keeps it; a name that the deck gave is left alone',
  onPage({}, async (demo) => {
    await open(demo, { one: 'sandbox="allow-scripts"', named: 'sandbox="allow-scripts" name="theirs"' });
    let frame = await show(demo.page, 'one');
    await frame.waitForTimeout(1000);
    await train(frame, 40);
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), RESTORED);
    await frame.evaluate(() => (window.name = 'dcgan-demo run training ???'));
    frame = await show(demo.page, 'one', '?again');
    await frame.waitForTimeout(1000);
    assert.deepEqual(await state(frame), NEW, 'a damaged one is not taken');
    frame = await show(demo.page, 'named');
    await frame.waitForTimeout(1000);
    await train(frame, 40);
    assert.equal(await frame.evaluate(() => window.name), 'theirs');
  }),
);

test(
  'a file that the demo refuses, or a full storage, leaves the run as it is',
  onPage({}, async (demo) => {
    await open(demo, { one: '' });
    let frame = await show(demo.page, 'one');
    await train(frame, 40);
    await frame.evaluate(async () => {
      /** @type {any} */ (window).demo.checkpoint = async () => new TextEncoder().encode('of another version');
      await /** @type {any} */ (window).demo.pause();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await hide(demo.page, 'one');
    frame = await show(demo.page, 'one');
    assert.deepEqual(await state(frame), { ...NEW, restored: 'restore of another version' });
    await frame.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await train(frame, 50);
    assert.equal((await state(frame)).steps, 57);
  }),
);
