/** The verdict: what the judge says is what the page shows, milestones are noted once, and training needs no judge. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

/** What Chromium itself says about a request that this test made fail. */
const FAILED_REQUEST = /^error: Failed to load resource/;
const JUDGE = '**/data/judge.safetensors';

const { onPage } = pageTests({ console: FAILED_REQUEST });

/** @param {number} share */
const percent = (share) => `${Math.round(100 * share)}\u00a0%`;

test(
  'the images of the untrained generator are judged before training, and are no digits',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.verdictsReach(1);
    const [verdict] = await demo.verdicts();
    assert.equal(verdict?.step, 0);
    assert.equal(verdict?.count, 128);
    assert.ok((verdict?.readable ?? NaN) < 0.05, `${verdict?.readable} readable`);
    assert.match(await demo.text('verdict-found'), /no digit yet/);
  }),
);

test(
  'the panel shows the numbers of the latest verdict, in words and in a table',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.train();
    await demo.verdictsReach(3);
    await demo.pause();
    const verdict = (await demo.verdicts()).at(-1);
    assert.ok(verdict && verdict.step > 0);
    assert.equal(await demo.text('readable'), percent(verdict.readable));
    assert.equal(await demo.part('readable-meter').getAttribute('aria-valuenow'), verdict.readable.toFixed(2));
    const step = verdict.step.toLocaleString('en');
    assert.equal(await demo.text('verdict-base'), `Averaged weights, 128 fresh images, step ${step}`);
    assert.equal(await demo.text('diversity'), verdict.diversity.toFixed(2));
    assert.equal(await demo.text('frechet-distance'), Math.round(verdict.frechetDistance).toLocaleString('en'));
    assert.equal(await demo.text('as-asked'), percent(verdict.asAsked ?? NaN));
    const rows = await demo.page.locator('[data-part="histogram"] tr').allInnerTexts();
    const shares = [...verdict.byDigit.map((count) => count / verdict.count), 1 - verdict.readable];
    assert.deepEqual(
      rows.map((row) => row.split(/\t|\n/).filter(Boolean)),
      shares.map((share, row) => [row < 10 ? String(row) : 'none', percent(share)]),
    );
  }),
);

test(
  'a verdict says when it is of raw weights, and a run without labels cannot be as asked',
  onPage({}, async (demo) => {
    await demo.openReady('?preset=plain');
    await demo.choose('shown', 'raw');
    await demo.train();
    await demo.verdictsReach(3);
    await demo.pause();
    assert.match(await demo.text('verdict-base'), /^Raw weights/);
    assert.equal(await demo.text('as-asked'), '–');
  }),
);

test(
  'judging costs as little as promised: 1 % of the time of the steps',
  onPage({}, async (demo) => {
    await demo.sabotage(`const { step, judge } = Trainer.prototype;
    let stepping = 0;
    let judging = 0;
    Trainer.prototype.step = function () {
      const start = performance.now();
      const report = step.call(this);
      stepping += performance.now() - start;
      return report;
    };
    Trainer.prototype.judge = function (...words) {
      const start = performance.now();
      const verdict = judge.apply(this, words);
      const before = judging;
      if (this.stepsTaken > 0) judging += performance.now() - start;
      return { ...verdict, before, judging, stepping };
    };`);
    await demo.openReady();
    await demo.train();
    await demo.page.waitForTimeout(8000);
    await demo.verdictsReach(4);
    await demo.pause();
    const verdicts = await demo.verdicts();
    const spent = /** @type {{ before: number, judging: number, stepping: number }[]} */ (/** @type {unknown} */ (verdicts));
    const { judging, stepping } = spent.at(-1) ?? { judging: NaN, stepping: NaN };
    const share = ((100 * judging) / stepping).toFixed(2);
    const firstAt = Math.round(verdicts[1]?.elapsedMilliseconds ?? NaN);
    console.log(`${verdicts.length - 1} verdicts, the first after ${firstAt} ms: ${share} % of the steps' time`);
    // What a verdict will cost is only expected from the one before, so that each is afforded by what those before it have cost.
    for (const { before, stepping } of spent) assert.ok(before <= 0.0105 * stepping, `${before} ms of judging in ${stepping} ms of steps`);
  }),
);

test(
  'milestones are “not yet” at first, counted when passed, said politely once each, and gone with the run',
  onPage({}, async (demo) => {
    // So far apart that a fast machine, too, comes to them in messages of their own.
    await demo.judgeSays('step < 20 ? 0.1 : step < 800 ? 0.84 : 0.95');
    await demo.openReady();
    await demo.page.evaluate(() => {
      /** @type {string[]} */
      const announced = [];
      Object.assign(window, { announced });
      const region = /** @type {HTMLElement} */ (window.demoRoot.querySelector('[data-part="milestone-announcement"]'));
      const observer = new MutationObserver(() => announced.push(region.innerText.trim()));
      observer.observe(region, { subtree: true, childList: true, characterData: true });
    });
    for (const share of [80, 90]) assert.equal(await demo.text(`readable-${share}-time`), 'not yet');
    await demo.train();
    await demo.page.waitForFunction(() => window.demoRoot.querySelector('[data-part="readable-90-time"]')?.textContent !== 'not yet');
    await demo.stepsReach((await demo.steps()) + 30);
    await demo.pause();
    const milestones = (await demo.latestProgress())?.readable ?? [];
    assert.deepEqual(
      milestones.map(({ share }) => share),
      [0.8, 0.9],
    );
    for (const { share, step, elapsedMilliseconds } of milestones) {
      assert.ok(step >= (share === 0.8 ? 20 : 800));
      assert.equal(await demo.text(`readable-${100 * share}-time`), `${(elapsedMilliseconds / 1000).toFixed(1)} s`);
      assert.equal(await demo.text(`readable-${100 * share}-steps`), `${step.toLocaleString('en')} steps`);
    }
    const announced = await demo.page.evaluate(() => /** @type {any} */ (window).announced);
    assert.deepEqual(
      announced.map((/** @type {string} */ sentence) => sentence.replace(/[\d.,]+/g, 'N')),
      ['N\u00a0% readable after N s (N steps)', 'N\u00a0% readable after N s (N steps)'],
    );
    await demo.reset();
    for (const share of [80, 90]) assert.equal(await demo.text(`readable-${share}-time`), 'not yet');
    await demo.step();
    assert.deepEqual((await demo.latestProgress())?.readable, []);
  }),
);

test(
  'the judge keeps nobody waiting: without its file the page is ready and trains',
  onPage({}, async (demo) => {
    await demo.page.route(JUDGE, () => new Promise(() => {}));
    await demo.openReady();
    await demo.train();
    await demo.stepsReach(10);
    await demo.pause();
    assert.equal(await demo.text('readable'), '–');
    assert.equal(await demo.text('verdict-found'), 'no verdict yet');
  }),
);

/** @type {[string, (route: import('playwright-core').Route) => Promise<void>, RegExp][]} */
const BROKEN = [
  ['missing', (route) => route.fulfill({ status: 404, body: 'no' }), /data\/judge\.safetensors.*404/],
  ['unreachable', (route) => route.abort(), /data\/judge\.safetensors/],
  ['something else', (route) => route.fulfill({ body: 'no' }), /data\/judge\.safetensors/],
  ['cut short', truncated, /data\/judge\.safetensors/],
];

/** @param {import('playwright-core').Route} route */
async function truncated(route) {
  const body = await (await route.fetch()).body();
  await route.fulfill({ body: body.subarray(0, Math.floor(body.length / 2)) });
}

for (const [name, fulfil, sentence] of BROKEN) {
  test(
    `a judge that is ${name} is told in a sentence, and training goes on without verdicts`,
    onPage({}, async (demo) => {
      await demo.page.route(JUDGE, fulfil);
      await demo.openReady();
      await demo.part('judge-missing').filter({ hasText: /\S/ }).waitFor();
      const whole = /^The judge could not be loaded .+: training goes on without verdicts until the page is reloaded[.]$/;
      assert.match(await demo.text('judge-missing'), whole);
      assert.match(await demo.text('judge-missing'), sentence);
      assert.equal(await demo.part('histogram').isVisible(), false);
      await demo.train();
      await demo.stepsReach(10);
      await demo.reset();
      await demo.step();
      assert.deepEqual(await demo.verdicts(), []);
      assert.equal(await demo.part('failure').isVisible(), false);
    }),
  );
}

for (const when of ['before training', 'while training']) {
  test(
    `a judge that stops the program ${when} is a failure like any other, and Retry goes on with another`,
    onPage({}, async (demo) => {
      const condition = when === 'before training' ? 'true' : 'this.stepsTaken > 0';
      await demo.sabotage(`const { judge } = Trainer.prototype;
      Trainer.prototype.judge = function (...words) {
        if (${condition}) throw new WebAssembly.RuntimeError('memory access out of bounds');
        return judge.apply(this, words);
      };`);
      await demo.open();
      if (when === 'while training') {
        await demo.reaches('ready');
        await demo.part('toggle').click();
      }
      await demo.reaches('failed');
      assert.match(await demo.text('failure-sentence'), /stopped unexpectedly/);
      await demo.mend();
      await demo.part('retry').click();
      await demo.reaches(when === 'while training' ? 'training' : 'ready');
      await demo.verdictsReach(1);
      await demo.step();
    }),
  );
}
