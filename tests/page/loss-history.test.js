/** The history and the axes behind the chart: no loss is lost, memory is bounded, spikes do not rule. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LossHistory } from '../../www/loss-history.js';
import { SteadyRange, quantile, roundEnd, roundTicks } from '../../www/scale.js';

test('a short run keeps every step', () => {
  const history = new LossHistory(8);
  for (const value of [3, 1, 2]) history.push(value, -value);
  assert.equal(history.length, 3);
  assert.deepEqual([...history.discriminator.minimum.subarray(0, 3)], [3, 1, 2]);
  assert.deepEqual([...history.generator.maximum.subarray(0, 3)], [-3, -1, -2]);
  assert.deepEqual(
    [0, 1, 2].map((bucket) => history.stepAt(bucket)),
    [1, 2, 3],
  );
});

for (const steps of [8, 9, 15, 16, 17, 1000, 12_345]) {
  test(`${steps} steps in eight buckets: each bucket has the extremes of exactly its steps`, () => {
    const history = new LossHistory(8);
    const losses = Array.from({ length: steps }, (_, index) => Math.fround(Math.sin(index * 7.7) + index / steps));
    for (const loss of losses) history.push(loss, 2 * loss);
    assert.ok(history.length <= 8);
    assert.equal(history.stepAt(history.length - 1), steps);
    for (let bucket = 0, first = 0; bucket < history.length; bucket++) {
      const own = losses.slice(first, (first = history.stepAt(bucket)));
      assert.equal(history.discriminator.minimum[bucket], Math.min(...own));
      assert.equal(history.discriminator.maximum[bucket], Math.max(...own));
    }
  });
}

test('the smoothed line starts at the first loss and settles where the losses are', () => {
  const history = new LossHistory();
  history.push(5, 5);
  assert.equal(history.discriminator.smoothed[0], 5);
  for (let step = 0; step < 200; step++) history.push(1, 1);
  assert.ok(Math.abs((history.discriminator.smoothed[200] ?? NaN) - 1) < 0.01);
});

test('clear forgets everything', () => {
  const history = new LossHistory(4);
  for (let step = 0; step < 9; step++) history.push(1, 1);
  history.clear();
  assert.deepEqual([history.length, history.steps, history.stepsPerBucket], [0, 0, 1]);
  history.push(2, 2);
  assert.equal(history.discriminator.smoothed[0], 2);
});

test('ticks and ends are round', () => {
  assert.deepEqual(roundTicks(0, 3, 6), [0, 0.5, 1, 1.5, 2, 2.5, 3]);
  assert.deepEqual(roundTicks(-1, 2, 3), [-1, 0, 1, 2]);
  assert.deepEqual([0.7, 1, 1.2, 5, 640, 99].map(roundEnd), [0.8, 1, 1.5, 6, 800, 100]);
  assert.equal(roundEnd(0), 0);
});

test('the range grows at once, shrinks reluctantly, and goes below nought when losses do', () => {
  const range = new SteadyRange();
  range.fit(0, 2.6);
  assert.deepEqual([range.minimum, range.maximum], [0, 3]);
  range.fit(0, 2);
  assert.equal(range.maximum, 3);
  range.fit(0, 1.2);
  assert.equal(range.maximum, 1.5);
  range.fit(-0.9, 5);
  assert.deepEqual([range.minimum, range.maximum], [-1, 6]);
});

test('a quantile does not heed a spike', () => {
  const values = [...Array.from({ length: 99 }, () => 1), 1000];
  assert.equal(quantile(values, 0.97), 1);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});
