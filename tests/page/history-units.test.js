/** What a run's past is kept in: the losses cut back to a step, the run before as a ghost, kept moments, every step for a file, pictures. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gridImage } from '../../www/history/grid-image.js';
import { Moments } from '../../www/history/moments.js';
import { StepLog } from '../../www/history/step-log.js';
import { LossHistory, columnsOf } from '../../www/loss-history.js';
import { read, written } from '../../www/run-notes.js';
import { CHECKOUT } from './support/server.js';

/** @param {number} step */
const lossAt = (step) => Math.sin(step * 7.7) + step / 1000;

/**
 * @param {LossHistory} history
 * @param {number} from
 * @param {number} to
 */
function pushSteps(history, from, to) {
  for (let step = from; step <= to; step++) history.push(lossAt(step), 2 * lossAt(step));
}

for (const [cut, steps] of /** @type {[number, number][]} */ ([
  [5, 7],
  [8, 16],
  [12, 100],
  [96, 100],
  [0, 40],
])) {
  test(`cut back from ${steps} steps to ${cut} and pushed again, eight buckets are as if nothing had happened`, () => {
    const [history, straight] = [new LossHistory(8), new LossHistory(8)];
    pushSteps(history, 1, steps);
    const { stepsPerBucket } = history;
    history.cutBack(cut);
    assert.equal(history.steps, cut);
    assert.equal(history.length, Math.ceil(cut / stepsPerBucket));
    assert.equal(history.stepAt(history.length - 1), cut);
    pushSteps(history, cut + 1, steps);
    pushSteps(straight, 1, steps);
    for (const name of /** @type {const} */ (['discriminator', 'generator'])) {
      for (let bucket = 0; bucket < straight.length; bucket++) {
        assert.equal(history[name].minimum[bucket], straight[name].minimum[bucket]);
        assert.equal(history[name].maximum[bucket], straight[name].maximum[bucket]);
        const difference = Math.abs((history[name].smoothed[bucket] ?? NaN) - (straight[name].smoothed[bucket] ?? NaN));
        // Inside a bucket the moving average goes on from the bucket before.
        assert.ok(difference < (cut % stepsPerBucket === 0 ? 1e-5 : 0.5), `${name}, bucket ${bucket}: ${difference}`);
      }
    }
  });
}

test('a reset keeps the run before, a run of no step does not replace it, and memory stays bounded', () => {
  const history = new LossHistory(8);
  pushSteps(history, 1, 50);
  history.begin(0, 'new');
  assert.deepEqual([history.steps, history.before?.history.steps, history.before?.from], [0, 50, 0]);
  const ghost = () => history.ghost;
  assert.equal(ghost(), null, 'not shown unasked');
  history.begin(0, 'new');
  assert.equal(history.before?.history.steps, 50);
  history.compares = true;
  assert.equal(ghost(), history.before);
  pushSteps(history, 1, 1000);
  history.begin(0, 'new');
  assert.equal(ghost()?.history.discriminator.minimum.length, 8);
  assert.equal(ghost()?.history.before, null, 'one ghost, not a chain of them');
});

test('a run that goes on from an earlier step is no other run: nothing becomes the run before', () => {
  for (const manner of /** @type {const} */ (['reverted', 'recovered'])) {
    const history = new LossHistory(64);
    pushSteps(history, 1, 60);
    history.begin(20, manner);
    assert.deepEqual([history.steps, history.before, history.compares], [20, null, false]);
    pushSteps(history, 21, 30);
    assert.equal(history.generator.maximum[29], Math.fround(2 * lossAt(30)));
  }
});

test('a branch has its beginning in common with the run before, which is shown from there on', () => {
  const history = new LossHistory(64);
  pushSteps(history, 1, 60);
  history.begin(20, 'branch');
  assert.deepEqual([history.steps, history.ghost?.from, history.ghost?.history.steps], [20, 20, 60]);
  pushSteps(history, 21, 30);
  assert.equal(history.ghost?.history.generator.maximum[59], Math.fround(2 * lossAt(60)), 'the ghost is a copy');
  assert.equal(history.generator.maximum[29], Math.fround(2 * lossAt(30)));
  assert.equal(columnsOf(history, history.generator, 1).length, 30);
});

/** @param {number} step */
const moment = (step) => ({
  step,
  elapsedMilliseconds: 10 * step,
  samples: { step, view: /** @type {const} */ ({ shown: 'average', digit: null }), pixels: new Uint8Array() },
});

test('moments come, are forgotten, and a branch keeps those up to its beginning', () => {
  const moments = new Moments();
  for (const step of [0, 10, 20, 30]) assert.equal(moments.hear({ kept: moment(step), forgotten: [] }), true);
  assert.equal(moments.hear({ kept: null, forgotten: [] }), false);
  moments.hear({ kept: moment(40), forgotten: [10, 30] });
  assert.deepEqual(
    moments.all.map(({ step }) => step),
    [0, 20, 40],
  );
  assert.deepEqual(
    [19, 20, 39, 400, -1].map((step) => moments.indexOf(step)),
    [0, 1, 1, 2, -1],
  );
  moments.begin(20, true);
  assert.equal(moments.all.length, 2);
  moments.begin(0, false);
  assert.equal(moments.all.length, 0);
});

/** @param {number} step */
const report = (step) => ({
  step,
  discriminatorLossReal: Math.fround(0.1 + step / 7),
  discriminatorLossFake: Math.fround(0.2),
  generatorLoss: Math.fround(-1e-7 * step),
  meanRealProbability: Math.fround(0.7),
  meanFakeProbabilityBefore: Math.fround(0.3),
  meanFakeProbabilityAfter: Math.fround(0.25),
  gradientNorms: [],
});

/** @param {StepLog} log */
async function rowsOf(log) {
  const [head = '', ...rows] = (await log.csv(async () => {})).join('').trimEnd().split('\n');
  return { head: head.split(','), rows: rows.map((row) => row.split(',').map(Number)) };
}

test('the file of losses has every step exactly, until it is full; then every second, and says so', async () => {
  const log = new StepLog(8);
  for (let step = 1; step <= 8; step++) log.hear([report(step)]);
  const { head, rows } = await rowsOf(log);
  assert.deepEqual(head, ['step', 'd_loss_real', 'd_loss_fake', 'g_loss', 'd_x', 'd_gz_before', 'd_gz_after', 'one_row_per_steps']);
  assert.equal(rows.length, 8);
  for (const [step = NaN, real = NaN, , generator = NaN, , , , perSteps] of rows) {
    assert.equal(Math.fround(real), report(step).discriminatorLossReal);
    assert.equal(Math.fround(generator), report(step).generatorLoss);
    assert.equal(perSteps, 1);
  }
  for (let step = 9; step <= 1000; step++) log.hear([report(step)]);
  const thinned = (await rowsOf(log)).rows;
  assert.ok(thinned.length > 4 && thinned.length <= 8, `${thinned.length}`);
  const perSteps = thinned[0]?.at(-1) ?? NaN;
  assert.deepEqual(
    thinned.map(([step]) => step),
    thinned.map((_, index) => (index + 1) * perSteps),
  );
  for (const [step = NaN, real = NaN] of thinned) assert.equal(Math.fround(real), report(step).discriminatorLossReal);
});

test('the file of a branch has the steps in common with the run before, then its own', async () => {
  const log = new StepLog(100);
  for (let step = 1; step <= 30; step++) log.hear([report(step)]);
  log.begin(20);
  log.hear([report(21)]);
  assert.deepEqual(
    (await rowsOf(log)).rows.map(([step]) => step),
    Array.from({ length: 21 }, (_, index) => index + 1),
  );
  log.begin(0);
  assert.deepEqual((await rowsOf(log)).rows, []);
});

test('a grid of digits: every pixel a square, white between the images', () => {
  const pixels = Uint8Array.from({ length: 64 * 784 }, (_, at) => (at * 31) % 251);
  const { width, height, grey } = gridImage(pixels, 2);
  assert.deepEqual([width, height, grey.length], [462, 462, 462 * 462]);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => grey[y * width + x];
  for (const [image, x, y] of /** @type {[number, number, number][]} */ ([
    [0, 0, 0],
    [9, 27, 3],
    [63, 27, 27],
  ])) {
    const [left, top] = [2 * ((image % 8) * 29 + x), 2 * (Math.floor(image / 8) * 29 + y)];
    for (const [right, down] of /** @type {[number, number][]} */ ([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]))
      assert.equal(at(left + right, top + down), pixels[image * 784 + y * 28 + x]);
  }
  assert.deepEqual([at(56, 0), at(57, 300), at(10, 56)], [255, 255, 255]);
});

test('the GIF encoder is the npm package’s own file', () => {
  const read = (/** @type {string} */ path) => readFileSync(join(CHECKOUT, path), 'utf8');
  assert.equal(read('www/vendor/gifenc.js'), read('tests/page/node_modules/gifenc/dist/gifenc.esm.js'));
  assert.equal(read('www/vendor/gifenc.LICENSE.md'), read('tests/page/node_modules/gifenc/LICENSE.md'));
});

for (const steps of [0, 5, 8, 100]) {
  test(`after ${steps} steps as numbers and back, eight buckets go on as if nothing had happened`, () => {
    const [straight, resumed] = [new LossHistory(8), new LossHistory(8)];
    pushSteps(straight, 1, steps);
    pushSteps(resumed, 1, 3);
    const numbers = straight.toNumbers();
    assert.equal(numbers.length, 5 + 6 * straight.length);
    resumed.takeNumbers(numbers, steps);
    assert.deepEqual(resumed.toNumbers(), numbers);
    for (const history of [straight, resumed]) pushSteps(history, steps + 1, steps + 40);
    const [expected, found] = [straight.toNumbers(), resumed.toNumbers()];
    assert.equal(found.length, expected.length);
    assert.ok(
      found.every((number, index) => Math.abs(number - (expected[index] ?? NaN)) < 1e-5),
      'but for the rounding of two averages',
    );
  });
}

for (const [name, change] of /** @type {[string, (numbers: Float32Array) => Float32Array | null][]} */ ([
  ['none', () => null],
  ['too few', (numbers) => numbers.slice(1)],
  ['none that are finite', (numbers) => numbers.fill(Infinity, 7)],
  ['of another width', (numbers) => numbers.fill(3, 0, 1)],
  ['of buckets narrower than a step', (numbers) => numbers.fill(0.5, 0, 1)],
])) {
  test(`where the numbers are ${name}, what came before is unknown, and what follows is shown`, () => {
    const history = new LossHistory(8);
    pushSteps(history, 1, 21);
    history.takeNumbers(change(history.toNumbers()), 21);
    assert.deepEqual([history.steps, columnsOf(history, history.generator, 1)], [21, []]);
    pushSteps(history, 22, 60);
    const columns = columnsOf(history, history.generator, 1);
    assert.ok(columns.every(({ minimum, maximum, smoothed }) => minimum <= maximum && Number.isFinite(smoothed)));
    assert.deepEqual([columns[0]?.x, columns.at(-1)?.x], [24, 60]);
  });
}

test('the longest history has fewer numbers than a file takes', () => {
  const history = new LossHistory();
  pushSteps(history, 1, 10_000);
  assert.ok(history.toNumbers().length <= 24_581);
  const full = new LossHistory();
  pushSteps(full, 1, 8192);
  assert.equal(full.toNumbers().length, 24_581);
});

test('the notes of a run come back; what is not as it should be counts for nothing', () => {
  const milestones = [
    { share: /** @type {const} */ (0.8), step: 300, elapsedMilliseconds: 9000.5 },
    { share: /** @type {const} */ (0.9), step: 400, elapsedMilliseconds: 12_000 },
  ];
  const notes = { elapsedMilliseconds: 15_000.25, milestones };
  assert.deepEqual(read(written(notes), 500), notes);
  assert.deepEqual(read(written(notes), 350).milestones, milestones.slice(0, 1), 'one lies beyond the steps taken');
  const nothing = { elapsedMilliseconds: 0, milestones: [] };
  for (const text of ['', 'null', '[]', '"a"', '{"elapsedMilliseconds":-1,"milestones":7}', '{"milestones":[{"share":0.9,"step":1}]}']) {
    assert.deepEqual(read(text, 500), nothing, text);
  }
});
