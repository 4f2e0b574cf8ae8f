/** The page's run survives the page: kept while it trains, offered when the page is open again, deleted where somebody wants that. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';
import { denyStorage, fillStorage } from './support/faults.js';
import { ownImages } from './support/idx.js';
import { hasNoViolations } from './support/violations.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();

/**
 * Trains until the run is kept.
 * @param {DemoPage} demo
 */
async function trainUntilKept(demo) {
  await demo.train();
  await untilKept(demo, (steps) => steps.length > 0);
}

/**
 * @param {DemoPage} demo
 * @param {(steps: number[]) => boolean} isRight
 */
async function untilKept(demo, isRight) {
  for (const deadline = Date.now() + 60_000; !isRight(await keptSteps(demo)); ) {
    assert.ok(Date.now() < deadline, `steps ${await keptSteps(demo)} are kept`);
    await demo.page.waitForTimeout(50);
  }
}

/** Run in the page before it: tells the steps of the runs that are kept, without making a database where there is none. */
function readDatabase() {
  Object.assign(window, {
    keptSteps: async () => {
      if (!(await indexedDB.databases()).some(({ name }) => name === 'dcgan-demo')) return [];
      return new Promise((resolve, reject) => {
        const opening = indexedDB.open('dcgan-demo', 1);
        opening.onerror = reject;
        opening.onsuccess = () => {
          const reading = opening.result.transaction('runs').objectStore('runs').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.map(({ steps }) => steps));
          };
        };
      });
    },
  });
}

/** @param {DemoPage} demo @returns {Promise<number[]>} */
const keptSteps = (demo) => demo.page.evaluate(() => /** @type {any} */ (window).keptSteps());

/**
 * What the chart and the worker know of the run.
 * @param {DemoPage} demo
 */
const losses = async (demo) => (await demo.reports()).map(({ step, generatorLoss }) => [step, generatorLoss]);

test(
  'a run is offered after a reload, and goes on bit for bit as if the page had never been closed',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady('?seed=5');
    assert.equal(await demo.part('kept-run').isVisible(), false);
    await demo.train();
    await demo.stepsReach(60);
    await demo.pause();
    const steps = await demo.steps();
    await untilKept(demo, (kept) => kept.includes(steps));
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.part('kept-run').filter({ hasText: `step ${steps.toLocaleString('en')},` }).waitFor();
    await demo.part('kept-run-continue').click();
    await demo.stepsReach(steps + 100);
    assert.equal(await demo.part('kept-run').isVisible(), false);
    assert.equal(await demo.field('seed').inputValue(), '5');
    const resumed = (await losses(demo)).slice(0, 100);
    await demo.page.goto(`${demo.address}?seed=5&resume=false`);
    await demo.reaches('ready');
    await demo.train();
    await demo.stepsReach(steps + 100);
    assert.equal(await demo.part('kept-run').isVisible(), false, 'not offered where the address does not want it');
    assert.deepEqual(resumed, (await losses(demo)).slice(steps, steps + 100));
  }),
);

test(
  'nothing is stored before the first checkpoint, nor by looking for one',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady();
    await demo.page.waitForTimeout(500);
    const stored = () =>
      demo.page.evaluate(async () => ({
        databases: (await indexedDB.databases()).map(({ name }) => name),
        cookie: document.cookie,
        local: localStorage.length,
        session: sessionStorage.length,
        caches: await caches.keys(),
      }));
    const nothing = { databases: [], cookie: '', local: 0, session: 0, caches: [] };
    assert.deepEqual(await stored(), nothing);
    await trainUntilKept(demo);
    assert.deepEqual(await stored(), { ...nothing, databases: ['dcgan-demo'] });
  }),
);

test(
  'who trains another run loses nothing: the one that was kept stays, until it is deleted',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady();
    await trainUntilKept(demo);
    await demo.pause();
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.part('kept-run').waitFor();
    await demo.train();
    await untilKept(demo, (steps) => steps.length === 2);
    await demo.part('kept-run-delete').click();
    await demo.part('kept-run').waitFor({ state: 'hidden' });
    assert.equal((await keptSteps(demo)).length, 1, 'the one that trains');
    assert.equal(await demo.part('toggle').evaluate((button) => window.demoRoot.activeElement === button), true, 'the focus is not lost');
    await demo.pause();
    await demo.part('kept-clear').click();
    await demo.part('kept-outcome').filter({ hasText: 'deleted' }).waitFor();
    assert.deepEqual(await keptSteps(demo), []);
  }),
);

test(
  'a run that is gone on with takes its own place: it leaves no copy, and writes over none that was trained before',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady();
    await demo.train();
    await demo.stepsReach(300);
    await demo.pause();
    await untilKept(demo, (steps) => Number(steps[0]) >= 300);
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.part('kept-run-continue').click();
    await untilKept(demo, (steps) => Number(steps[0]) > 400);
    await demo.pause();
    const continued = await demo.steps();
    await untilKept(demo, (steps) => steps.includes(continued));
    assert.deepEqual(await keptSteps(demo), [continued]);
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.part('kept-run').waitFor();
    await demo.step();
    await untilKept(demo, (steps) => steps.includes(1));
    await demo.part('kept-run-continue').click();
    await demo.stepsReach(continued + 20);
    await demo.pause();
    const further = await demo.steps();
    await untilKept(demo, (steps) => steps.includes(further));
    assert.deepEqual((await keptSteps(demo)).sort((a, b) => a - b), [1, further]);
  }),
);

test(
  'a worker that is lost right after a run was gone on with costs nothing of it',
  onPage({ console: /^error: panicked at/ }, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady();
    await trainUntilKept(demo);
    await demo.pause();
    const steps = await demo.steps();
    await untilKept(demo, (kept) => kept.includes(steps));
    // The first of what comes after a file was restored fails, in the first worker only.
    let turn = 0;
    await demo.page.route('**/tests-turn', (route) => route.fulfill({ body: turn++ === 0 ? 'first' : 'later' }));
    await demo.sabotage(`if ((await (await fetch('/tests-turn')).text()) === 'first')
      for (const name of ['checkpoint', 'step']) Trainer.prototype[name] = () => { throw new WebAssembly.RuntimeError('out of bounds'); };`);
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.part('kept-run-continue').click();
    await demo.part('failure').filter({ hasText: `goes on by itself, from step ${steps.toLocaleString('en')}:` }).waitFor();
    await demo.stepsReach(steps + 20);
    assert.ok((await keptSteps(demo)).every((kept) => kept >= steps));
  }),
);

test(
  'two tabs keep a run each, and neither is offered the one that the other trains',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady();
    await trainUntilKept(demo);
    const other = await demo.page.context().newPage();
    await other.goto(demo.address);
    await other.locator('[data-part="state"][data-state="ready"]').waitFor();
    await other.waitForTimeout(1500);
    assert.equal(await other.locator('[data-part="kept-run"]').isVisible(), false);
    await other.locator('[data-part="toggle"]').click();
    await untilKept(demo, (steps) => steps.length === 2);
    await other.close();
  }),
);

test(
  'a run that was kept and is damaged is refused with the reason, and the current run goes on',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady();
    await trainUntilKept(demo);
    await demo.pause();
    await demo.page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('dcgan-demo', 1);
          opening.onsuccess = () => {
            const store = opening.result.transaction('runs', 'readwrite').objectStore('runs');
            store.openCursor().onsuccess = ({ target }) => {
              const cursor = /** @type {IDBRequest<IDBCursorWithValue>} */ (target).result;
              const { file } = cursor.value;
              file[file.length >> 1] ^= 1;
              cursor.update({ ...cursor.value, file }).onsuccess = () => (opening.result.close(), resolve(null));
            };
          };
        }),
    );
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.train();
    await demo.stepsReach(30);
    await demo.part('kept-run-continue').click();
    await demo.part('kept-run-outcome').filter({ hasText: /cannot be gone on with: .*checksum/ }).waitFor();
    const steps = await demo.steps();
    await demo.stepsReach(steps + 30);
    await demo.page.locator('.languages [lang="ru"]').click();
    await demo.part('kept-run-outcome').filter({ hasText: 'Продолжить его нельзя' }).waitFor();
  }),
);

test(
  'a run on the visitor’s own images is kept with them',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(readDatabase);
    await demo.openReady('?seed=5');
    const { images, labels } = ownImages(300);
    await demo.page.evaluate(
      (files) => /** @type {any} */ (document.querySelector('dcgan-demo')).open(files.map((bytes) => new Blob([new Uint8Array(bytes)]))),
      [[...images], [...labels]],
    );
    await trainUntilKept(demo);
    await demo.pause();
    const [steps = 0] = await keptSteps(demo);
    await demo.page.reload();
    await demo.reaches('ready');
    await demo.part('kept-run-continue').click();
    await demo.stepsReach(steps + 30);
    const { length } = await demo.page.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).ownImages.images);
    assert.equal(length, images.length);
  }),
);

for (const { name, script, sentence } of [
  { name: 'full', script: fillStorage, sentence: /storage is full.*save the run as a file/ },
  { name: 'denied', script: denyStorage, sentence: /does not let this page keep anything.*save it as a file/ },
]) {
  test(
    `storage that is ${name} is told in a sentence, and training goes on`,
    onPage({}, async (demo) => {
      await demo.page.addInitScript(script);
      await demo.openReady();
      await demo.train();
      await demo.part('storage-note').filter({ hasText: sentence }).waitFor();
      await demo.stepsReach((await demo.steps()) + 50);
    }),
  );
}

for (const colorScheme of /** @type {('light' | 'dark')[]} */ (['light', 'dark'])) {
  test(
    `axe-core finds no violation with a run on offer that is refused, ${colorScheme}`,
    onPage({ colorScheme, viewport: { width: 360, height: 740 } }, async (demo) => {
      await demo.page.addInitScript(readDatabase);
      await demo.openReady();
      await trainUntilKept(demo);
      await demo.pause();
      await demo.page.reload();
      await demo.reaches('ready');
      await demo.part('kept-run').waitFor();
      await demo.page.evaluate(() => {
        Object.assign(/** @type {any} */ (document.querySelector('dcgan-demo')), { restore: () => Promise.reject(new Error('It is damaged.')) });
      });
      await demo.part('kept-run-continue').click();
      await demo.part('kept-run-outcome').filter({ hasText: 'It is damaged.' }).waitFor();
      await hasNoViolations(demo, 'a run on offer is refused');
    }),
  );
}
