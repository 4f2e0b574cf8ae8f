/** The referee, on real runs: it tells each way a game can go, does not flicker, and says it on the page at changes only. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Referee } from '../../www/history/referee.js';
import { pageTests } from './support/page-tests.js';
import { changed, training } from './support/real-run.js';

/**
 * @typedef {import('../../www/history/referee.js').Kind} Kind
 * @typedef {import('../../www/protocol.js').Configuration} Configuration
 * @typedef {import('../../www/protocol.js').DatedVerdict} DatedVerdict
 */

const { onPage } = pageTests();

/**
 * What the referee says over a run, each time that it changes its mind.
 * @param {Configuration} configuration
 * @param {number} steps
 */
function judgements(configuration, steps) {
  const referee = new Referee();
  referee.begin(configuration, 0);
  /** @type {{ step: number, kind: Kind }[]} */
  const said = [];
  for (const { reports, verdict } of training(configuration, steps)) {
    referee.hear(reports, verdict);
    const { kind, step } = referee.finding;
    if (kind !== said.at(-1)?.kind) said.push({ step, kind });
  }
  return said;
}

/** @type {[string, () => Configuration, number, Kind[], number][]} */
const RUNS = [
  ['the fast preset is balanced', () => changed('fast'), 1500, ['balanced'], 2],
  [
    'a G forty times slower saturates D',
    () => changed('fast', ({ generatorAdam }) => (generatorAdam.learningRate = 1e-4)),
    600,
    ['saturated'],
    3,
  ],
  [
    'with the minimax loss too',
    () =>
      changed('fast', (it) => Object.assign(it, { generatorLoss: 'minimax', generatorAdam: { ...it.generatorAdam, learningRate: 1e-4 } })),
    400,
    ['saturated'],
    3,
  ],
  [
    'a D that learns next to nothing loses to G',
    () => changed('fast', ({ discriminatorAdam }) => (discriminatorAdam.learningRate = 1e-6)),
    600,
    ['generatorWins'],
    4,
  ],
  ['softmax of one logit learns nothing', () => changed('fast', (it) => (it.generatorLoss = 'softmax')), 60, ['nothingLearnt'], 2],
  ['eight training images come back again and again', () => changed('fast', (it) => (it.imageLimit = 8)), 600, ['oneImage'], 3],
];

for (const [name, configuration, steps, last, most] of RUNS) {
  test(`${name}: the referee ends with ${last}`, () => {
    const said = judgements(configuration(), steps);
    assert.ok(last.includes(/** @type {Kind} */ (said.at(-1)?.kind)), JSON.stringify(said));
    assert.equal(said[0]?.kind, 'early');
    assert.ok(said.length <= most, `changed its mind too often: ${JSON.stringify(said)}`);
  });
}

/**
 * @param {number} step
 * @param {Partial<import('../../www/protocol.js').StepReport>} values
 * @returns {import('../../www/protocol.js').StepReport}
 */
const report = (step, values) => ({
  step,
  discriminatorLossReal: 0.5,
  discriminatorLossFake: 0.5,
  generatorLoss: 1,
  meanRealProbability: 0.6,
  meanFakeProbabilityBefore: 0.4,
  meanFakeProbabilityAfter: 0.3,
  gradientNorms: [],
  ...values,
});

/**
 * @param {number[]} byDigit
 * @param {Partial<DatedVerdict>} values
 * @returns {DatedVerdict}
 */
function verdictOf(byDigit, values = {}) {
  const readable = byDigit.reduce((sum, count) => sum + count, 0) / 128;
  const rest = { notDigits: 0, digitsCovered: 1, diversity: 0.9, frechetDistance: 10, asAsked: null, step: 1, elapsedMilliseconds: 0 };
  return { count: 128, readable, byDigit, ...rest, shown: 'average', ...values };
}

/** @param {Referee} referee @param {number} from @param {number} to @param {DatedVerdict | null} verdict */
function balancedSteps(referee, from, to, verdict = null) {
  for (let step = from; step <= to; step++) referee.hear([report(step, {})], step === from ? verdict : null);
}

test('a digit that most images are read as is mode collapse, and is named', () => {
  const referee = new Referee();
  referee.begin({ generatorLoss: 'nonSaturating' }, 0);
  balancedSteps(referee, 1, 200);
  assert.equal(referee.finding.kind, 'balanced');
  balancedSteps(referee, 201, 300, verdictOf([2, 90, 1, 0, 0, 0, 0, 3, 0, 0]));
  assert.equal(referee.finding.kind, 'oneDigit');
  assert.equal(referee.finding.digit, 1);
  assert.equal(Math.round(10 * referee.finding.digitShare), 7);
  balancedSteps(referee, 301, 400, verdictOf([10, 50, 10, 10, 10, 10, 0, 3, 0, 0]));
  assert.equal(referee.finding.kind, 'oneDigit', 'not given up at once');
  balancedSteps(referee, 401, 500, verdictOf([10, 30, 10, 10, 10, 10, 10, 3, 10, 10]));
  assert.equal(referee.finding.kind, 'balanced');
});

test('a finding that swings about a limit does not flicker', () => {
  const referee = new Referee();
  referee.begin({ generatorLoss: 'nonSaturating' }, 0);
  /** @type {Kind[]} */
  const said = [];
  for (let step = 1; step <= 4000; step++) {
    const real = 0.86 + 0.06 * Math.sin(step / 15) + 0.02 * Math.sin(step * 7.7);
    referee.hear([report(step, { meanRealProbability: real, meanFakeProbabilityBefore: 1.02 - real })], null);
    if (referee.finding.kind !== said.at(-1)) said.push(referee.finding.kind);
  }
  assert.ok(said.length <= 3, `${said}`);
});

test('steps that are left out weigh as much as if they had been told', () => {
  const [every, fifth] = [new Referee(), new Referee()];
  for (const referee of [every, fifth]) referee.begin({ generatorLoss: 'nonSaturating' }, 0);
  for (let step = 1; step <= 500; step++) {
    const told = report(step, { meanRealProbability: 0.5 + step / 2000 });
    every.hear([told], null);
    if (step % 5 === 0) fifth.hear([told], null);
  }
  assert.ok(Math.abs(every.finding.realProbability - fifth.finding.realProbability) < 0.003);
});

/**
 * Keeps what a live region says.
 * @param {import('./support/demo-page.js').DemoPage} demo
 */
async function listen(demo) {
  await demo.page.evaluate(() => {
    /** @type {string[]} */
    const announced = [];
    Object.assign(window, { announced });
    const region = /** @type {HTMLElement} */ (window.demoRoot.querySelector('[data-part="referee-announcement"]'));
    new MutationObserver(() => announced.push(region.textContent ?? '')).observe(region, { subtree: true, childList: true });
  });
  return () => demo.page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (window).announced));
}

test(
  'the page says who wins and why, and announces it once',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.equal(await demo.text('referee-headline'), 'Too early to say.');
    const announced = await listen(demo);
    await demo.train();
    await demo.part('referee').locator('b', { hasText: 'Balanced.' }).waitFor();
    await demo.stepsReach((await demo.steps()) + 60);
    await demo.pause();
    assert.match(await demo.text('referee-reason'), /^D gives real images 0\.\d\d and generated ones 0\.\d\d: /);
    const balanced = (await announced()).filter((sentence) => sentence.startsWith('Balanced.'));
    assert.equal(balanced.length, 1, JSON.stringify(await announced()));
    await demo.reset();
    assert.equal(await demo.text('referee-headline'), 'Too early to say.');
  }),
);

test(
  'a run that diverges is told as not a number',
  onPage({}, async (demo) => {
    await demo.sabotage(`Trainer.prototype.step = function () { throw new Error('the loss is not a number'); };`);
    await demo.openReady();
    await demo.part('toggle').click();
    await demo.part('failure').waitFor();
    assert.equal(await demo.text('referee-headline'), 'Not a number.');
  }),
);

test(
  'mode collapse is named from the judge’s verdict, whatever digit the visitor has drawn',
  onPage({}, async (demo) => {
    await demo.sabotage(`Trainer.prototype.judge = function (judge, shown, count) {
      const byDigit = [3, 90, 3, 3, 3, 3, 3, 3, 3, 3];
      return { count, readable: 0.9, byDigit, notDigits: 0.1, digitsCovered: 10, diversity: 0.9, frechetDistance: 40, asAsked: 0.2 };
    };`);
    await demo.openReady();
    await demo.choose('digit', '7');
    await demo.train();
    await demo.part('referee').locator('b', { hasText: 'Mode collapse: 7 of 10 are ones.' }).waitFor();
  }),
);

test(
  'softmax of one logit has no line of balance, and the referee says that nothing is learnt',
  onPage({}, async (demo) => {
    await demo.openReady();
    assert.equal(await demo.page.locator('.help.balance:visible').count(), 2);
    await demo.fill({ generatorLoss: 'softmax' });
    await demo.reset();
    assert.equal(await demo.page.locator('.help.balance:visible').count(), 0);
    await demo.train();
    await demo.part('referee').locator('b', { hasText: 'Nothing is learnt' }).waitFor();
    await demo.pause();
    assert.match((await demo.part('chart').getAttribute('aria-label')) ?? '', /D 0\.00, G 0\.00\. Softmax of one logit has no balance\./);
  }),
);
