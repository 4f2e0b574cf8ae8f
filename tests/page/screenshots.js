/**
 * Takes pictures of the page in real Chromium.
 *
 *   npm run screenshots -- --out DIR   every size, light and dark: before training, in the middle of a run, with one digit asked for,
 *                      and the whole page with every setting
 *   npm run showcase -- --out DIR      one run at the default configuration, with its speed and losses, after so many steps:
 *                      [--steps 0,100,300,600]
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, watched } from './support/browser.js';
import { startServer } from './support/server.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const SIZES = [
  { name: 'phone', viewport: { width: 360, height: 740 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true },
  { name: 'laptop', viewport: { width: 1280, height: 720 } },
  { name: 'projector', viewport: { width: 1920, height: 1080 } },
];
const MID_RUN_STEPS = 500;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    showcase: { type: 'boolean', default: false },
    steps: { type: 'string', default: '0,100,300,600' },
  },
});
await mkdir(values.out, { recursive: true });
const server = await startServer();
const browser = await launch();
try {
  await (values.showcase ? showcase() : gallery());
} finally {
  await browser.close();
  await server.stop();
}

async function gallery() {
  for (const { name, ...size } of SIZES) {
    for (const colorScheme of /** @type {('light' | 'dark')[]} */ (['light', 'dark'])) {
      await watched(browser, { address: server.address, ...size, colorScheme }, async (demo) => {
        await demo.openReady();
        await take(demo, `${name}-${colorScheme}-ready`);
        await demo.train();
        await demo.stepsReach(MID_RUN_STEPS);
        await take(demo, `${name}-${colorScheme}-training`);
        await demo.pause();
        await demo.changes('digits', () => demo.choose('digit', '7'));
        await take(demo, `${name}-${colorScheme}-sevens`);
        await demo.openMore();
        await take(demo, `${name}-${colorScheme}-whole-page`, true);
      });
    }
  }
}

async function showcase() {
  await watched(browser, { address: server.address, colorScheme: 'light' }, async (demo) => {
    await demo.openReady();
    console.log('  step   training time   steps/s   D loss   G loss   D(x)   D(G(z))   (losses: mean of the last 50 steps)');
    for (const steps of values.steps.split(',').map(Number)) {
      if (steps > 0) await trainTo(demo, steps);
      await take(demo, `showcase-${String(steps).padStart(3, '0')}`);
      await printRow(demo);
    }
  });
}

/**
 * Trains to an exact step: nearly there at full speed, the rest in single steps.
 * @param {DemoPage} demo
 * @param {number} steps
 */
async function trainTo(demo, steps) {
  await demo.train();
  await demo.page.waitForFunction((wanted) => {
    const { heard } = /** @type {any} */ (window);
    return (heard.findLast((/** @type {any} */ message) => message.reports.length > 0)?.reports.at(-1).step ?? 0) >= wanted;
  }, steps - 30);
  await demo.pause();
  while ((await demo.steps()) < steps) await demo.step();
}

/** @param {DemoPage} demo */
async function printRow(demo) {
  const reports = await demo.reports();
  const seconds = ((await demo.heard()).at(-2)?.elapsedMilliseconds ?? 0) / 1000;
  const recent = reports.slice(-50);
  const mean = (/** @type {(report: DemoReport) => number} */ of) =>
    recent.length === 0 ? '–' : (recent.reduce((sum, report) => sum + of(report), 0) / recent.length).toFixed(3);
  const columns = [
    String(reports.length).padStart(6),
    `${seconds.toFixed(1)} s`.padStart(15),
    (seconds > 0 ? (reports.length / seconds).toFixed(1) : '–').padStart(9),
    mean((report) => report.discriminatorLossReal + report.discriminatorLossFake).padStart(8),
    mean((report) => report.generatorLoss).padStart(8),
    mean((report) => report.meanRealProbability).padStart(6),
    mean((report) => report.meanFakeProbabilityBefore).padStart(9),
  ];
  console.log(columns.join(' '));
}

/** @typedef {import('../../www/protocol.js').StepReport} DemoReport */

/**
 * @param {DemoPage} demo
 * @param {string} name
 * @param {boolean} fullPage
 */
async function take(demo, name, fullPage = false) {
  await demo.page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))));
  const path = join(values.out, `${name}.png`);
  await demo.page.screenshot({ path, fullPage });
  console.log(path);
}
