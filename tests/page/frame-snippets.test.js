/** The snippets of docs/embedding.md, each as a page: what is copied from there works. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { installDeck } from './support/deck.js';
import { servePages } from './support/frames.js';
import { pageTests } from './support/page-tests.js';
import { CHECKOUT } from './support/server.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */
/** @typedef {import('playwright-core').Page} Page */

const { onPage } = pageTests();
const FOLDER = join(CHECKOUT, 'examples/embed');
const HOST = 'https://your.host/dcgan-wasm/';
const unbuilt = (/** @type {string} */ file) => (existsSync(join(CHECKOUT, 'pkg', file)) ? false : `no pkg/${file} yet: cargo xtask build makes it`);
const lacksFfmpeg = () => {
  try {
    return execFileSync('ffmpeg', ['-version']).length === 0;
  } catch {
    return 'no ffmpeg: apt-get install ffmpeg';
  }
};

before(installDeck);

/** @param {string} name */
const snippet = (name) => readFileSync(join(FOLDER, name), 'utf8');

/**
 * Opens a page with a snippet in it, on the host that has the project.
 * @param {DemoPage} demo
 * @param {string} body
 */
async function open(demo, body) {
  const page = `<!doctype html><html lang="en"><head><link rel="icon" href="/www/favicon.svg"><title>Snippet</title></head><body>${body}`;
  await servePages(demo.page, { 'page.html': page.replaceAll(HOST, demo.address) });
  await demo.page.goto(`${demo.address}fake/page.html`);
}

/**
 * A deck of reveal.js around slides.
 * @param {string} slides
 */
const deck = (slides) => `<link rel="stylesheet" href="/examples/slides/node_modules/reveal.js/dist/reveal.css">
  <div class="reveal"><div class="slides">${slides}</div></div>
  <script type="module">
    import Reveal from '/examples/slides/node_modules/reveal.js/dist/reveal.mjs';
    new Reveal({ transition: 'none' }).initialize();
  </script>`;

/**
 * The demo inside the only frame that has one.
 * @param {Page} page
 * @param {string} selector
 */
async function demoIn(page, selector = 'iframe[src]') {
  const element = await page.locator(selector).elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('no frame');
  return frame;
}

/** @param {import('playwright-core').Frame | Page} place @param {string} state */
const reaches = (place, state) => place.locator(`[data-part="state"][data-state="${state}"]`).waitFor({ state: 'attached' });

/** @param {Page} page @param {string} id */
const presents = (page, id) => page.locator(`#${id}.present`).waitFor({ state: 'attached' });

test('the guide shows every snippet as it is in examples/embed', () => {
  const lines = (/** @type {string} */ text) => text.split('\n').map((line) => line.trim()).join('\n');
  const guide = lines(readFileSync(join(CHECKOUT, 'docs/embedding.md'), 'utf8'));
  const names = readdirSync(FOLDER);
  assert.ok(names.length >= 10);
  for (const name of names) assert.ok(guide.includes(`\n${lines(snippet(name)).trim()}\n`), name);
});

test(
  'plain frame: it trains by itself',
  onPage({}, async (demo) => {
    await open(demo, snippet('iframe.html'));
    const frame = await demoIn(demo.page);
    await reaches(frame, 'training');
    assert.equal(await frame.locator('.intro').isVisible(), false);
    assert.equal(await frame.locator('[data-part="digits"]').isVisible(), true);
    assert.equal(await frame.locator('.experiment').isVisible(), false);
  }),
);

test(
  'messages: a button of the page takes twenty steps',
  onPage({}, async (demo) => {
    await open(demo, snippet('protocol.html'));
    await reaches(await demoIn(demo.page), 'ready');
    await demo.page.locator('button').click();
    await demo.page.locator('output', { hasText: '20 steps' }).waitFor();
  }),
);

test(
  'element: two of them train, in a page with styles of its own',
  { skip: unbuilt('element.js') },
  onPage({}, async (demo) => {
    await open(demo, `<style>* { color: red !important }</style>${snippet('element.html')}${snippet('element.html').replace('seed="1"', 'seed="2"')}`);
    await demo.page.waitForFunction(
      () => [...document.querySelectorAll('dcgan-demo')].every((element) => /** @type {any} */ (element).configuration),
    );
    assert.deepEqual(
      await demo.page.evaluate(() => [...document.querySelectorAll('dcgan-demo')].map((element) => /** @type {any} */ (element).configuration.seed)),
      [1, 2],
    );
    await demo.page.locator('dcgan-demo').last().scrollIntoViewIfNeeded();
    await demo.page.waitForFunction(() => /** @type {any} */ (document.querySelectorAll('dcgan-demo')[1]).steps > 5);
  }),
);

test(
  'element: driven by the page’s own script',
  { skip: unbuilt('element.js') },
  onPage({}, async (demo) => {
    await open(demo, snippet('element-script.html'));
    await demo.page.waitForFunction(() => /** @type {any} */ (document.querySelector('dcgan-demo')).steps > 100);
    assert.equal(await demo.page.evaluate(() => /** @type {any} */ (document.querySelector('dcgan-demo')).configuration.seed), 5);
    await demo.page.locator('output', { hasText: /after step \d+/ }).waitFor();
  }),
);

test(
  'reveal.js: the frame comes with its slide and goes with it',
  onPage({}, async (demo) => {
    await open(demo, deck(`<section id="a">A</section>${snippet('reveal.html').replace('<section>', '<section id="b">')}<section id="c">C</section>`));
    await presents(demo.page, 'a');
    assert.equal(await demo.page.locator('iframe[src]').count(), 0);
    await demo.page.keyboard.press('ArrowRight');
    const frame = await demoIn(demo.page);
    await reaches(frame, 'training');
    await frame.locator('[data-part="toggle"]').click();
    await reaches(frame, 'paused');
    await demo.page.keyboard.press('ArrowRight');
    await presents(demo.page, 'c');
    assert.equal(await demo.page.locator('iframe[src]').count(), 0);
    await demo.page.keyboard.press('ArrowLeft');
    await presents(demo.page, 'b');
  }),
);

test(
  'Quarto: the HTML that it makes, a frame on a slide and one that is a slide’s background',
  onPage({}, async (demo) => {
    const quarto = snippet('quarto.qmd');
    const raw = /```\{=html\}\n([\s\S]*?)```/.exec(quarto)?.[1] ?? '';
    const attributes = /^## \{(.*)\}$/m.exec(quarto)?.[1]?.replace(/(^| )(?=[a-z])/g, ' data-') ?? '';
    await open(demo, deck(`<section id="a" class="slide level2"><h2>Watch both losses</h2>${raw}</section><section id="b" class="slide level2" ${attributes}></section>`));
    await reaches(await demoIn(demo.page, '#a iframe[src]'), 'training');
    await demo.page.keyboard.press('ArrowRight');
    await presents(demo.page, 'b');
    const frame = await demoIn(demo.page, '.slide-background iframe[src]');
    await reaches(frame, 'ready');
    await frame.locator('.path [data-part="discriminator-turn"]').click();
    await frame.locator('.path [data-part="generator-turn"]:not([aria-disabled="true"])').waitFor();
    await demo.page.keyboard.press('ArrowLeft');
    await presents(demo.page, 'a');
  }),
);

test(
  'Slidev: the HTML of its layout; a slide that is not displayed does not train, and keys move the deck',
  onPage({}, async (demo) => {
    const url = /^url: (.*)$/m.exec(snippet('slidev.md'))?.[1] ?? '';
    const script = /<script setup>([\s\S]*?)<\/script>/.exec(snippet('slidev-global-top.vue'))?.[1] ?? '';
    const own = script
      .replace(/^import .*$/gm, '')
      .replace('useNav()', '{ next: () => moved.push("next"), prev: () => moved.push("prev") }')
      .replace(/onMounted\(/, '((mounted) => mounted())(')
      .replace(/^onUnmounted.*$/m, '');
    await open(
      demo,
      `<div id="slide" class="h-full w-full"><div style="position: relative; width: 980px; height: 552px">
         <iframe id="frame" style="width: 100%; height: 100%" src="${url}" title="slide"></iframe></div></div><script>window.moved = [];${own}</script>`,
    );
    const frame = await demoIn(demo.page);
    await reaches(frame, 'training');
    await demo.page.locator('#slide').evaluate((slide) => (slide.style.display = 'none'));
    await reaches(frame, 'paused');
    await demo.page.locator('#slide').evaluate((slide) => (slide.style.display = ''));
    await reaches(frame, 'training');
    await frame.locator('[data-part="step"]').click();
    for (const key of ['ArrowRight', 'PageUp', 'x']) await demo.page.keyboard.press(key);
    await demo.page.waitForFunction(() => /** @type {any} */ (window).moved.length === 2);
    assert.deepEqual(await demo.page.evaluate(() => /** @type {any} */ (window).moved), ['next', 'prev']);
  }),
);

test(
  'MyST: the module renders what the directive asks for',
  { skip: unbuilt('anywidget.js') },
  onPage({}, async (demo) => {
    const [, module, options] = /\{anywidget\} (\S+)\n(.*)\n/.exec(snippet('myst.md')) ?? [];
    await open(
      demo,
      `<div id="widget"></div><script type="module">
        import widget from '${module}';
        const values = ${options};
        widget.render({ model: { get: (name) => values[name], set() {}, save_changes() {}, on() {}, off() {} }, el: document.querySelector('#widget') });
      </script>`,
    );
    await reaches(demo.page, 'training');
    assert.equal(await demo.page.locator('dcgan-demo .experiment').isVisible(), false);
  }),
);

test('PowerPoint: the GIF of a run becomes a film', { skip: lacksFfmpeg() }, () => {
  const { GIFEncoder } = createRequire(import.meta.url)('gifenc');
  const folder = mkdtempSync(join(tmpdir(), 'dcgan-wasm-'));
  try {
    const gif = GIFEncoder();
    for (let frame = 0; frame < 5; frame++) {
      const pixels = Uint8Array.from({ length: 231 * 231 }, (_, index) => (index + frame) % 2);
      gif.writeFrame(pixels, 231, 231, { palette: [[0, 0, 0], [255, 255, 255]], delay: 100 });
    }
    gif.finish();
    writeFileSync(join(folder, 'dcgan-run.gif'), gif.bytes());
    execFileSync('sh', [join(FOLDER, 'gif-to-mp4.sh')], { cwd: folder, stdio: 'pipe', timeout: 60_000 });
    const film = readFileSync(join(folder, 'dcgan-run.mp4'));
    assert.equal(film.subarray(4, 8).toString(), 'ftyp');
    assert.ok(film.indexOf('moov') < film.indexOf('mdat'), 'it can begin before all of it is there');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
