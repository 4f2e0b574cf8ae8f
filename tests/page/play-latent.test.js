/** The latent plane: a point between four latent vectors, moved by pointer, keys and sliders, drawn by the weights of now or of then. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';
import { changes, comeToRest, grey, hasNoViolations, imageOf, listen, openTrained, questions, says, show } from './support/play.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();

/**
 * Puts the point into a corner.
 * @param {DemoPage} demo
 * @param {string} across
 * @param {string} down
 */
async function go(demo, across, down) {
  await demo.part('latent-across').fill(across);
  await demo.part('latent-down').fill(down);
  await demo.page.waitForFunction(
    ([right, below]) => {
      const { points } = /** @type {any} */ (window).questions.findLast((/** @type {any} */ { kind }) => kind === 'imagine') ?? { points: [] };
      return points.some((/** @type {number} */ _, /** @type {number} */ at) => at % 2 === 0 && points[at] * 100 === right && points[at + 1] * 100 === below);
    },
    [Number(across), Number(down)],
  );
  await settled(demo);
}

/**
 * Until every question is answered and no other follows.
 * @param {DemoPage} demo
 */
async function settled(demo) {
  let before = -1;
  for (let now = 0; now !== before; ) {
    before = now;
    await demo.page.waitForTimeout(150);
    now = (await demo.heard()).length;
  }
}

const CORNERS = /** @type {[string, string, number][]} */ ([
  ['0', '0', 0],
  ['100', '0', 7],
  ['0', '100', 56],
  ['100', '100', 63],
]);

test(
  'the corners of the plane draw what the corners of the grid of digits show, and another z the next',
  onPage({}, async (demo) => {
    await listen(demo);
    await demo.openTools();
    await demo.fill({ conditioning: 'none' });
    await demo.reset();
    for (let step = 0; step < 3; step++) await demo.step();
    await show(demo, 'latent');
    const digits = await grey(demo, 'digits');
    for (const [across, down, sample] of CORNERS) {
      await go(demo, across, down);
      assert.deepEqual(await grey(demo, 'latent-image'), imageOf(digits, 8, 1, sample), `corner ${sample}`);
    }
    await changes(demo, 'latent-image', () => demo.part('corner-rightBelow').getByRole('button').click());
    await settled(demo);
    // The vectors of the other corners are passed over.
    assert.deepEqual(await grey(demo, 'latent-image'), imageOf(digits, 8, 1, 1));
    assert.equal(await demo.part('latent-classes').isVisible(), false);
    assert.equal(await demo.part('corner-leftAbove').getByRole('combobox').isVisible(), false);
  }),
);

test(
  'with labels each corner is the digit that is chosen there, and the row through the point goes from edge to edge',
  onPage({}, async (demo) => {
    await openTrained(demo, 'latent');
    await go(demo, '0', '0');
    await changes(demo, 'latent-image', () => demo.part('corner-leftAbove').getByRole('combobox').selectOption('4').then(() => {}));
    await settled(demo);
    const [left] = [await grey(demo, 'latent-image')];
    const strip = await grey(demo, 'latent-strip');
    assert.deepEqual(imageOf(strip, 9, 1, 0), left);
    await go(demo, '50', '0');
    assert.deepEqual(imageOf(strip, 9, 1, 4), await grey(demo, 'latent-image'));
    await demo.changes('digits', () => demo.choose('digit', '4'));
    assert.deepEqual(imageOf(await grey(demo, 'digits'), 8, 1, 0), left, 'the same digit of the same vector as in the grid');
  }),
);

test(
  'a drag draws on its way while training, never asks twice at once, and ends where it ends',
  onPage({}, async (demo) => {
    await listen(demo);
    await demo.openTools();
    await demo.train();
    await demo.stepsReach(20);
    await show(demo, 'latent');
    const box = await demo.part('latent-plane').boundingBox();
    assert.ok(box);
    const before = (await questions(demo, 'imagine')).length;
    await demo.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await demo.page.mouse.down();
    await demo.page.mouse.move(box.x + box.width - 3, box.y + 3, { steps: 40 });
    await demo.page.mouse.move(box.x + box.width + 90, box.y - 50, { steps: 4 });
    await demo.page.mouse.up();
    await demo.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    assert.equal(await demo.part('latent-across').inputValue(), '100');
    assert.equal(await demo.part('latent-down').inputValue(), '0');
    const asked = (await questions(demo, 'imagine')).slice(before);
    assert.ok(asked.length >= 10, `${asked.length} images on the way`);
    await demo.page.waitForFunction(() => {
      const { points } = /** @type {any} */ (window).questions.findLast((/** @type {any} */ { kind }) => kind === 'imagine');
      return points[0] === 1 && points[1] === 0;
    });
    assert.equal(await demo.page.evaluate(() => /** @type {any} */ (window).mostOpen()), 1);
  }),
);

test(
  'by keyboard: arrow keys move the point, sliders move it in one direction, and all agree in numbers and words',
  onPage({}, async (demo) => {
    await listen(demo);
    await demo.openTools();
    await show(demo, 'latent');
    const values = async () => [await demo.part('latent-across').inputValue(), await demo.part('latent-down').inputValue()];
    await demo.part('latent-handle').focus();
    await changes(demo, 'latent-image', () => demo.page.keyboard.press('ArrowRight'));
    assert.deepEqual(await values(), ['52', '50']);
    await demo.page.keyboard.press('Shift+ArrowUp');
    assert.deepEqual(await values(), ['52', '40']);
    await demo.page.keyboard.press('End');
    await demo.page.keyboard.press('ArrowRight');
    assert.deepEqual(await values(), ['100', '40'], 'and stops at the edge');
    await demo.page.locator('[data-part="latent-handle"][aria-valuetext^="100"]').waitFor();
    assert.match((await demo.part('latent-handle').getAttribute('aria-valuetext')) ?? '', /^100\s% across, 40\s% down$/);
    assert.equal(await demo.part('latent-handle').getAttribute('aria-valuenow'), '100');
    await demo.part('latent-down').focus();
    await changes(demo, 'latent-image', () => demo.page.keyboard.press('Home'));
    assert.deepEqual(await values(), ['100', '0']);
    const shares = await Promise.all(['leftAbove', 'rightAbove', 'leftBelow', 'rightBelow'].map((name) => demo.text(`corner-${name}`)));
    await demo.part('corner-rightAbove').filter({ hasText: /100\s%/ }).waitFor();
    assert.equal(shares.length, 4);
  }),
);

test(
  'while training the picture follows the weights by itself; off screen nothing is asked for; back on screen it follows again',
  onPage({}, async (demo) => {
    await listen(demo);
    await demo.openTools();
    await show(demo, 'latent');
    assert.equal(await demo.part('latent-untrained').isVisible(), true);
    await settled(demo);
    await demo.train();
    await changes(demo, 'latent-image', () => show(demo, 'latent'));
    await says(demo, 'latent-source', /averaged weights of now, after step [1-9]/);
    assert.equal(await demo.part('latent-untrained').isVisible(), false);
    await demo.page.evaluate(() => scrollTo(0, 0));
    await demo.page.waitForTimeout(500);
    const { length } = await questions(demo, 'imagine');
    await demo.page.waitForTimeout(1500);
    assert.equal((await questions(demo, 'imagine')).length, length);
    await changes(demo, 'latent-image', () => show(demo, 'latent'));
    await demo.page.evaluate(() => /** @type {HTMLInputElement} */ (window.demoRoot.querySelector('[name="shown"][value="raw"]')).click());
    await says(demo, 'latent-source', /raw weights/);
    assert.equal((await questions(demo, 'imagine')).at(-1).shown, 'raw');
  }),
);

test(
  'with reduced motion the picture is refreshed at most two and a half times a second',
  onPage({ reducedMotion: 'reduce' }, async (demo) => {
    await listen(demo);
    await demo.openTools();
    await demo.train();
    await show(demo, 'latent');
    await demo.page.waitForFunction(() => /** @type {any} */ (window).questions.length >= 7);
    const asked = (await questions(demo, 'imagine')).slice(1);
    const gaps = asked.slice(1).map(({ askedAt }, index) => askedAt - asked[index].askedAt);
    assert.ok(
      gaps.every((gap) => gap >= 390),
      `${gaps.map(Math.round)} ms`,
    );
  }),
);

test(
  'travelling in time has a kept moment’s weights draw, and says so; another run ends it',
  onPage({}, async (demo) => {
    await demo.openTools();
    const told = await demo.page.evaluate(async () => {
      const load = (/** @type {string} */ path) => import(new URL(path, location.href).href);
      const { LatentPlane } = /** @type {typeof import('../../www/play/latent.js')} */ (await load('www/play/latent.js'));
      const { Language } = /** @type {typeof import('../../www/language.js')} */ (await load('www/language.js'));
      const root = /** @type {HTMLElement} */ (/** @type {Element} */ (window.demoRoot.querySelector('#latent')).cloneNode(true));
      window.demoRoot.prepend(root);
      /** @type {any[]} */
      const wishes = [];
      const imagine = async (/** @type {any} */ wish) => {
        wishes.push(wish);
        return new Uint8Array(392 * wish.points.length);
      };
      const session = { imagine, state: /** @type {const} */ ('paused'), view: { shown: /** @type {const} */ ('average'), digit: null } };
      const plane = new LatentPlane(root, new Language().messages, session);
      /** @type {any} */
      const run = { configuration: { conditioning: 'none' }, samples: { step: 0 } };
      const wait = () => new Promise((resolve) => setTimeout(resolve, 1200));
      const said = () => [wishes.at(-1)?.at, root.querySelector('[data-part="latent-source"]')?.textContent];
      plane.begin(run);
      await wait();
      const first = said();
      plane.travel(1200);
      await wait();
      const then = said();
      plane.begin(run);
      await wait();
      return [first, then, said()];
    });
    const now = [null, 'Drawn by G’s averaged weights of now, after step 0.'];
    assert.deepEqual(told, [now, [1200, 'Drawn by G’s averaged weights of step 1,200, to which you went back.'], now]);
  }),
);

for (const deviceScaleFactor of [1, 1.5, 3]) {
  test(
    `every pixel is a whole number of device pixels at a ratio of ${deviceScaleFactor}, and 320 px hold everything`,
    onPage({ deviceScaleFactor, viewport: { width: 320, height: 640 } }, async (demo) => {
      await demo.openTools();
      for (const name of ['latent-image', 'latent-grid', 'latent-strip', 'pad-image', 'ask-wishes', 'game-image']) {
        await comeToRest(demo, name);
        const [shown, own] = await demo.part(name).evaluate((canvas) => [
          canvas.getBoundingClientRect().width * devicePixelRatio,
          canvas.dataset['part'] === 'ask-wishes' ? 28 : /** @type {HTMLCanvasElement} */ (canvas).width,
        ]);
        const multiple = (shown ?? NaN) / (own ?? NaN);
        assert.ok(multiple >= 0.99 && Math.abs(multiple - Math.round(multiple)) < 0.01, `${name}: ${multiple}`);
      }
      const [wide, room] = await demo.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok((wide ?? NaN) <= (room ?? NaN), `${wide} of ${room}`);
    }),
  );
}

for (const [lang, words] of /** @type {[string, RegExp][]} */ ([
  ['en', /averaged weights of now/],
  ['ru', /нынешние веса G \(усреднённые\), после шага/],
])) {
  test(
    `axe-core finds nothing in the plane, and it says everything, in ${lang}`,
    onPage({}, async (demo) => {
      await demo.openTools(`?lang=${lang}`);
      await show(demo, 'latent');
      await demo.step();
      await says(demo, 'latent-source', words);
      await hasNoViolations(demo, 'latent');
    }),
  );
}
