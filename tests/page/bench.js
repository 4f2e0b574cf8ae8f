/**
 * Measures the time of a training step in a worker of real headless Chromium.
 *
 *   npm run bench -- [--seconds N] [--json FILE]
 */

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './support/browser.js';
import { startServer } from './support/server.js';

/**
 * @typedef {object} Measurement
 * @property {string} name
 * @property {number} baseWidth
 * @property {number} batchSize
 * @property {number} latentSize
 * @property {number} steps measured, after the warm-up
 * @property {number} bestMilliseconds
 * @property {number} medianMilliseconds
 */

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '15' }, json: { type: 'string' } } });

const server = await startServer();
const browser = await launch();
try {
  const page = await browser.newPage();
  // A worker of an isolated page has to say that it is isolated too.
  const headers = { 'Content-Type': 'text/javascript', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  await page.route('**/bench-worker.js', (route) =>
    route.fulfill({ path: fileURLToPath(new URL('bench-worker.js', import.meta.url)), headers }),
  );
  await page.goto(`${server.address}www/favicon.svg`);
  /** @type {Measurement[]} */
  const measurements = [];
  const cases = [
    { name: 'default', change: {} },
    ...[16, 32, 64].map((baseWidth) => ({ name: `width ${baseWidth}`, change: { baseWidth, batchSize: 64 } })),
  ];
  console.log('configuration   width   batch   latent   steps   best ms   median ms   images/s');
  for (const { name, change } of cases) {
    const result = await page.evaluate(measure, { address: server.address, change, seconds: Number(values.seconds) });
    const measurement = { name, ...result };
    measurements.push(measurement);
    print(measurement);
  }
  if (values.json) {
    const machine = { processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length, browser: browser.version() };
    await writeFile(values.json, `${JSON.stringify({ machine, measurements }, null, 2)}\n`);
  }
} finally {
  await browser.close();
  await server.stop();
}

/**
 * Runs in the page: one worker for each configuration, so that none inherits another's memory.
 * @param {{ address: string, change: object, seconds: number }} given
 * @returns {Promise<Omit<Measurement, 'name'>>}
 */
function measure({ address, change, seconds }) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(`${address}bench-worker.js`, { type: 'module' });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.error) reject(new Error(data.error));
      else resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
    worker.postMessage({ change, seconds });
  });
}

/** @param {Measurement} measurement */
function print({ name, baseWidth, batchSize, latentSize, steps, bestMilliseconds, medianMilliseconds }) {
  const columns = [
    name.padEnd(13),
    String(baseWidth).padStart(7),
    String(batchSize).padStart(7),
    String(latentSize).padStart(8),
    String(steps).padStart(7),
  ];
  columns.push(
    bestMilliseconds.toFixed(2).padStart(9),
    medianMilliseconds.toFixed(2).padStart(11),
    ((1000 * batchSize) / medianMilliseconds).toFixed(0).padStart(10),
  );
  console.log(columns.join(' '));
}
