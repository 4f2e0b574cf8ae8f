/**
 * Measures in real Chromium what the latent plane, the question to D and the game cost the training, and how fast the plane follows.
 *
 *   node play-rate.js [--rounds 3] [--query '?kernel=relaxed']      on one processor: taskset -c 0 node play-rate.js
 *
 * Each round trains for some seconds with none of them on screen, then with each of them, then with the plane's point moved in every
 * frame. The medians over the rounds are printed: steps a second, images of the point a second, and requests to the worker a second.
 */

import { parseArgs } from 'node:util';
import { launch, watched } from './support/browser.js';
import { startServer } from './support/server.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */
/** @typedef {{ steps: number, images: number, requests: number }} Rates a second */

const SECONDS = 3;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, query: { type: 'string', default: '' } } });

/** What is on screen, by name. @type {Record<string, (demo: DemoPage) => Promise<void>>} */
const SCENES = {
  'none of them on screen': (demo) => show(demo, '.intro'),
  'the plane on screen': (demo) => show(demo, '.latent .workbench'),
  'its point moved in every frame': async (demo) => {
    await show(demo, '.latent .workbench');
    await demo.page.evaluate(() => Object.assign(window, { isMoving: true }));
  },
  'a digit before D on screen': async (demo) => {
    await show(demo, '.ask .workbench');
    await demo.part('pad-real').click();
  },
};

const server = await startServer();
const browser = await launch();
try {
  await watched(browser, { address: server.address }, measure);
} finally {
  await browser.close();
  await server.stop();
}

/** @param {DemoPage} demo */
async function measure(demo) {
  await demo.page.addInitScript(instrument);
  await demo.openReady(values.query);
  await demo.train();
  await demo.page.waitForTimeout(3000);
  /** @type {Map<string, Rates[]>} */
  const measured = new Map(Object.keys(SCENES).map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, prepare] of Object.entries(SCENES)) {
      await prepare(demo);
      await demo.page.waitForTimeout(500);
      measured.get(name)?.push(await rates(demo));
      await demo.page.evaluate(() => Object.assign(window, { isMoving: false }));
    }
  }
  console.log(await demo.text('kernels'));
  for (const [name, rounds] of measured) {
    const median = (/** @type {keyof Rates} */ of) => rounds.map((rate) => rate[of]).sort((a, b) => a - b)[rounds.length >> 1]?.toFixed(1) ?? '';
    console.log(`${name.padEnd(32)} ${median('steps').padStart(7)} steps/s ${median('images').padStart(7)} images/s ${median('requests').padStart(7)} requests/s`);
  }
}

/** @param {DemoPage} demo @param {string} selector */
async function show(demo, selector) {
  await demo.page.locator(selector).evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

/**
 * @param {DemoPage} demo
 * @returns {Promise<Rates>}
 */
async function rates(demo) {
  const counts = () => demo.page.evaluate(() => ({ .../** @type {any} */ (window).counts, at: performance.now() }));
  const before = await counts();
  await demo.page.waitForTimeout(1000 * SECONDS);
  const after = await counts();
  const seconds = (after.at - before.at) / 1000;
  const rate = (/** @type {keyof Rates} */ of) => (after[of] - before[of]) / seconds;
  return { steps: rate('steps'), images: rate('images'), requests: rate('requests') };
}

/** Counts steps, requests, and paintings of the plane's large image; and moves the point in every frame while asked to. */
function instrument() {
  const counts = { steps: 0, images: 0, requests: 0 };
  Object.assign(window, { counts, isMoving: false });
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (/** @type {any[]} */ ...words) {
    if (this.canvas.dataset['part'] === 'latent-image') counts.images++;
    return /** @type {any} */ (put).apply(this, words);
  };
  const ask = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (/** @type {any[]} */ ...words) {
    counts.requests++;
    return /** @type {any} */ (ask).apply(this, words);
  };
  const listen = Worker.prototype.addEventListener;
  Worker.prototype.addEventListener = function (/** @type {any} */ kind, /** @type {any} */ hear) {
    return listen.call(this, kind, (/** @type {any} */ event) => {
      if (kind === 'message') counts.steps += event.data.reports?.length ?? 0;
      return hear(event);
    });
  };
  const move = (/** @type {number} */ time) => {
    if (/** @type {any} */ (window).isMoving) {
      for (const [name, period] of /** @type {[string, number][]} */ ([
        ['across', 2500],
        ['down', 3700],
      ])) {
        const slider = /** @type {HTMLInputElement} */ (window.demoRoot.querySelector(`[data-part="latent-${name}"]`));
        slider.value = String(Math.round(50 + 50 * Math.sin((2 * Math.PI * time) / period)));
        slider.dispatchEvent(new Event('input'));
      }
    }
    requestAnimationFrame(move);
  };
  requestAnimationFrame(move);
}
