/** The demo under the scale of a deck: canvases have the pixels that the screen has, and a press lands where it is aimed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openElsewhere } from './support/elsewhere.js';
import { permitModules, servePages } from './support/frames.js';
import { pageTests } from './support/page-tests.js';

/**
 * @typedef {import('./support/demo-page.js').DemoPage} DemoPage
 * @typedef {import('playwright-core').Page | import('playwright-core').FrameLocator} Place where the demo's parts are found
 */

const { onPage } = pageTests();
const SIDE = 28;
const PARTS = 'digits controls losses path latent ask';
const VIEWPORT = { width: 1600, height: 900 };

/**
 * Once everything that was told is painted.
 * @param {DemoPage} demo
 */
const painted = (demo) => demo.page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 300)));

/**
 * Holds a check against the page until it is met: what a press or a new size asks for is painted when the machine comes to it.
 * @param {() => Promise<void>} check
 */
async function expectSoon(check) {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/**
 * How many canvas pixels there are to a device pixel of the screen.
 * @param {Place} place
 * @param {string} name
 * @param {number} scale of what is around the frame that the canvas is in, which it does not know
 */
async function pixelsOf(place, name, scale = 1) {
  const canvas = place.locator(`[data-part="${name}"]`);
  await canvas.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await canvas.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 300)));
  const { width, shown } = await canvas.evaluate((element) => {
    const { width } = /** @type {HTMLCanvasElement} */ (element);
    return { width, shown: element.getBoundingClientRect().width * devicePixelRatio };
  });
  return { width, shown: shown * scale };
}

/**
 * Where a part is on the screen, in its middle, once it stays there: parts above it may still take their heights.
 * @param {import('playwright-core').Locator} target
 */
async function restingBox(target) {
  for (let before = ''; ;) {
    await target.evaluate((element) => {
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      return new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 150));
    });
    const box = await target.boundingBox();
    if (JSON.stringify(box) === before) return box;
    before = JSON.stringify(box);
  }
}

/**
 * Presses at a place in a part, in shares of its width and height as they are on the screen.
 * @param {DemoPage} demo
 * @param {Place} place
 * @param {string} name
 * @param {number} across
 * @param {number} down
 */
async function pressAt(demo, place, name, across, down) {
  const target = place.locator(`[data-part="${name}"]`);
  const box = await restingBox(target);
  assert.ok(box && box.width > 0);
  await demo.page.mouse.click(box.x + across * box.width, box.y + down * box.height);
}

/**
 * Draws, drags and reads by pointer, and checks that each lands where it was aimed.
 * @param {DemoPage} demo
 * @param {Place} place
 */
async function landsWhereAimed(demo, place) {
  // What comes meanwhile above them may push them away again: a deck has no scroll anchoring.
  for (const deadline = Date.now() + 60_000; (await place.locator('.tools[data-open]').count()) === 0; ) {
    assert.ok(Date.now() < deadline, 'the tools come to those who are near');
    await place.locator('.tools').evaluate((tools) => tools.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await demo.page.waitForTimeout(100);
  }
  await pressAt(demo, place, 'pad', 7.5 / SIDE, 21.5 / SIDE);
  const ink = async () =>
    place.locator('[data-part="pad-image"]').evaluate(async (element) => {
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const canvas = /** @type {HTMLCanvasElement} */ (element);
      const copy = new OffscreenCanvas(28, 28);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d', { willReadFrequently: true }));
      context.drawImage(canvas, 0, 0, 28, 28);
      const { data } = context.getImageData(0, 0, 28, 28);
      let [sum, x, y] = [0, 0, 0];
      for (let index = 0; index < 784; index++) {
        const grey = data[4 * index] ?? 0;
        [sum, x, y] = [sum + grey, x + grey * (index % 28), y + grey * Math.floor(index / 28)];
      }
      return { x: x / sum, y: y / sum };
    });
  await expectSoon(async () => assert.ok((await ink()).x >= 0, 'there is a dot'));
  const dot = await ink();
  assert.ok(Math.abs(dot.x - 7) < 0.6 && Math.abs(dot.y - 21) < 0.6, `the dot is at ${dot.x}, ${dot.y}`);
  await pressAt(demo, place, 'latent-plane', 1.5 / 7, 5.5 / 7);
  const value = (/** @type {string} */ name) => place.locator(`[data-part="${name}"]`).inputValue();
  assert.ok(Math.abs(Number(await value('latent-across')) - 100 / 6) <= 1.5, await value('latent-across'));
  assert.ok(Math.abs(Number(await value('latent-down')) - 500 / 6) <= 1.5, await value('latent-down'));
  const help = place.locator('button.balance').first();
  await help.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await help.boundingBox();
  assert.ok(box);
  await demo.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  assert.equal(await help.getAttribute('aria-expanded'), 'true', 'the question mark on the chart opens');
  await demo.page.keyboard.press('Escape');
}

for (const scale of [0.5, 2]) {
  for (const [way, style] of /** @type {[string, string][]} */ ([
    ['a transform', `transform: scale(${scale}); transform-origin: 0 0; width: ${1400 / scale}px`],
    ['zoom', `zoom: ${scale}; width: ${1400 / scale}px`],
  ])) {
    test(
      `an element in a deck that ${way} of ${scale} scales has the screen's pixels, and hears the pointer where it is`,
      onPage({ viewport: VIEWPORT }, async (demo) => {
        await openElsewhere(demo, `<div style="${style}"><dcgan-demo preset="tiny" parts="${PARTS}" loading="eager" background></dcgan-demo></div>`);
        await demo.reaches('ready');
        await demo.step();
        await painted(demo);
        await expectSoon(async () => {
          const chart = await pixelsOf(demo.page, 'chart');
          assert.ok(Math.abs(chart.width - chart.shown) <= 1, `${chart.width} pixels for ${chart.shown} of the screen`);
        });
        for (const name of ['digits', 'pad-image', 'latent-strip', 'ask-wishes']) {
          await expectSoon(async () => {
            const { width, shown } = await pixelsOf(demo.page, name);
            const each = shown / width;
            const isWhole = each > 0.99 && Math.abs(each - Math.round(each)) * width < 0.5;
            assert.ok(isWhole || width >= shown, `${name}: each of ${width} pixels is ${each} of the screen`);
          });
        }
        await landsWhereAimed(demo, demo.page);
      }),
    );
  }

  test(
    `the page in a frame that is scaled by ${scale} has the screen's pixels, and hears the pointer where it is`,
    onPage({ viewport: VIEWPORT }, async (demo) => {
      const frame = `<iframe src="/index.html?preset=tiny&parts=${PARTS}&lang=en" style="border: 0; width: ${1400 / scale}px; height: ${800 / scale}px;
        transform: scale(${scale}); transform-origin: 0 0"></iframe>`;
      await openElsewhere(demo, frame);
      const place = demo.page.frameLocator('iframe');
      await place.locator('[data-part="state"][data-state="ready"]').waitFor();
      for (const name of ['chart', 'digits', 'pad-image', 'ask-wishes']) {
        await expectSoon(async () => {
          const { width, shown } = await pixelsOf(place, name, scale);
          assert.ok(width >= 0.99 * shown, `${name}: ${width} pixels for ${shown} of the screen`);
          assert.ok(width <= 6 * shown, `${name}: no more than needed`);
        });
      }
      await landsWhereAimed(demo, place);
    }),
  );
}

test(
  'where a frame cannot see what scales it, twice the pixels are painted, and the browser takes their means',
  onPage({ console: /style|Content Security/ }, async (demo) => {
    await permitModules(demo.page);
    const inner = `<!doctype html><title>Inside</title><body style="margin: 0"><div style="width: 300px"><canvas></canvas></div>`;
    const outer = `<!doctype html><title>Deck</title><link rel="icon" href="/www/favicon.svg"><iframe sandbox="allow-scripts" src="inner.html" style="transform: scale(2)"></iframe>`;
    await servePages(demo.page, { 'inner.html': inner, 'outer.html': outer });
    await demo.page.goto(`${demo.address}fake/outer.html`);
    const frame = demo.page.frames().find((candidate) => candidate.url().endsWith('inner.html'));
    const found = await frame?.evaluate(async () => {
      const load = (/** @type {string} */ path) => import(path);
      const { PixelCanvas } = /** @type {typeof import('../../www/pixel-canvas.js')} */ (await load('/www/pixel-canvas.js'));
      const { drawingDensity } = /** @type {typeof import('../../www/density.js')} */ (await load('/www/density.js'));
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas'));
      const picture = new ImageData(28, 28);
      for (let index = 0; index < 28 * 28; index++) picture.data.set([index % 2 ? 255 : 0, 0, 0, 255], 4 * index);
      new PixelCanvas(canvas, /** @type {Element} */ (canvas.parentElement), picture).show();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const copy = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(canvas.width, 1).getContext('2d'));
      copy.drawImage(canvas, 0, 0);
      const row = copy.getImageData(0, 0, canvas.width, 1).data;
      const reds = Array.from({ length: canvas.width }, (_, x) => row[4 * x]);
      return { width: canvas.width, shown: canvas.getBoundingClientRect().width, rendering: getComputedStyle(canvas).imageRendering, reds, density: drawingDensity(canvas) };
    });
    assert.ok(found);
    assert.deepEqual([found.shown, found.width, found.rendering, found.density], [280, 560, 'auto', 2]);
    assert.deepEqual(
      found.reds,
      found.reds.map((_, x) => (Math.floor(x / 20) % 2 ? 255 : 0)),
      'each pixel is a square of twenty',
    );
  }),
);

test(
  'a chart that was painted at one size on the screen is painted again at another',
  onPage({ viewport: VIEWPORT }, async (demo) => {
    await openElsewhere(
      demo,
      `<div id="slide" style="width: 700px; transform-origin: 0 0; transition: transform 50ms"><dcgan-demo preset="tiny" parts="controls digits losses" loading="eager"></dcgan-demo></div>`,
    );
    await demo.reaches('ready');
    const at = (/** @type {number} */ scale) =>
      expectSoon(async () => {
        const { width, shown } = await pixelsOf(demo.page, 'chart');
        const layout = await demo.part('chart').evaluate((chart) => parseFloat(getComputedStyle(chart).width));
        assert.ok(Math.abs(shown - scale * layout) < 1 && Math.abs(width - shown) <= 1, `${width} pixels for ${shown} of the screen`);
      });
    await at(1);
    await demo.page.locator('#slide').evaluate((slide) => (slide.style.transform = 'scale(2)'));
    await painted(demo);
    await at(2);
  }),
);

for (const [what, change] of /** @type {[string, (slide: HTMLElement) => void][]} */ ([
  ['the element’s theme', (slide) => slide.querySelector('dcgan-demo')?.setAttribute('theme', 'dark')],
  ['the colour scheme of something around it', (slide) => (slide.style.colorScheme = 'dark')],
])) {
  test(
    `the chart follows ${what}`,
    onPage({ colorScheme: 'light' }, async (demo) => {
      await openElsewhere(demo, '<div id="slide"><dcgan-demo preset="tiny" parts="controls losses" loading="eager"></dcgan-demo></div>');
      await demo.reaches('ready');
      await painted(demo);
      await demo.changes('chart', () => demo.page.locator('#slide').evaluate(/** @type {any} */ (change)));
    }),
  );
}
