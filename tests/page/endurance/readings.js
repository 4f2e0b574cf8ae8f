/** What is read of a page that trains: memory of all kinds, the worker's answers, and speed. */

import { readFileSync, readdirSync } from 'node:fs';

/** @typedef {import('./browsers.js').EnduringPage} EnduringPage */

/**
 * @typedef {object} Reading
 * @property {number} step
 * @property {number} wasmBytes of the training worker
 * @property {number | null} pageHeapBytes of JavaScript and of what it holds of the document, after garbage was collected; Chromium only
 * @property {number | null} workerHeapBytes
 * @property {number | null} bufferBytes of typed arrays on the page, which the heap does not count
 * @property {number} nodes of the document and of the demo in it
 * @property {number | null} residentBytes of the largest process of the browser, garbage and all: all that Firefox has to tell; Linux only
 * @property {number} answerMilliseconds from an inquiry to its answer: as long as the worker's queue
 */

/**
 * @param {EnduringPage} enduring
 * @param {import('../../../www/protocol.js').Flavour} flavour
 * @returns {Promise<Reading>}
 */
export async function read(enduring, flavour) {
  const { page, browser, name } = enduring;
  const answerMilliseconds = await page.evaluate(inquire);
  const [wasmBytes = NaN] = await enduring.wasmBytes(flavour);
  const heaps = name === 'Chromium' ? await heapsOf(page) : { pageHeapBytes: null, workerHeapBytes: null, bufferBytes: null };
  const nodes = await page.evaluate(() => {
    const demo = document.querySelector('dcgan-demo');
    return [document, demo?.shadowRoot].reduce((sum, root) => sum + (root?.querySelectorAll('*').length ?? 0), 0);
  });
  const residentBytes = residentOf(browser.process()?.pid ?? 0);
  return { step: await enduring.steps(), wasmBytes, ...heaps, nodes, residentBytes, answerMilliseconds };
}

/** @param {import('puppeteer-core').Page} page */
async function heapsOf(page) {
  const worker = page.workers().find((candidate) => candidate.url().endsWith('/www/worker.js'));
  if (!worker) throw new Error('The page has no training worker.');
  const session = await page.createCDPSession();
  const [own, other] = [await heapOf(session), await heapOf(worker.client)];
  await session.detach();
  return { pageHeapBytes: own.usedBytes, workerHeapBytes: other.usedBytes, bufferBytes: own.bufferBytes };
}

/** @param {import('puppeteer-core').CDPSession} session */
async function heapOf(session) {
  // What a first collection lets go of may hold on to what only a second finds.
  for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage');
  const usage = await session.send('Runtime.getHeapUsage');
  return { usedBytes: usage.usedSize, bufferBytes: usage.backingStorageSize };
}

/**
 * The memory of the largest of a process's descendants, where the system tells.
 * @param {number} ancestor
 */
function residentOf(ancestor) {
  try {
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(statusOf);
    const family = new Set([ancestor]);
    for (let before = 0; before < family.size; ) {
      before = family.size;
      for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
    }
    return Math.max(...processes.filter(({ pid }) => family.has(pid)).map(({ bytes }) => bytes));
  } catch {
    return null;
  }
}

/** @param {string} pid */
function statusOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return [{ pid: Number(pid), parent: field('PPid'), bytes: 1024 * field('VmRSS') }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Run in the page: asks the worker for one image, which changes nothing, and tells how long that took. */
async function inquire() {
  const worker = /** @type {any} */ (window).trainers.at(-1);
  const corner = { sample: 0, digit: null };
  const request = -1;
  const start = performance.now();
  await new Promise((resolve) => {
    const hear = (/** @type {MessageEvent} */ { data }) => {
      if (data.request !== request) return;
      worker.removeEventListener('message', hear);
      resolve(null);
    };
    worker.addEventListener('message', hear);
    worker.postMessage({ kind: 'imagine', request, at: null, shown: 'average', corners: Array(4).fill(corner), points: [0, 0] });
  });
  return performance.now() - start;
}
