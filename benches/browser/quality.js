/**
 * Measures how soon the page's digits can be read, and what judging them costs: opens the page in headless Chromium, chooses a preset
 * and a seed, clicks Train, and listens to what the page's worker says.
 *
 *   node quality.js PLAN RESULT
 *
 * PLAN is a JSON file, see {@link Plan}. RESULT holds a {@link Run} for every seed of every preset, and a {@link Cost}.
 */

import { DemoPage } from '../../tests/page/support/demo-page.js';
import { runPlan } from './run-plan.js';

/**
 * @typedef {object} Plan
 * @property {string[]} flags of Chromium
 * @property {string} kernel the build of the training code to pin, on one thread
 * @property {PresetPlan[]} presets
 * @property {{ preset: string, rounds: number, milliseconds: number } | null} cost
 *
 * @typedef {object} PresetPlan
 * @property {string} preset
 * @property {number} seeds as many, from 1
 * @property {number | null} steps to train
 * @property {number | null} milliseconds to train
 *
 * @typedef {object} Run
 * @property {string} preset
 * @property {number} seed
 * @property {number} steps
 * @property {number} milliseconds of training
 * @property {{ share: number, step: number, elapsedMilliseconds: number, heardMilliseconds: number }[]} readable when so many were first readable:
 *   by the page's own watch, and from the click on Train to the message that says so
 * @property {DatedVerdict[]} verdicts
 * @property {string | null} failure
 *
 * @typedef {object} Cost
 * @property {string} preset
 * @property {number[]} judged steps a second with a judge, in each round
 * @property {number[]} unjudged the same where the judge's file is withheld
 *
 * @typedef {object} Place where pages are opened
 * @property {import('playwright-core').Browser} browser
 * @property {string} address of the project's own server
 * @property {string} kernel the build to pin
 *
 * @typedef {import('../../www/protocol.js').DatedVerdict} DatedVerdict
 */

await runPlan(async (/** @type {Plan} */ { kernel, presets, cost }, browser, address) => {
  const place = { browser, address, kernel };
  /** @type {Run[]} */
  const runs = [];
  for (const wanted of presets) {
    for (let seed = 1; seed <= wanted.seeds; seed++) {
      console.error(`training ${wanted.preset}, seed ${seed}`);
      runs.push(await train(place, wanted, seed));
    }
  }
  return { quality: { kernel, runs, cost: cost && (await measureCost(place, cost)) } };
});

/**
 * @param {Place} place
 * @param {PresetPlan} wanted
 * @param {number} seed
 * @returns {Promise<Run>}
 */
async function train(place, { preset, steps, milliseconds }, seed) {
  return onPage(place, preset, async (demo) => {
    await demo.fill({ seed: String(seed) });
    await demo.reset();
    await demo.part('readable').filter({ hasText: '%' }).waitFor();
    const heard = await demo.page.evaluate(trainAndListen, { steps, milliseconds });
    return { preset, seed, ...heard };
  });
}

/**
 * @param {Place} place
 * @param {{ preset: string, rounds: number, milliseconds: number }} wanted
 * @returns {Promise<Cost>}
 */
async function measureCost(place, { preset, rounds, milliseconds }) {
  /** @type {Cost} */
  const cost = { preset, judged: [], unjudged: [] };
  for (let round = 1; round <= rounds; round++) {
    console.error(`training ${preset} with and without a judge, round ${round}`);
    for (const kind of /** @type {const} */ (['judged', 'unjudged'])) {
      const { steps, milliseconds: spent } = await onPage(
        place,
        preset,
        (demo) => demo.page.evaluate(trainAndListen, { steps: null, milliseconds }),
        kind === 'unjudged',
      );
      cost[kind].push((1000 * steps) / spent);
    }
  }
  return cost;
}

/**
 * Opens the page, ready to train on one core.
 * @template T
 * @param {Place} place
 * @param {string} preset
 * @param {(demo: DemoPage) => Promise<T>} work
 * @param {boolean} withholdJudge
 * @returns {Promise<T>}
 */
async function onPage({ browser, address, kernel }, preset, work, withholdJudge = false) {
  const page = await browser.newPage();
  try {
    if (withholdJudge) await page.route('**/judge.safetensors', (route) => route.abort());
    await page.addInitScript(exposeWorker);
    const demo = new DemoPage(page, address);
    await demo.openReady(`?preset=${preset}&kernel=${kernel}&threads=1`);
    return await work(demo);
  } finally {
    await page.close();
  }
}

/** In the page: makes its training worker known. */
function exposeWorker() {
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} words */
    constructor(...words) {
      super(...words);
      Object.assign(window, { worker: this });
    }
  };
}

/**
 * In the page: clicks Train, waits for the end of training that was asked for, and says what was heard until then.
 * @param {{ steps: number | null, milliseconds: number | null }} end
 * @returns {Promise<Omit<Run, 'preset' | 'seed'>>}
 */
function trainAndListen({ steps: lastStep, milliseconds: lastMillisecond }) {
  const start = performance.now();
  const { worker } = /** @type {any} */ (window);
  /** @type {Omit<Run, 'preset' | 'seed'>} */
  const run = { steps: 0, milliseconds: 0, readable: [], verdicts: [], failure: null };
  return new Promise((resolve) => {
    worker.addEventListener('message', (/** @type {MessageEvent} */ { data }) => {
      if (data.kind === 'failed') run.failure = data.failure.detail;
      if (data.kind === 'progress') {
        run.steps = data.reports.at(-1)?.step ?? run.steps;
        run.milliseconds = data.elapsedMilliseconds;
        if (data.verdict) run.verdicts.push(data.verdict);
        const heardMilliseconds = performance.now() - start;
        for (const milestone of data.readable.slice(run.readable.length)) run.readable.push({ ...milestone, heardMilliseconds });
      }
      const isOver = run.steps >= (lastStep ?? Infinity) || run.milliseconds >= (lastMillisecond ?? Infinity);
      if (isOver || run.failure) resolve(run);
    });
    /** @type {HTMLElement} */ (document.querySelector('[data-part="toggle"]')).click();
  });
}
