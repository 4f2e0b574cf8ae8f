/** A long run: what it takes of memory and of time must not grow with its steps. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSERS, enduring } from './browsers.js';
import { LONGEST_TEST, lengthOf } from './lengths.js';
import { read } from './readings.js';

/** @typedef {import('./readings.js').Reading & { stepsPerSecond: number }} Row */

const STEPS = lengthOf(20_000, 1500);
/** Between two readings. The first is where memory should have its size. */
const WINDOW = 500;
const MOST_HEAP_GROWTH = 1e6;

/** @type {readonly { flavour: import('../../../www/protocol.js').Flavour, threads: number }[]} */
const PROGRAMS = [
  { flavour: 'simd128', threads: 1 },
  { flavour: 'threads', threads: 2 },
];

for (const { name, skip } of BROWSERS) {
  // Firefox's long-term version has no relaxed SIMD, which the build with threads needs.
  for (const { flavour, threads } of PROGRAMS.slice(0, name === 'Firefox' ? 1 : undefined)) {
    test(`${name}, ${flavour}: ${STEPS} steps leave memory as it was after ${WINDOW}`, { skip, timeout: LONGEST_TEST }, async (context) => {
      await enduring(name, `?lang=en&preset=tiny&kernel=${flavour}&threads=${threads}`, async (page) => {
        const rows = await soak(page, flavour);
        for (const line of [...tableOf(rows), ...figuresOf(rows)]) context.diagnostic(line);
        assert.equal(growth(rows, 'wasmBytes'), 0, 'bytes of WebAssembly memory more');
        for (const heap of /** @type {const} */ (['pageHeapBytes', 'workerHeapBytes', 'bufferBytes']))
          assert.ok((growth(rows, heap) ?? 0) < MOST_HEAP_GROWTH, `${heap}: ${growth(rows, heap)} more`);
        assert.equal(growth(rows, 'nodes'), 0, 'elements more');
      });
    });
  }
}

/**
 * @param {import('./browsers.js').EnduringPage} page
 * @param {import('../../../www/protocol.js').Flavour} flavour
 */
async function soak(page, flavour) {
  /** @type {Row[]} */
  const rows = [];
  await page.ask('play');
  for (let step = WINDOW; step <= STEPS; step += WINDOW) {
    const [begun, before] = [performance.now(), await page.steps()];
    const after = await page.stepsReach(step);
    // Reading takes time of the training: a rate is of what lies between two readings.
    const stepsPerSecond = (1000 * (after - before)) / (performance.now() - begun);
    rows.push({ ...(await read(page, flavour)), stepsPerSecond });
  }
  return rows;
}

/**
 * From the first reading to the last; `null` where there is nothing to read.
 * @param {readonly Row[]} rows
 * @param {keyof Row} name
 */
function growth(rows, name) {
  const [first, last] = [rows[0]?.[name], rows.at(-1)?.[name]];
  return typeof first === 'number' && typeof last === 'number' ? last - first : null;
}

/** @param {readonly Row[]} rows */
function tableOf(rows) {
  const kilobytes = (/** @type {number | null} */ bytes) => (bytes === null ? '-' : (bytes / 1000).toFixed(0)).padStart(9);
  const head = ['step', 'wasm kB', 'page kB', 'worker kB', 'arrays kB', 'process kB', 'elements', 'answer ms', 'steps/s'].map((title) => title.padStart(9)).join(' ');
  const lines = rows.map((row) => {
    const memory = [row.wasmBytes, row.pageHeapBytes, row.workerHeapBytes, row.bufferBytes, row.residentBytes].map(kilobytes);
    const numbers = [row.nodes, row.answerMilliseconds, row.stepsPerSecond].map((value) => value.toFixed(0).padStart(9));
    return [String(row.step).padStart(9), ...memory, ...numbers].join(' ');
  });
  return [head, ...lines];
}

/**
 * Speed in the last quarter against the first, warm-up left out. A figure, not a check: it says as much of the machine.
 * @param {readonly Row[]} rows
 */
function figuresOf(rows) {
  const warm = rows.slice(1);
  const quarter = Math.max(1, Math.floor(warm.length / 4));
  const compare = (/** @type {(values: number[]) => number} */ of, /** @type {keyof Row} */ name) => {
    const [first, last] = [warm.slice(0, quarter), warm.slice(-quarter)].map((part) => of(part.map((row) => Number(row[name]))));
    return `${first?.toFixed(1)} -> ${last?.toFixed(1)}`;
  };
  return [
    `steps a second, first to last quarter: best ${compare((values) => Math.max(...values), 'stepsPerSecond')}, median ${compare(median, 'stepsPerSecond')}`,
    `milliseconds until an answer, median: ${compare(median, 'answerMilliseconds')}`,
  ];
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
