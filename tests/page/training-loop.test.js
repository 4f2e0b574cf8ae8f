/** The training loop by itself, with a trainer and a clock of the test's making: what it promises is kept to the millisecond. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainingLoop } from '../../www/training-loop.js';

/**
 * @typedef {import('../../www/protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../../www/protocol.js').StepReport} StepReport
 */

/** A loop whose steps and drawings take the time given, and whose turns run when the test says so. */
class Bench {
  now = 0;
  samplings = 0;
  samplingMilliseconds = 0;
  /** @type {{ at: number, message: ProgressMessage }[]} */
  posts = [];
  /** @type {unknown[]} */
  failures = [];
  /** @type {(() => void)[]} */
  turns = [];
  /** The longest time between two chances to hear a message. */
  longestTurn = 0;

  /** @param {{ step: number, samples: number, failsAt?: number }} milliseconds */
  constructor({ step, samples, failsAt = Infinity }) {
    const bench = this;
    this.trainer = {
      stepsTaken: 0,
      step() {
        if (this.stepsTaken + 1 === failsAt) throw new Error('diverged');
        bench.now += step;
        return /** @type {StepReport} */ ({ step: ++this.stepsTaken });
      },
      samples() {
        bench.now += samples;
        bench.samplings++;
        bench.samplingMilliseconds += samples;
        return new Uint8Array([this.stepsTaken]);
      },
    };
    this.loop = new TrainingLoop({
      trainer: this.trainer,
      post: (message) => this.posts.push({ at: this.now, message }),
      fail: (error) => {
        this.failures.push(error);
        this.loop.abandon();
      },
      yieldThen: (turn) => this.turns.push(turn),
      now: () => this.now,
    });
  }

  /** @param {number} milliseconds */
  runFor(milliseconds) {
    for (const end = this.now + milliseconds; this.now < end && this.turns.length > 0;) {
      const start = this.now;
      this.turns.shift()?.();
      this.longestTurn = Math.max(this.longestTurn, this.now - start);
    }
  }

  get toldSteps() {
    return this.posts.flatMap(({ message }) => message.reports.map(({ step }) => step));
  }
}

/** @param {number} count */
const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

for (const step of [0.5, 3, 12, 19, 45, 400]) {
  test(`with steps of ${step} ms: slices of at most 20 ms, 30 messages, 10 drawings that cost a tenth, and every step told once`, () => {
    const bench = new Bench({ step, samples: 7 });
    bench.loop.train();
    bench.runFor(20_000);
    assert.ok(bench.longestTurn <= Math.max(20, step), `${bench.longestTurn} ms unheard`);
    const times = bench.posts.map(({ at }) => at);
    const closest = Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? NaN)));
    assert.ok(closest >= 1000 / 30, `${closest} ms between two messages`);
    const seconds = bench.now / 1000;
    assert.ok(bench.samplings <= 10 * seconds);
    assert.ok(bench.samplingMilliseconds <= 0.1 * bench.trainer.stepsTaken * step);
    const { stepsTaken } = bench.trainer;
    const possible = Math.min(8 * seconds, (0.1 * stepsTaken * step) / 7, stepsTaken);
    assert.ok(bench.samplings >= 0.8 * possible, `${bench.samplings} drawings in ${seconds} s`);
    bench.loop.pause();
    assert.deepEqual(bench.toldSteps, upTo(bench.trainer.stepsTaken));
  });
}

test('a pause tells every step and shows the images of the last one', () => {
  const bench = new Bench({ step: 5, samples: 2 });
  bench.loop.train();
  bench.runFor(101);
  bench.loop.pause();
  const last = bench.posts.at(-1)?.message;
  assert.equal(last?.samples?.step, bench.trainer.stepsTaken);
  assert.deepEqual(bench.toldSteps, upTo(bench.trainer.stepsTaken));
  const { stepsTaken } = bench.trainer;
  bench.runFor(1000);
  assert.equal(bench.trainer.stepsTaken, stepsTaken, 'the turn left over does nothing');
});

test('pausing and training again at once does not train twice as fast', () => {
  const bench = new Bench({ step: 5, samples: 2 });
  bench.loop.train();
  bench.runFor(50);
  for (let round = 0; round < 5; round++) {
    bench.loop.pause();
    bench.loop.train();
  }
  assert.equal(bench.turns.length, 1);
});

test('pauses are no part of the elapsed time, single steps are', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  bench.loop.train();
  bench.runFor(100);
  bench.loop.pause();
  const elapsed = bench.posts.at(-1)?.message.elapsedMilliseconds ?? NaN;
  assert.equal(elapsed, bench.trainer.stepsTaken * 5);
  bench.now += 10_000;
  bench.loop.step();
  assert.equal(bench.posts.at(-1)?.message.elapsedMilliseconds, elapsed + 5);
});

test('the rate is that of the latest two seconds, and unknown before there is anything to tell', () => {
  const bench = new Bench({ step: 10, samples: 0 });
  bench.loop.step();
  assert.equal(bench.posts.at(-1)?.message.stepsPerSecond, null);
  bench.loop.train();
  bench.runFor(5000);
  const rate = bench.posts.at(-1)?.message.stepsPerSecond ?? NaN;
  assert.ok(Math.abs(rate - 100) < 2, `${rate} steps a second`);
});

test('a step while training pauses first, and takes exactly one', () => {
  const bench = new Bench({ step: 5, samples: 2 });
  bench.loop.train();
  bench.runFor(60);
  const { stepsTaken } = bench.trainer;
  bench.loop.step();
  assert.equal(bench.trainer.stepsTaken, stepsTaken + 1);
  assert.equal(bench.loop.training, false);
  assert.deepEqual(bench.toldSteps, upTo(stepsTaken + 1));
});

test('a failure ends training after the steps before it are told', () => {
  const bench = new Bench({ step: 5, samples: 2, failsAt: 4 });
  bench.loop.train();
  bench.runFor(1000);
  assert.deepEqual(bench.toldSteps, [1, 2, 3]);
  assert.equal(bench.failures.length, 1);
  assert.equal(bench.turns.length, 0);
});

test('a failure of a single step stops the clock', () => {
  const bench = new Bench({ step: 5, samples: 2, failsAt: 1 });
  assert.throws(() => bench.loop.step(), /diverged/);
  const { elapsed } = bench.loop.stopwatch;
  bench.now += 1000;
  assert.equal(bench.loop.stopwatch.elapsed, elapsed);
});
