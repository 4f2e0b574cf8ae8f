/**
 * Measures what looking at the page costs: steps a second of the training worker alone, and with the page around it, scrolled to one
 * part or another.
 *
 *   node screen.js PLAN RESULT
 *
 * Worker, page and browser share the processors that this process may use; `taskset -c 0` leaves them one.
 */

import { runPlan } from './run-plan.js';

/**
 * @typedef {object} Plan
 * @property {string[]} flags of Chromium
 * @property {string} kernel the build of the training code to pin, on one thread
 * @property {string} preset
 * @property {number} rounds in which the subjects take turns
 * @property {number} milliseconds of training in each
 *
 * @typedef {object} Place where pages are opened
 * @property {import('playwright-core').Browser} browser
 * @property {string} address
 * @property {Plan} plan
 *
 * @typedef {{ subject: string, rates: number[] }} Rates steps a second, in each round
 */

/** At first the browser compiles; training is counted after so long. */
const WARM_UP_MILLISECONDS = 3000;
/** What is on screen: nothing but a worker that nobody looks at; or a part of the page, by its identifier. */
const SUBJECTS = ['worker', 'top', 'path', 'experiment', 'latent', 'ask'];

await runPlan(async (/** @type {Plan} */ plan, browser, address) => {
  const place = { browser, address, plan };
  /** @type {Rates[]} */
  const rates = SUBJECTS.map((subject) => ({ subject, rates: [] }));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const entry of rates) {
      const rate = await (entry.subject === 'worker' ? workerAlone(place) : onPage(place, entry.subject));
      console.error(`round ${round}, ${entry.subject}: ${rate.toFixed(1)} steps a second`);
      entry.rates.push(rate);
    }
  }
  return { screen: { kernel: plan.kernel, preset: plan.preset, rates } };
});

/**
 * @param {Place} place
 * @returns {Promise<number>}
 */
async function workerAlone({ browser, address, plan }) {
  const page = await browser.newPage();
  try {
    // Any small document of the site can start its worker.
    await page.goto(`${address}www/favicon.svg`);
    return await page.evaluate(trainAlone, { address, warmUp: WARM_UP_MILLISECONDS, ...plan });
  } finally {
    await page.close();
  }
}

/**
 * In the page: loads the worker as the page does, trains, and tells the rate over the last part of the time.
 * @param {{ address: string, warmUp: number, kernel: string, preset: string, milliseconds: number }} wanted
 * @returns {Promise<number>}
 */
async function trainAlone({ address, warmUp, kernel, preset, milliseconds }) {
  const worker = new Worker(`${address}www/worker.js`, { type: 'module' });
  const { supply } = await import(`${address}www/supply.js`);
  const files = await supply.files();
  const view = { shown: 'average', digit: null };
  worker.postMessage({
    kind: 'load',
    request: 1,
    files,
    flavour: kernel,
    threads: 1,
    preset,
    configuration: null,
    view,
  });
  return new Promise((resolve, reject) => {
    let [begun, start, first, last] = [0, 0, 0, 0];
    worker.addEventListener('message', ({ data }) => {
      if (data.kind === 'failed') reject(new Error(data.failure.detail));
      if (data.kind === 'judge') worker.postMessage({ kind: 'train', request: 2, until: null });
      if (data.kind !== 'progress' || data.reports.length === 0) return;
      last = data.reports.at(-1).step;
      begun ||= performance.now();
      if (performance.now() - begun < warmUp) return;
      if (start === 0) [start, first] = [performance.now(), last];
      const elapsed = performance.now() - start;
      if (elapsed < milliseconds) return;
      worker.terminate();
      resolve((1000 * (last - first)) / elapsed);
    });
  });
}

/**
 * @param {Place} place
 * @param {string} subject
 * @returns {Promise<number>}
 */
async function onPage({ browser, address, plan: { kernel, preset, milliseconds } }, subject) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  try {
    await page.goto(`${address}?preset=${preset}&kernel=${kernel}&threads=1`);
    await page.locator('[data-part="state"][data-state="ready"]').waitFor();
    await page.locator('[data-part="readable"]').filter({ hasText: '%' }).waitFor();
    if (subject !== 'top') await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), subject);
    return await page.evaluate(trainAndCount, { warmUp: WARM_UP_MILLISECONDS, milliseconds });
  } finally {
    await page.close();
  }
}

/**
 * In the page: clicks Train and counts the steps that the page is told of.
 * @param {{ warmUp: number, milliseconds: number }} wanted
 * @returns {Promise<number>}
 */
async function trainAndCount({ warmUp, milliseconds }) {
  const steps = () => Number(document.querySelector('[data-part="steps"]')?.textContent?.replace(/\D/g, ''));
  /** @type {HTMLElement} */ (document.querySelector('[data-part="toggle"]')).click();
  while (steps() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, warmUp));
  const [start, first] = [performance.now(), steps()];
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return (1000 * (steps() - first)) / (performance.now() - start);
}
