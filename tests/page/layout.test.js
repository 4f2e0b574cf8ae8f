/** The layout: from phone to projector without sideways scrolling, digits sharp at every pixel ratio, targets large enough. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage, inBrowserWith } = pageTests();

for (const width of [320, 360, 768, 1280, 1920]) {
  test(
    `nothing sticks out sideways at ${width} px, whatever the page says`,
    onPage({ viewport: { width, height: 740 } }, async (demo) => {
      const fits = async (/** @type {string} */ when) => {
        const { scrollWidth } = await demo.page.evaluate(() => ({ scrollWidth: document.documentElement.scrollWidth }));
        assert.ok(scrollWidth <= width, `${scrollWidth} px of ${width} px ${when}`);
      };
      await demo.sabotage(
        `Trainer.prototype.step = function () { throw new Error('a sentence that is rather long: ' + 'it goes on and on, '.repeat(20)); };`,
      );
      await demo.openReady();
      await demo.comeToGallery();
      await fits('when ready');
      await demo.openMore();
      await demo.page.locator('.notes summary').click();
      await demo.fill({ baseWidth: '99999999999999999999', batchSize: 'many', generatorLearningRate: '-1' });
      await demo.fill({ averageDecay: 'x', conditioning: 'clusters' });
      await fits('with complaints');
      await demo.part('toggle').click();
      await demo.part('failure').waitFor();
      await fits('with a failure');
    }),
  );
}

for (const locale of ['en-US', 'ru-RU']) test(
  `at 1280 x 720 the whole run is visible without scrolling, and so is the choice of a preset, ${locale}`,
  onPage({ locale }, async (demo) => {
    await demo.openReady();
    const bottom = await demo.page.evaluate(() =>
      Math.max(...[...window.demoRoot.querySelectorAll('.run *, .settings .heading :is(h2, select)')].map((element) => element.getBoundingClientRect().bottom)),
    );
    assert.ok(bottom <= 720, `the lowest part ends at ${bottom} px`);
  }),
);

test(
  'on a phone the digits come first, then the buttons, then the chart',
  onPage({ viewport: { width: 360, height: 740 } }, async (demo) => {
    await demo.openReady();
    const tops = [];
    for (const name of ['digits', 'toggle', 'chart']) tops.push((await demo.part(name).boundingBox())?.y ?? NaN);
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
    );
    assert.ok((tops[1] ?? NaN) < 740, 'the buttons are on the first screen');
  }),
);

for (const [ratio, width, height] of /** @type {[number, number, number][]} */ ([
  [1, 1280, 720],
  [1.25, 1536, 864],
  [1.5, 1280, 720],
  [2, 1440, 900],
  [3, 360, 740],
])) {
  test(
    `every image pixel is a square of whole device pixels at ratio ${ratio}`,
    inBrowserWith([`--force-device-scale-factor=${ratio}`], { viewport: { width, height }, deviceScaleFactor: ratio }, async (demo) => {
      await demo.openReady();
      await demo.train();
      await demo.stepsReach(20);
      await demo.pause();
      await demo.page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))));
      const canvas = await demo.part('digits').evaluate((element) => {
        const { left, top, width } = element.getBoundingClientRect();
        const pixels = /** @type {HTMLCanvasElement} */ (element).width;
        return { left: left * devicePixelRatio, top: top * devicePixelRatio, scale: (width * devicePixelRatio) / pixels, pixels };
      });
      const scale = Math.round(canvas.scale);
      assert.ok(Math.abs(canvas.scale - scale) < 1e-3, `one image pixel is ${canvas.scale} device pixels wide`);
      const screenshot = await demo.page.screenshot({ scale: 'device' });
      const drawn = await demo.pixels('digits');
      const wrong = await unlike(demo.page, screenshot.toString('base64'), drawn.toString('base64'), { ...canvas, scale });
      assert.equal(wrong, 0, `${wrong} device pixels do not show the image pixel they lie in`);
    }),
  );
}

/**
 * Counts the device pixels of a screenshot that do not have exactly the colour of the image pixel they should show.
 * @param {import('playwright-core').Page} page
 * @param {string} screenshot a PNG in base 64
 * @param {string} drawn pixels in base 64
 * @param {{ left: number, top: number, scale: number, pixels: number }} canvas
 * @returns {Promise<number>}
 */
function unlike(page, screenshot, drawn, canvas) {
  const compare = async (/** @type {{ screenshot: string, drawn: string, canvas: typeof canvas }} */ given) => {
    const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes(given.screenshot)]));
    const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    const { scale, pixels } = given.canvas;
    const [left, top] = [Math.round(given.canvas.left), Math.round(given.canvas.top)];
    const visible = Math.min(scale * pixels, bitmap.height - top);
    const { data } = context.getImageData(left, top, scale * pixels, visible);
    const wanted = bytes(given.drawn);
    let wrong = 0;
    for (let y = 0; y < visible; y++) {
      for (let x = 0; x < scale * pixels; x++) {
        const source = 4 * (Math.floor(y / scale) * pixels + Math.floor(x / scale));
        if (wanted[source + 3] === 255 && data[4 * (y * scale * pixels + x)] !== wanted[source]) wrong++;
      }
    }
    return wrong;
  };
  return page.evaluate(compare, { screenshot, drawn, canvas });
}

for (const [name, options, least] of /** @type {[string, import('playwright-core').BrowserContextOptions, number][]} */ ([
  ['with a mouse', {}, 24],
  ['on a touch screen', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }, 44],
])) {
  test(
    `every target is at least ${least} px high and wide ${name}`,
    onPage(options, async (demo) => {
      await demo.openReady();
      await demo.openMore();
      const sizes = await demo.page.evaluate(() =>
        window
          .everywhere('button, input, select, summary')
          .filter((element) => element.checkVisibility())
          .map((element) => {
            // A press on a radio button's label is a press on the button.
            const { width, height } = (/** @type {HTMLInputElement} */ (element).labels?.length && element.closest('label') || element).getBoundingClientRect();
            return { name: element.textContent?.trim() || element.id, size: Math.min(width, height) };
          }),
      );
      assert.ok(sizes.length >= 35, `${sizes.length} targets`);
      assert.deepEqual(
        sizes.filter(({ size }) => size < least),
        [],
      );
    }),
  );
}

for (const theme of ['light', 'dark']) {
  test(
    `?theme=${theme} wins over what the system prefers`,
    onPage({ colorScheme: theme === 'light' ? 'dark' : 'light' }, async (demo) => {
      const brightness = () => demo.page.evaluate(() => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)?.[0]));
      await demo.openReady();
      const preferred = await brightness();
      await demo.openReady(`?theme=${theme}`);
      assert.equal((await brightness()) > 128, theme === 'light');
      assert.notEqual(await brightness(), preferred);
    }),
  );
}

test(
  'the chart follows a change of theme',
  onPage({ colorScheme: 'light' }, async (demo) => {
    await demo.openReady();
    await demo.changes('chart', () => demo.page.emulateMedia({ colorScheme: 'dark' }));
  }),
);

test(
  'with reduced motion the digits change no more than three times a second',
  onPage({ reducedMotion: 'reduce' }, async (demo) => {
    await demo.page.addInitScript(() => {
      /** @type {number[]} */
      const drawnAt = [];
      Object.assign(window, { drawnAt });
      CanvasRenderingContext2D.prototype.putImageData = new Proxy(CanvasRenderingContext2D.prototype.putImageData, {
        apply(put, context, words) {
          drawnAt.push(performance.now());
          return Reflect.apply(put, context, words);
        },
      });
    });
    await demo.openReady();
    await demo.train();
    const begin = await demo.page.evaluate(() => performance.now());
    await demo.page.waitForTimeout(3000);
    const drawn = await demo.page.evaluate(
      (since) => /** @type {any} */ (window).drawnAt.filter((/** @type {number} */ at) => at > since).length,
      begin,
    );
    assert.ok(drawn >= 1 && drawn <= 10, `${drawn} times in three seconds`);
  }),
);
