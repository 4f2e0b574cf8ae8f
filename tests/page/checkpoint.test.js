/** A run as a file, through the page's own client: what was trained, timed and drawn goes on in another worker. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/**
 * In the page: a session that trains to step 12 and beyond, and another that goes on from its file of step 12, which was written while it
 * trained slowly.
 * @param {import('../../www/protocol.js').Flavour} flavour
 */
async function goOnElsewhere(flavour) {
  const at = (/** @type {string} */ file) => new URL(`/www/${file}`, location.href).href;
  const { TrainingSession } = /** @type {typeof import('../../www/session.js')} */ (await import(at('session.js')));
  const begin = async () => {
    /** @type {[number, number][]} */
    const losses = [];
    /** @type {import('../../www/protocol.js').Run[]} */
    const runs = [];
    /** @type {string[]} */
    const said = [];
    let elapsedMilliseconds = 0;
    /** @type {(() => void)[]} */
    const waiting = [];
    const session = new TrainingSession(
      {
        onState: (state) => said.push(state),
        onLoading() {},
        onReady() {},
        onKernels() {},
        onJudge() {},
        onTurn() {},
        onRun: (run) => runs.push(run),
        onRested: () => waiting.shift()?.(),
        onProgress: (message) => {
          elapsedMilliseconds = message.elapsedMilliseconds;
          losses.push(...message.reports.map(({ step, generatorLoss }) => /** @type {[number, number]} */ ([step, generatorLoss])));
        },
      },
      { flavour, threads: 1, preset: null },
    );
    await session.start();
    const trainTo = async (/** @type {number} */ step) => {
      const rested = new Promise((resolve) => waiting.push(() => resolve(null)));
      await session.train(step);
      await rested;
    };
    return { session, losses, runs, said, trainTo, elapsed: () => elapsedMilliseconds };
  };

  const first = await begin();
  await first.trainTo(11);
  await first.session.turn();
  const { file } = (await first.session.checkpoint()) ?? {};
  if (!file) throw new Error('there is no file');
  const stoppedAt = first.elapsed();
  await first.trainTo(30);
  const expectedEnd = await first.session.checkpoint();

  const second = await begin();
  await second.session.step();
  const refusal = await second.session.restore(file.slice(0, 1000));
  const stepsAfterRefusal = second.session.steps;
  const answer = await second.session.restore(file);
  const state = second.session.state;
  await second.trainTo(30);
  const end = await second.session.checkpoint();
  /** Every tensor: the headers differ in the time spent training, which is no part of the run, and so do the checksums. */
  const tensorsOf = (/** @type {import('../../www/checkpoints.js').Checkpoint | null} */ of) => {
    if (!of) throw new Error('there is no file');
    const { file } = of;
    return [...file.slice(8 + new DataView(file.buffer).getUint32(0, true), -4)].join();
  };
  const run = second.runs.at(-1);
  for (const { session } of [first, second]) session.close();
  return {
    refusal,
    stepsAfterRefusal,
    answer,
    state,
    run: run && { step: run.samples.step, elapsed: run.elapsedMilliseconds, history: [...(run.history ?? [])], milestones: run.milestones },
    stoppedAt,
    expected: first.losses.filter(([step]) => step > 12),
    told: first.losses.map(([step]) => step),
    generatorLosses: first.losses.filter(([step]) => step <= 12).map(([, loss]) => Math.fround(loss)),
    losses: second.losses.slice(1),
    isSame: tensorsOf(end) === tensorsOf(expectedEnd),
    pixels: run?.samples.pixels.length,
  };
}

for (const flavour of /** @type {import('../../www/protocol.js').Flavour[]} */ (['simd128', 'relaxed', 'threads'])) {
  test(
    `${flavour}: a run goes on from its file in another worker, to the bit, with its time and its history`,
    onPage({}, async (demo) => {
      await demo.openReady();
      const { run, stoppedAt, ...found } = await demo.page.evaluate(goOnElsewhere, flavour);
      assert.match(found.refusal ?? '', /^The run cannot be restored: .+\.$/);
      assert.equal(found.stepsAfterRefusal, 1, 'what is refused changes nothing');
      assert.deepEqual([found.answer, found.state], [null, 'paused']);
      assert.deepEqual([run?.step, run?.milestones], [12, []]);
      assert.equal(run?.history.length, 5 + 6 * 12, 'every loss of the twelve steps');
      assert.deepEqual(run?.history.slice(5 + 3 * 12, 5 + 4 * 12), found.generatorLosses, 'G’s, each the least of its step');
      assert.equal(run?.elapsed, stoppedAt);
      assert.deepEqual(found.told, Array.from({ length: 30 }, (_, index) => index + 1), 'the half-taken step was finished and told');
      assert.equal(found.expected.length, 18);
      assert.deepEqual(found.losses, found.expected);
      assert.ok(found.isSame);
    }),
  );
}
