/** The training loop by itself, with a trainer and a clock of the test's making: what it promises is kept to the millisecond. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainingLoop } from '../../www/training-loop.js';

/**
 * @typedef {import('../../www/protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../../www/protocol.js').StepReport} StepReport
 * @typedef {import('../../www/protocol.js').Verdict} Verdict
 * @typedef {import('../../www/protocol.js').View} View
 */

/** A loop whose steps and drawings take the time given, and whose turns run when the test says so. */
class Bench {
  now = 0;
  samplings = 0;
  samplingMilliseconds = 0;
  /**
   * When each verdict was asked for, of how many images drawn with which weights.
   * @type {{ at: number, shown: string, count: number }[]}
   */
  verdicts = [];
  /** What the next verdict finds. */
  readable = 0;
  digitsCovered = 10;
  /** @type {{ at: number, message: ProgressMessage }[]} */
  posts = [];
  /** What was said of training that stopped by itself, and how many steps had been told before. @type {{ stepsTaken: number, told: number }[]} */
  rests = [];
  /** @type {unknown[]} */
  failures = [];
  /** @type {(() => void)[]} */
  turns = [];
  /** Turns that wait for a time. @type {{ at: number, turn: () => void }[]} */
  timers = [];
  /** Whether each half of a step was looked at. @type {boolean[]} */
  watchedTurns = [];
  /** When the latest turn was looked at. @type {number[]} */
  looks = [];
  /** Steps of the moments kept, those forgotten left out. @type {number[]} */
  kept = [];
  /** The longest time between two chances to hear a message. */
  longestTurn = 0;

  /** @param {{ step: number, samples: number, failsAt?: number, keep?: number, look?: number, bytes?: number }} milliseconds */
  constructor({ step, samples, failsAt = Infinity, keep = 0, look = 0, bytes = 1 }) {
    const bench = this;
    /** @type {import('../../www/training-loop.js').SteppingTrainer & { isWatched: boolean }} */
    this.trainer = {
      stepsTaken: 0,
      step() {
        if (this.stepsTaken + 1 === failsAt) throw new Error('diverged');
        bench.now += step;
        return /** @type {StepReport} */ ({ step: ++this.stepsTaken });
      },
      isHalfWay: false,
      isWatched: false,
      takeTurn() {
        bench.now += step / 2;
        this.isHalfWay = !this.isHalfWay;
        bench.watchedTurns.push(this.isWatched);
        return this.isHalfWay ? undefined : /** @type {StepReport} */ ({ step: ++this.stepsTaken });
      },
      /** @param {boolean} isWatched */
      watch(isWatched) {
        this.isWatched = isWatched;
      },
      /** @param {View['shown']} shown @param {number | null} digit */
      samples(shown, digit) {
        bench.now += samples;
        bench.samplings++;
        bench.samplingMilliseconds += samples;
        return new Uint8Array([this.stepsTaken, shown === 'raw' ? 1 : 0, digit ?? 255]);
      },
    };
    this.loop = new TrainingLoop({
      trainer: this.trainer,
      view: { shown: 'average', digit: null },
      post: (message) => {
        if (message.kind === 'progress') this.posts.push({ at: this.now, message });
        else this.rests.push({ stepsTaken: message.stepsTaken, told: this.toldSteps.length });
      },
      fail: (error) => {
        this.failures.push(error);
        this.loop.abandon();
      },
      yieldThen: (turn) => this.turns.push(turn),
      wait: (turn, milliseconds) => this.timers.push({ at: this.now + milliseconds, turn }),
      look: () => {
        this.now += look;
        this.looks.push(this.now);
        return /** @type {any} */ ({ step: this.trainer.stepsTaken });
      },
      keep: () => {
        this.now += keep;
        const { stepsTaken } = this.trainer;
        this.kept.push(stepsTaken);
        return { bytes, reserve: () => {}, free: () => (this.kept = this.kept.filter((kept) => kept !== stepsTaken)) };
      },
      now: () => this.now,
    });
  }

  /**
   * Calls a judge.
   * @param {number} milliseconds that a verdict takes
   */
  callJudge(milliseconds) {
    this.loop.judgeWith((shown, count) => {
      this.verdicts.push({ at: this.now, shown, count });
      this.now += milliseconds;
      return /** @type {Verdict} */ ({ readable: this.readable, digitsCovered: this.digitsCovered });
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

  /**
   * Lets time pass in which the loop has nothing to do but what it waits for.
   * @param {number} milliseconds
   */
  waitFor(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.turn();
      while (this.turns.length > 0) this.turns.shift()?.();
    }
    this.now = end;
  }

  /** The verdicts that were posted. */
  get toldVerdicts() {
    return this.posts.flatMap(({ message }) => message.verdict ?? []);
  }

  get toldSteps() {
    return this.posts.flatMap(({ message }) => message.reports.map(({ step }) => step));
  }
}

/** @param {number} count */
const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

for (const step of [0.5, 3, 12, 19, 45, 400]) {
  test(`with steps of ${step} ms: slices of at most 20 ms, 8 messages, 8 drawings that cost a tenth, and every step told once`, () => {
    const bench = new Bench({ step, samples: 7 });
    bench.loop.train();
    bench.runFor(20_000);
    assert.ok(bench.longestTurn <= Math.max(20, step), `${bench.longestTurn} ms unheard`);
    const times = bench.posts.map(({ at }) => at);
    const closest = Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? NaN)));
    assert.ok(closest >= 125, `${closest} ms between two messages`);
    const seconds = bench.now / 1000;
    assert.ok(bench.samplings <= 8 * seconds);
    assert.ok(bench.samplingMilliseconds <= 0.1 * bench.trainer.stepsTaken * step);
    const { stepsTaken } = bench.trainer;
    const possible = Math.min(6.5 * seconds, (0.1 * stepsTaken * step) / 7, stepsTaken);
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

test('what is shown is drawn at once, and from then on, with the weights and the digit asked for', () => {
  const bench = new Bench({ step: 5, samples: 2 });
  bench.loop.show({ shown: 'raw', digit: 7 });
  assert.deepEqual([...(bench.posts.at(-1)?.message.samples?.pixels ?? [])], [0, 1, 7]);
  bench.loop.train();
  bench.runFor(300);
  bench.loop.show({ shown: 'average', digit: null });
  const { stepsTaken } = bench.trainer;
  assert.deepEqual([...(bench.posts.at(-1)?.message.samples?.pixels ?? [])], [stepsTaken, 0, 255]);
  assert.deepEqual(bench.posts.at(-1)?.message.samples?.view, { shown: 'average', digit: null });
  assert.equal(bench.loop.training, true, 'training goes on');
});

for (const [step, cost] of /** @type {[number, number][]} */ ([
  [0.5, 20],
  [3, 60],
  [45, 15],
  [400, 200],
])) {
  test(`with steps of ${step} ms and verdicts of ${cost} ms: as many as 1 % of the steps' time affords, from the first on`, () => {
    const bench = new Bench({ step, samples: 0.125 });
    bench.callJudge(cost);
    assert.deepEqual(bench.toldVerdicts.map((verdict) => verdict.step), [0], 'the untrained images are judged before training');
    bench.verdicts = [];
    bench.loop.train();
    for (let second = 0; second < 60; second++) {
      bench.runFor(1000);
      const judging = bench.verdicts.length * cost;
      assert.ok(judging <= 0.01 * bench.trainer.stepsTaken * step, `${judging} ms of judging in ${bench.now} ms`);
    }
    const affordable = (0.01 * bench.trainer.stepsTaken * step) / cost;
    assert.ok(bench.verdicts.length >= Math.floor(0.95 * affordable), `${bench.verdicts.length} of ${affordable} verdicts`);
    const first = bench.verdicts[0]?.at ?? NaN;
    assert.ok(first <= 1.1 * (cost / 0.01) + 2 * Math.max(step, 20) + cost, `the first after ${first} ms`);
    assert.ok(bench.longestTurn <= Math.max(20, step, cost), `${bench.longestTurn} ms unheard`);
    assert.ok(bench.verdicts.every(({ count }) => count === 128));
  });
}

test('a judge that comes while training judges at once, and its cost counts', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  bench.loop.train();
  bench.runFor(500);
  bench.callJudge(30);
  assert.deepEqual(bench.toldVerdicts.map(({ step }) => step), [100]);
  bench.verdicts = [];
  bench.runFor(10_000);
  const first = bench.verdicts[0]?.at ?? NaN;
  assert.ok(first >= (2 * 30) / 0.01, `the second verdict came after ${first} ms`);
});

test('without a judge there are no verdicts', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  bench.loop.train();
  bench.runFor(10_000);
  bench.loop.pause();
  assert.deepEqual(bench.toldVerdicts, []);
  assert.ok(bench.posts.every(({ message }) => message.readable.length === 0));
});

test('every verdict is told once, with the step, the time and the weights that it is of', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  bench.callJudge(10);
  bench.loop.train();
  bench.runFor(3000);
  bench.loop.show({ shown: 'raw', digit: null });
  bench.runFor(3000);
  bench.loop.pause();
  const given = bench.verdicts.slice(1);
  assert.deepEqual(
    bench.toldVerdicts.map(({ shown }) => shown),
    given.map(({ shown }) => shown),
    'of the two before training, one',
  );
  assert.ok(bench.toldVerdicts.some(({ shown }) => shown === 'raw'));
  const spent = (/** @type {number} */ verdicts) => 10 * verdicts;
  for (const [index, { step, elapsedMilliseconds }] of bench.toldVerdicts.entries()) {
    assert.equal(elapsedMilliseconds, 5 * step + spent(Math.max(0, index - 1)), 'the time at which judging began');
  }
});

test('a step by hand and a pause are judged when the steps so far afford it, and not before', () => {
  const bench = new Bench({ step: 100, samples: 0 });
  bench.callJudge(5);
  bench.verdicts = [];
  for (let step = 1; step <= 9; step++) {
    bench.loop.step();
    assert.equal(bench.verdicts.length, step < 5 ? 0 : 1, `after ${step} steps of 100 ms`);
  }
  bench.loop.train();
  bench.runFor(1);
  bench.loop.pause();
  assert.equal(bench.verdicts.length, 2);
  assert.equal(bench.toldVerdicts.at(-1)?.step, 10);
});

test('a milestone is the first verdict with that share readable and all ten digits, and stays', () => {
  const bench = new Bench({ step: 100, samples: 0 });
  bench.callJudge(1);
  const after = (/** @type {number} */ readable, /** @type {number} */ digitsCovered) => {
    Object.assign(bench, { readable, digitsCovered });
    bench.loop.step();
    return bench.posts.at(-1)?.message.readable.map(({ share, step }) => [share, step]);
  };
  assert.deepEqual(after(0.79, 10), []);
  assert.deepEqual(after(0.99, 9), [], 'one digit is missing');
  assert.deepEqual(after(0.8, 10), [[0.8, 3]]);
  assert.deepEqual(after(0.2, 3), [[0.8, 3]], 'kept though it is worse again');
  assert.deepEqual(after(0.95, 10), [
    [0.8, 3],
    [0.9, 5],
  ]);
  assert.deepEqual(after(1, 10)?.length, 2);
  const [first] = bench.posts.at(-1)?.message.readable ?? [];
  assert.equal(first?.elapsedMilliseconds, 300);
});

test('both milestones may be passed at once', () => {
  const bench = new Bench({ step: 100, samples: 0 });
  bench.callJudge(1);
  bench.readable = 0.93;
  bench.loop.step();
  assert.deepEqual(bench.posts.at(-1)?.message.readable, [
    { share: 0.8, step: 1, elapsedMilliseconds: 100 },
    { share: 0.9, step: 1, elapsedMilliseconds: 100 },
  ]);
});

test('a judge that fails while training ends it like any other failure', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  bench.callJudge(10);
  bench.loop.train();
  bench.runFor(100);
  bench.loop.judgeWith(() => {
    if (bench.trainer.stepsTaken > 100) throw new WebAssembly.RuntimeError('unreachable');
    return /** @type {Verdict} */ ({ readable: 0, digitsCovered: 0 });
  });
  bench.runFor(60_000);
  assert.equal(bench.failures.length, 1);
  assert.equal(bench.turns.length, 0);
  assert.deepEqual(bench.toldSteps, upTo(bench.trainer.stepsTaken));
});

test('a verdict that was interrupted by another program does not put off the next', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  const costs = [20, 20, 500];
  bench.loop.judgeWith(() => {
    bench.now += costs.shift() ?? 20;
    return /** @type {Verdict} */ ({ readable: 0, digitsCovered: 0 });
  });
  bench.loop.train();
  bench.runFor(4700);
  bench.loop.pause();
  assert.equal(bench.toldVerdicts.length, 3, 'before training, then after two and four seconds of steps');
});

test('what a verdict costs is not taken from the first, in which code is compiled', () => {
  const bench = new Bench({ step: 5, samples: 0 });
  const costs = [80, 20];
  bench.loop.judgeWith(() => {
    bench.now += costs.shift() ?? 20;
    return /** @type {Verdict} */ ({ readable: 0, digitsCovered: 0 });
  });
  bench.loop.train();
  bench.runFor(2200);
  bench.loop.pause();
  assert.deepEqual(bench.toldVerdicts.map(({ elapsedMilliseconds }) => elapsedMilliseconds), [0, 20 / 0.01]);
});

test('half-steps: each half is posted at once, and the step is reported after its second half', () => {
  const bench = new Bench({ step: 4, samples: 1 });
  bench.loop.watch(true);
  bench.loop.turn();
  assert.deepEqual([bench.toldSteps, bench.trainer.isHalfWay], [[], true]);
  assert.ok(bench.posts.at(-1)?.message.anatomy, 'what the half did is told');
  bench.loop.turn();
  assert.deepEqual([bench.toldSteps, bench.trainer.isHalfWay], [[1], false]);
  assert.deepEqual(bench.watchedTurns, [true, true]);
  assert.equal(bench.trainer.isWatched, false, 'training is not looked at all the time');
});

for (const step of [0.5, 45]) {
  test(`with steps of ${step} ms: training stops by itself after exactly as many steps as were asked for`, () => {
    const bench = new Bench({ step, samples: 7 });
    bench.loop.watch(true);
    bench.loop.train(57);
    bench.runFor(60_000);
    assert.deepEqual(bench.rests, [{ stepsTaken: 57, told: 57 }], 'once every step has been told');
    assert.deepEqual([bench.loop.training, bench.trainer.stepsTaken, bench.posts.at(-1)?.message.samples?.step], [false, 57, 57]);
    bench.loop.train(57);
    assert.equal(bench.rests.length, 2, 'there is nothing left to do, and that is said too');
    bench.loop.train(60);
    bench.loop.train(58);
    bench.runFor(1000);
    assert.equal(bench.trainer.stepsTaken, 58, 'the latest wish counts');
    bench.loop.train();
    bench.runFor(1000);
    assert.ok(bench.trainer.stepsTaken > 60 && bench.loop.training, 'and no wish is left behind');
  });
}

for (const isTraining of [false, true]) {
  test(`a half-taken step is finished and told, ${isTraining ? 'without a pause of slow training' : 'and nothing else is begun'}`, () => {
    const bench = new Bench({ step: 4, samples: 1 });
    bench.loop.completeStep();
    assert.deepEqual([bench.toldSteps, bench.posts.length], [[], 0], 'there was none');
    if (isTraining) {
      bench.loop.pace(100);
      bench.loop.train();
      bench.turns.shift()?.();
    } else bench.loop.turn();
    assert.equal(bench.trainer.isHalfWay, true);
    bench.loop.completeStep();
    assert.deepEqual([bench.toldSteps, bench.trainer.isHalfWay, bench.loop.training], [[1], false, isTraining]);
    assert.equal(bench.posts.at(-1)?.message.samples?.step, 1);
    assert.equal(bench.loop.notes.elapsedMilliseconds >= 4, true);
    bench.waitFor(1000);
    assert.equal(bench.trainer.stepsTaken, isTraining ? 6 : 1);
  });
}

test('slow motion stops by itself after a whole step', () => {
  const bench = new Bench({ step: 4, samples: 1 });
  bench.loop.turn();
  bench.loop.pace(100);
  bench.loop.train(3);
  bench.runFor(10);
  bench.waitFor(10_000);
  assert.deepEqual([bench.rests, bench.trainer.isHalfWay], [[{ stepsTaken: 3, told: 3 }], false]);
});

test('slow motion: one watched turn each time, and full speed again at once', () => {
  const bench = new Bench({ step: 4, samples: 1 });
  bench.loop.pace(1500);
  bench.loop.train();
  bench.turns.shift()?.();
  assert.equal(bench.watchedTurns.length, 1, 'the first turn is taken at once');
  bench.waitFor(6000);
  assert.equal(bench.watchedTurns.length, 5);
  assert.ok(bench.watchedTurns.every(Boolean));
  assert.deepEqual(bench.toldSteps, [1, 2]);
  bench.loop.pace(null);
  bench.runFor(100);
  assert.ok(bench.trainer.stepsTaken > 10);
  const { stepsTaken } = bench.trainer;
  bench.loop.pause();
  bench.waitFor(10_000);
  assert.equal(bench.trainer.stepsTaken, stepsTaken, 'a turn that waited comes to nothing');
});

test('looking closely: three times a second at most, for at most a fiftieth of the time, and not when nobody looks', () => {
  const bench = new Bench({ step: 3, samples: 1, look: 6 });
  bench.loop.train();
  bench.runFor(2000);
  assert.equal(bench.looks.length, 0);
  bench.loop.watch(true);
  const before = bench.looks.length;
  const start = bench.now;
  bench.runFor(20_000);
  const looks = bench.looks.length - before;
  assert.ok(looks <= (bench.now - start) / 300);
  assert.ok(looks >= 0.8 * Math.min((bench.now - start) / 300, (0.02 * (bench.now - start)) / 6), `${looks} looks`);
  assert.ok(looks * 6 <= 0.021 * bench.trainer.stepsTaken * 3 + 6, 'a step looked at costs only what it takes longer');
});

test('kept moments: the beginning and ever sparser ones after it, in bounded number and time', () => {
  const bench = new Bench({ step: 3, samples: 1, keep: 2 });
  bench.loop.keepBeginning();
  bench.loop.train();
  bench.runFor(300_000);
  assert.ok(bench.kept.length <= 64 && bench.kept.length >= 30, `${bench.kept.length} moments`);
  assert.equal(bench.kept[0], 0);
  const gaps = bench.kept.slice(1).map((step, index) => step - (bench.kept[index] ?? NaN));
  assert.ok(Math.max(...gaps) < 6 * Math.min(...gaps.slice(0, -1)), `gaps of ${Math.min(...gaps)} to ${Math.max(...gaps)} steps`);
  bench.loop.pause();
  const told = new Set(bench.posts.flatMap(({ message }) => message.kept?.step ?? []));
  for (const step of bench.posts.flatMap(({ message }) => message.forgotten)) told.delete(step);
  assert.deepEqual([...told], bench.kept, 'the page knows what is kept');
});

test('large moments: fewer of them', () => {
  const bench = new Bench({ step: 3, samples: 1, bytes: 5e6 });
  bench.loop.keepBeginning();
  bench.loop.train();
  bench.runFor(100_000);
  assert.ok(bench.kept.length <= 12 && bench.kept.length >= 6, `${bench.kept.length} moments`);
});

test('a branch goes on from a kept moment: what came later is forgotten, time and milestones go on', () => {
  const bench = new Bench({ step: 3, samples: 1 });
  bench.loop.keepBeginning();
  bench.loop.train();
  bench.runFor(5000);
  bench.loop.pause();
  const step = bench.kept[3] ?? NaN;
  const past = bench.loop.past(step);
  assert.ok(past);
  assert.equal(bench.loop.past(step + 1), null, 'no moment is kept there');
  past.moments.cutAfter(step);
  assert.equal(bench.kept.at(-1), step);
  assert.ok(Math.abs(past.elapsedMilliseconds - step * 3) <= 5000);
});
