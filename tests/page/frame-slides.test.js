/** The lecture of examples/slides in Chromium: live slides whose run survives them, keys, scales, paper, and both languages. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { deckPage, goTo, installDeck, liveFrame } from './support/deck.js';
import { pageTests } from './support/page-tests.js';
import { CHECKOUT } from './support/server.js';

/** @typedef {import('playwright-core').Frame} Frame */
/** @typedef {import('playwright-core').Page} Page */

const { onPage } = pageTests();
const SLIDES = ['title', 'question', 'answer', 'watch', 'discriminators-turn', 'generators-turn', 'path', 'wishes', 'experiment', 'saturation', 'balance', 'take-home'];
const LIVE = ['watch', 'path', 'wishes', 'experiment'];

before(installDeck);

/**
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {string} language
 * @param {string} query
 */
async function openDeck(demo, language = 'en', query = '') {
  await demo.page.addInitScript(keepReports);
  await demo.page.goto(`${demo.address}${deckPage(language)}${query}`);
  await demo.page.locator('.reveal.ready').waitFor({ state: 'attached' });
}

/** What each frame tells of each step, in the deck's own window. */
function keepReports() {
  if (window.parent !== window) return;
  /** @type {any[]} */
  const reports = [];
  Object.assign(window, { reports });
  addEventListener('message', ({ data }) => data?.from === 'dcgan-demo' && data.event === 'step' && reports.push(...data.detail.reports));
}

/** @param {Page} page @returns {Promise<any[]>} */
const reports = (page) => page.evaluate(() => /** @type {any} */ (window).reports);

/** @param {Frame} frame @param {number} count */
const stepsReach = (frame, count) =>
  frame.waitForFunction((wanted) => /** @type {any} */ (document.querySelector('dcgan-demo')).steps >= wanted, count, { timeout: 120_000 });

/** @param {Frame} frame @returns {Promise<{ steps: number, state: string }>} */
const stateOf = (frame) =>
  frame.evaluate(() => {
    const { steps, state } = /** @type {any} */ (document.querySelector('dcgan-demo'));
    return { steps, state };
  });

/** @param {Page} page */
const shown = (page) => page.evaluate(() => document.querySelector('section.present')?.id);

test(
  'the run survives its slide: the frame is destroyed, and when it is back the same steps go on',
  onPage({}, async (demo) => {
    await openDeck(demo);
    await goTo(demo.page, 'watch');
    await stepsReach(await liveFrame(demo.page, 'watch'), 20);
    await demo.page.waitForTimeout(4000);
    await goTo(demo.page, 'discriminators-turn');
    assert.equal(await demo.page.locator('iframe[src]').count(), 0, 'the frame has gone');
    assert.equal(demo.page.frames().filter((frame) => frame.url().includes('parts=')).length, 0);
    const first = await reports(demo.page);
    await demo.page.evaluate(() => void (/** @type {any} */ (window).reports.length = 0));
    await goTo(demo.page, 'watch');
    const frame = await liveFrame(demo.page, 'watch');
    await frame.locator('[data-part="state"][data-state="training"]').waitFor({ timeout: 60_000 });
    const last = first.at(-1).step;
    await stepsReach(frame, last + 5);
    const second = await reports(demo.page);
    const begun = second.findIndex(({ step }, index) => step > 1 && (index === 0 || step !== second[index - 1].step + 1));
    const kept = second.slice(Math.max(0, begun));
    assert.ok(kept[0].step > 1, `it went on at step ${kept[0].step}`);
    assert.ok(kept[0].step <= last + 1, `and repeated what was not kept: ${kept[0].step} after ${last}`);
    const again = kept.filter(({ step }) => step <= last);
    assert.deepEqual(again, first.filter(({ step }) => step >= kept[0].step).slice(0, again.length), 'with the same losses');
  }),
);

test(
  'one run goes through the lecture: the next live slide shows the D that was trained on the one before, and a pause stays a pause',
  onPage({}, async (demo) => {
    await openDeck(demo);
    await goTo(demo.page, 'watch');
    const watch = await liveFrame(demo.page, 'watch');
    await stepsReach(watch, 60);
    await watch.locator('[data-part="toggle"]').click();
    await watch.locator('[data-part="state"][data-state="paused"]').waitFor();
    const { steps } = await stateOf(watch);
    await demo.page.waitForTimeout(1500);
    for (const id of ['wishes', 'path', 'watch']) {
      await goTo(demo.page, id);
      const frame = await liveFrame(demo.page, id);
      await stepsReach(frame, steps);
      await demo.page.waitForTimeout(500);
      assert.deepEqual(await stateOf(frame), { steps, state: 'paused' }, id);
    }
  }),
);

test(
  'after a click into the demo the deck has its keys, and the demo the arrow keys of its controls',
  onPage({}, async (demo) => {
    await openDeck(demo);
    await goTo(demo.page, 'experiment');
    assert.equal(await demo.page.evaluate(() => document.activeElement?.tagName), 'BODY', 'nothing takes the focus');
    const frame = await liveFrame(demo.page, 'experiment');
    await frame.locator('.experiment input[type="radio"]').first().click();
    await demo.page.keyboard.press('ArrowDown');
    assert.equal(await frame.locator('.experiment input[type="radio"]').nth(1).isChecked(), true);
    assert.equal(await shown(demo.page), 'experiment');
    await demo.page.keyboard.press('PageDown');
    await demo.page.locator('#saturation.present').waitFor();
    await goTo(demo.page, 'experiment');
    const back = await liveFrame(demo.page, 'experiment');
    await back.locator('.experiment h2').click();
    for (const [key, slide] of /** @type {const} */ ([['ArrowLeft', 'wishes'], ['Escape', null]])) {
      await demo.page.keyboard.press(key);
      if (slide) await demo.page.locator(`#${slide}.present`).waitFor();
      else await demo.page.locator('.reveal.overview').waitFor();
    }
  }),
);

for (const scale of [0.5, 2]) {
  test(
    `scaled by ${scale}: clicks and strokes hit what is under them`,
    onPage({ viewport: { width: Math.ceil((1280 * scale) / 0.98), height: Math.ceil((720 * scale) / 0.98) } }, async (demo) => {
      await openDeck(demo);
      assert.equal(await demo.page.evaluate(() => Number(getComputedStyle(document.body).getPropertyValue('--slide-scale'))), scale);
      await goTo(demo.page, 'wishes');
      const frame = await liveFrame(demo.page, 'wishes');
      const box = await frame.locator('[data-part="pad"]').boundingBox();
      assert.ok(box);
      const [x, y] = [box.x + box.width * 0.25, box.y + box.height * 0.5];
      await demo.page.mouse.move(x, y);
      await demo.page.mouse.down();
      await demo.page.mouse.move(x, y + 2);
      await demo.page.mouse.up();
      const ink = await frame.locator('[data-part="pad-image"]').evaluate(async (canvas) => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
        const copy = new OffscreenCanvas(28, 28);
        copy.getContext('2d')?.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0, width, height, 0, 0, 28, 28);
        const pixels = copy.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? [];
        const sums = { weight: 0, x: 0, y: 0 };
        for (let index = 0; index < 784; index++) {
          const value = Number(pixels[4 * index]);
          sums.weight += value;
          sums.x += value * ((index % 28) + 0.5);
          sums.y += value * (Math.floor(index / 28) + 0.5);
        }
        return { x: sums.x / sums.weight / 28, y: sums.y / sums.weight / 28 };
      });
      assert.ok(Math.abs(ink.x - 0.25) < 0.05 && Math.abs(ink.y - 0.5) < 0.05, `ink at ${ink.x}, ${ink.y}`);
      await goTo(demo.page, 'watch');
      const watch = await liveFrame(demo.page, 'watch');
      await watch.locator('[data-part="state"][data-state="training"]').waitFor();
      const toggle = await watch.locator('[data-part="toggle"]').boundingBox();
      assert.ok(toggle);
      await demo.page.mouse.click(toggle.x + toggle.width / 2, toggle.y + toggle.height / 2);
      await watch.locator('[data-part="state"][data-state="paused"]').waitFor();
    }),
  );
}

test(
  'on paper each live slide is its picture, and every slide one page',
  onPage({}, async (demo) => {
    await openDeck(demo, 'en', '?print-pdf');
    await demo.page.locator('.pdf-page').last().waitFor({ state: 'attached' });
    for (const id of LIVE) {
      const { width, frame } = await demo.page.locator(`#${id} .live`).evaluate((live) => ({
        width: /** @type {HTMLImageElement} */ (live.querySelector('img')).naturalWidth,
        frame: getComputedStyle(/** @type {Element} */ (live.querySelector('iframe'))).display,
      }));
      assert.ok(width > 1000, `${id} has its picture`);
      assert.equal(frame, 'none');
    }
    const pdf = (await demo.page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, SLIDES.length);
  }),
);

for (const language of ['en', 'ru']) {
  test(
    `${language}: twelve slides with notes, in one language, nothing cut off, one alternative for each live slide`,
    onPage({}, async (demo) => {
      await openDeck(demo, language);
      assert.deepEqual(await demo.page.locator('.slides > section').evaluateAll((all) => all.map(({ id }) => id)), SLIDES);
      for (const id of SLIDES) {
        if (LIVE.includes(id)) continue;
        await goTo(demo.page, id);
        const cut = await demo.page.locator(`#${id}`).evaluate((slide) => {
          const { right, bottom } = slide.getBoundingClientRect();
          const parts = [...slide.querySelectorAll('*:not(aside, aside *, svg *)')];
          return parts.filter((part) => part.getBoundingClientRect().right > right + 1 || part.getBoundingClientRect().bottom > bottom + 1).map((part) => part.outerHTML.slice(0, 80));
        });
        assert.deepEqual(cut, [], id);
      }
      const notes = await demo.page.locator('aside.notes').evaluateAll((all) => all.map(({ textContent }) => textContent?.trim().length ?? 0));
      assert.ok(notes.length === SLIDES.length && notes.every((length) => length > 80));
      const pictures = await demo.page.locator('.live img').evaluateAll((all) => all.map((image) => /** @type {HTMLImageElement} */ (image).alt.length));
      assert.ok(pictures.length === LIVE.length && pictures.every((length) => length > 20));
      await goTo(demo.page, 'experiment');
      const frame = await liveFrame(demo.page, 'experiment');
      const words = (await frame.locator('.experiment h2').textContent()) ?? '';
      assert.match(words, language === 'ru' ? /Опыт/ : /experiment/);
      const qr = await demo.page.locator('.link svg').count();
      assert.equal(qr, 1);
      assert.equal(await demo.page.locator('.link a').getAttribute('href'), `${demo.address}index.html`);
    }),
  );
}

test(
  'the deck works with the single file in place of the page',
  { skip: existsSync(join(CHECKOUT, 'pkg/dcgan.html')) ? false : 'no pkg/dcgan.html yet: cargo xtask build makes it' },
  onPage({}, async (demo) => {
    await openDeck(demo, 'ru', '?demo=../../pkg/dcgan.html');
    await goTo(demo.page, 'watch');
    await stepsReach(await liveFrame(demo.page, 'watch'), 20);
  }),
);
