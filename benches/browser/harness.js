/**
 * Measures programs against each other: each in a worker of its own in one headless Chromium, or in a process of its own, and
 * only one at work at a time.
 *
 *   node harness.js PLAN RESULT
 *
 * PLAN is a JSON file: groups of programs, each with the subjects to measure. Within a group, subjects take turns for several
 * rounds, so that a slow moment of the machine falls on all of them. RESULT is the same with what was measured.
 */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { runPlan } from './run-plan.js';

/**
 * @typedef {object} Plan
 * @property {string[]} flags of Chromium
 * @property {Group[]} groups
 *
 * @typedef {object} Group
 * @property {string} part of the benchmark
 * @property {number} width
 * @property {number} batch
 * @property {number} rounds
 * @property {ProgramPlan[]} programs
 *
 * @typedef {object} ProgramPlan
 * @property {string} name
 * @property {string} [worker] its script's address within the checkout
 * @property {string[]} [command] that starts it, if it is a process
 * @property {object} load what the worker needs to know to start
 * @property {(object & Turn)[]} subjects what to prepare, and how much of it to measure in a round
 *
 * @typedef {{ milliseconds: number } | { runs: number }} Turn
 *
 * @typedef {object} Measurement
 * @property {string} program
 * @property {string} subject
 * @property {number} flops
 * @property {number} runs
 * @property {number} bestMilliseconds
 * @property {number} medianMilliseconds
 * @property {number} firstBytes of the program's memory after the first round
 * @property {number} bytes of the program's memory at the end
 * @property {Record<string, number>} [phases] milliseconds by phase, in the quickest round
 */

await runPlan(async (/** @type {Plan} */ plan, browser, address) => {
  const page = await browser.newPage();
  // What a program says before it traps.
  page.on('console', (message) => message.location().url.endsWith('favicon.ico') || console.error(message.text()));
  // Any small document of the isolated site can start workers.
  await page.goto(`${address}www/favicon.svg`);
  const groups = [];
  for (const { programs, rounds, ...group } of plan.groups) {
    console.error(`measuring ${group.part}, f = ${group.width}, batch ${group.batch}`);
    groups.push({ ...group, measurements: await measureGroup(page, address, programs, rounds) });
  }
  return { groups };
});

/**
 * @param {import('playwright-core').Page} page
 * @param {string} address of the site
 * @param {ProgramPlan[]} programs
 * @param {number} rounds
 * @returns {Promise<Measurement[]>}
 */
async function measureGroup(page, address, programs, rounds) {
  const entries = [];
  /** @type {(() => unknown)[]} */
  const ends = [];
  for (const program of programs) {
    const { ask, end } = program.command ? startProcess(program.command) : await startWorker(page, address + program.worker);
    ends.push(end);
    await ask('load', program.load);
    for (const wanted of program.subjects) {
      for (const { index, name, flops } of await ask('prepare', wanted)) {
        const take = () => ask('run', { index, turn: wanted });
        entries.push({ program: program.name, subject: name, flops, take, rounds: /** @type {Round[]} */ ([]) });
      }
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const entry of entries) entry.rounds.push(await entry.take());
  }
  await Promise.all(ends.map((end) => end()));
  return entries.map(({ program, subject, flops, rounds }) => ({ program, subject, flops, ...summary(rounds) }));
}

/** @typedef {{ taken: number[], runs: number, phases?: Record<string, number>, bytes: number }} Round */

/** @param {Round[]} rounds */
function summary(rounds) {
  const times = rounds.flatMap(({ taken }) => taken).sort((a, b) => a - b);
  const phases = rounds.flatMap(({ phases, runs }) => (phases ? [perRun(phases, runs)] : []));
  return {
    runs: rounds.reduce((sum, { runs }) => sum + runs, 0),
    bestMilliseconds: times[0] ?? NaN,
    medianMilliseconds: times[Math.floor(times.length / 2)] ?? NaN,
    firstBytes: rounds[0]?.bytes ?? NaN,
    bytes: rounds.at(-1)?.bytes ?? NaN,
    phases: phases.sort((a, b) => total(a) - total(b))[0],
  };
}

/**
 * @param {Record<string, number>} phases
 * @param {number} runs
 */
function perRun(phases, runs) {
  return Object.fromEntries(Object.entries(phases).map(([name, milliseconds]) => [name, milliseconds / runs]));
}

/** @param {Record<string, number>} phases */
function total(phases) {
  return Object.values(phases).reduce((sum, milliseconds) => sum + milliseconds, 0);
}

/**
 * Where a program runs.
 * @typedef {object} Running
 * @property {(kind: string, request: object) => Promise<any>} ask one question, one answer
 * @property {() => unknown} end
 */

/**
 * @param {import('playwright-core').Page} page
 * @param {string} script
 * @returns {Promise<Running>}
 */
async function startWorker(page, script) {
  const worker = await page.evaluateHandle((/** @type {string} */ script) => new Worker(script, { type: 'module' }), script);
  return {
    ask: (kind, request) => page.evaluate(askWorker, { worker, kind, request }),
    end: () => worker.evaluate((/** @type {Worker} */ worker) => worker.terminate()),
  };
}

/**
 * Runs in the page.
 * @param {{ worker: Worker, kind: string, request: object }} question
 * @returns {Promise<any>}
 */
function askWorker({ worker, kind, request }) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.answer));
    worker.onerror = (event) => reject(new Error(event.message || 'a worker could not be started'));
    worker.postMessage({ kind, request });
  });
}

/**
 * A process is asked by a line of JSON, and answers with one.
 * @param {string[]} command
 * @returns {Running}
 */
function startProcess([program = '', ...words]) {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${program} ended (${code}) before it was told to`)));
  });
  failed.catch(() => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (/** @type {string} */ kind, /** @type {object} */ request) => {
    child.stdin.write(`${JSON.stringify({ kind, request })}\n`);
    const { value } = await Promise.race([lines.next(), failed]);
    return JSON.parse(value);
  };
  return { ask, end: () => child.stdin.end() };
}
