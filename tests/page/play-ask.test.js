/** The question to D: a drawing by pointer or keys, what D says of it at once and while it changes, and what comes of doing as D wishes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';
import { changes, comeToRest, grey, hasNoViolations, openTrained, questions, says, show } from './support/play.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();

/**
 * Draws with the pointer.
 * @param {DemoPage} demo
 * @param {[number, number][]} places in image pixels
 */
async function draw(demo, places) {
  await demo.part('pad-image').scrollIntoViewIfNeeded();
  const box = await demo.part('pad-image').boundingBox();
  assert.ok(box);
  for (const [index, [x, y]] of places.entries()) {
    await demo.page.mouse.move(box.x + (x / 28) * box.width, box.y + (y / 28) * box.height, { steps: 5 });
    if (index === 0) await demo.page.mouse.down();
  }
  await demo.page.mouse.up();
}

/** @type {[number, number][]} */
const SEVEN = [
  [6, 5],
  [20, 5],
  [12, 23],
];

/** @param {DemoPage} demo */
const number = async (demo) => Number((await demo.text('ask-logit')).replace('−', '-'));

/** @param {DemoPage} demo @param {string} query */
const openPaused = (demo, query = '') => openTrained(demo, 'ask', { steps: 100, query });

test(
  'a drawing is judged while it is drawn and once it is finished: logit, probability, verdict, digit, and wishes in colour',
  onPage({}, async (demo) => {
    await openPaused(demo);
    assert.equal((await questions(demo, 'ask')).length, 0, 'blank paper is no question');
    assert.match(await demo.text('ask-verdict'), /^Draw something/);
    const drawn = await grey(demo, 'pad-image');
    await changes(demo, 'ask-wishes', () => draw(demo, SEVEN));
    await says(demo, 'ask-said', /Logit −?\d+\.\d\d, probability 0\.\d\d/);
    const asked = await questions(demo, 'ask');
    assert.ok(asked.length >= 3, `${asked.length} questions`);
    assert.ok(asked.slice(1).every(({ askedAt }, index) => askedAt - asked[index].askedAt >= 49 || index === asked.length - 2));
    await says(demo, 'ask-logit', /\d/);
    const logit = await number(demo);
    assert.ok(Math.abs(Number(await demo.text('ask-probability')) - 1 / (1 + Math.exp(-logit))) < 0.011);
    await says(demo, 'ask-verdict', logit > 0 ? /real image/ : /generated image/);
    await says(demo, 'ask-digit-found', /mean [0-9] of the training images/);
    await says(demo, 'ask-scale', /raises the logit by \d/);
    assert.notDeepEqual(await grey(demo, 'pad-image'), drawn);
    assert.equal(await demo.page.evaluate(() => /** @type {any} */ (window).mostOpen()), 1);
  }),
);

test(
  'a finished drawing is centred as MNIST’s digits are, unless that is switched off',
  onPage({}, async (demo) => {
    await openPaused(demo);
    await draw(demo, [
      [3, 3],
      [3, 9],
    ]);
    await says(demo, 'ask-said', /Logit/);
    const middle = (/** @type {Record<number, number>} */ pixels) => {
      const values = Object.values(pixels);
      const mass = values.reduce((sum, ink) => sum + ink, 0);
      return values.reduce((sum, ink, index) => sum + ink * ((index % 28) + 0.5), 0) / mass;
    };
    const asked = await questions(demo, 'ask');
    assert.ok(Math.abs(middle(asked.at(-1).pixels) - 14) < 0.5, 'finished');
    assert.ok(middle(asked[0].pixels) < 5, 'under way');
    await demo.part('pad-centre').uncheck();
    await demo.page.waitForFunction((count) => /** @type {any} */ (window).questions.length > count, (await demo.page.evaluate(() => /** @type {any} */ (window).questions.length)) - 1);
    await demo.page.waitForTimeout(300);
    assert.ok(middle((await questions(demo, 'ask')).at(-1).pixels) < 5, 'as it is');
  }),
);

test(
  'by keyboard: arrow keys move the brush, Space puts it down and lifts it; undo and clear',
  onPage({}, async (demo) => {
    await openPaused(demo);
    const blank = await grey(demo, 'pad-image');
    await demo.part('pad-brush').focus();
    await demo.page.keyboard.press('ArrowLeft');
    assert.deepEqual(await grey(demo, 'pad-image'), blank, 'a lifted brush draws nothing');
    await demo.page.locator('[data-part="pad-brush"][aria-valuetext="column 14, row 15, brush up"]').waitFor();
    await demo.page.keyboard.press('Space');
    for (let press = 0; press < 6; press++) await demo.page.keyboard.press('ArrowDown');
    await demo.page.locator('[data-part="pad-brush"][aria-valuetext="column 14, row 21, brush down"]').waitFor();
    await demo.page.keyboard.press('Space');
    await says(demo, 'ask-said', /Logit/);
    const stroke = await grey(demo, 'pad-image');
    assert.deepEqual(
      [14, 17, 20].map((row) => stroke[row * 28 + 13]),
      [255, 255, 255],
    );
    await demo.part('pad-clear').click();
    assert.deepEqual(await grey(demo, 'pad-image'), blank);
    await demo.page.locator('[data-part="pad-clear"][aria-disabled="true"]').waitFor();
    assert.equal(await demo.part('pad-invitation').isVisible(), true);
    await demo.part('pad-undo').click();
    assert.deepEqual(await grey(demo, 'pad-image'), stroke);
    await demo.part('pad-undo').click();
    assert.deepEqual(await grey(demo, 'pad-image'), blank);
    await demo.page.locator('[data-part="pad-undo"][aria-disabled="true"]').waitFor();
  }),
);

test(
  'a digit put in is judged as it is, and what it is said to be is told to D where it knows digits',
  onPage({}, async (demo) => {
    await openPaused(demo);
    await changes(demo, 'pad-image', () => demo.part('pad-real').click());
    await says(demo, 'ask-said', /Logit/);
    const asked = (await questions(demo, 'ask')).at(-1);
    assert.equal(asked.digit, null);
    assert.deepEqual(Buffer.from(Object.values(asked.pixels)), await grey(demo, 'pad-image'));
    await demo.part('ask-digit').selectOption('9');
    await says(demo, 'ask-digit-found', /^D was told that it is a 9/);
    assert.equal((await questions(demo, 'ask')).at(-1).digit, 9);
    await demo.part('ask-digit').selectOption('2');
    await says(demo, 'ask-digit-found', /told that it is a 2/);
    await demo.part('ask-digit').selectOption('9');
    await says(demo, 'ask-digit-found', /told that it is a 9/);
    await changes(demo, 'pad-image', () => demo.part('pad-generated').click());
    await demo.fill({ conditioning: 'none' });
    await demo.reset();
    assert.equal(await demo.part('ask-digit').isVisible(), false);
    await show(demo, 'ask');
    await says(demo, 'ask-source', /untrained/);
    await says(demo, 'ask-logit', /\d/);
    assert.equal((await questions(demo, 'ask')).at(-1).digit, null);
    assert.equal(await demo.text('ask-digit-found'), '');
  }),
);

test(
  'to follow the gradient changes the drawing step by step until D likes it better, and can be undone',
  onPage({}, async (demo) => {
    await openPaused(demo);
    await draw(demo, SEVEN);
    await says(demo, 'ask-said', /Logit/);
    const drawn = await grey(demo, 'pad-image');
    await changes(demo, 'pad-image', () => demo.part('ask-follow').click());
    await says(demo, 'ask-followed', /^12 steps along the gradient: logit from/);
    const [before = NaN, after = NaN] = [...(await demo.text('ask-followed')).matchAll(/−?\d+\.\d\d/g)].map(([text]) => Number(text.replace('−', '-')));
    assert.ok(after > before, `${before} to ${after}`);
    assert.equal(await demo.text('ask-said'), await demo.text('ask-followed'));
    await demo.part('pad-undo').click();
    assert.deepEqual(await grey(demo, 'pad-image'), drawn);
  }),
);

test(
  'a stroke ends the way along the gradient',
  onPage({}, async (demo) => {
    await openPaused(demo);
    await changes(demo, 'pad-image', () => demo.part('pad-real').click());
    await says(demo, 'ask-said', /Logit/);
    await demo.part('ask-follow').click();
    await says(demo, 'ask-follow', /Following/);
    await draw(demo, SEVEN);
    await says(demo, 'ask-follow', /Follow the gradient/);
    const drawn = await grey(demo, 'pad-image');
    await demo.page.waitForTimeout(700);
    assert.deepEqual(await grey(demo, 'pad-image'), drawn);
    assert.equal(await demo.text('ask-followed'), '');
  }),
);

test(
  'while training D is asked again, at most twice a second and only on screen, and nothing is announced',
  onPage({}, async (demo) => {
    await openPaused(demo);
    await demo.part('pad-real').click();
    await says(demo, 'ask-said', /Logit/);
    const said = await demo.text('ask-said');
    await demo.page.evaluate(() => /** @type {HTMLElement} */ (window.demoRoot.querySelector('[data-part="toggle"]')).click());
    const { length } = await questions(demo, 'ask');
    await demo.page.waitForFunction((count) => /** @type {any} */ (window).questions.filter((/** @type {any} */ { kind }) => kind === 'ask').length >= count, length + 3);
    const asked = (await questions(demo, 'ask')).slice(length);
    assert.ok(asked.slice(1).every(({ askedAt }, index) => askedAt - asked[index].askedAt >= 499));
    assert.equal(await demo.text('ask-said'), said);
    await demo.page.evaluate(() => scrollTo(0, 0));
    await demo.page.waitForTimeout(500);
    const count = (await questions(demo, 'ask')).length;
    await demo.page.waitForTimeout(1500);
    assert.equal((await questions(demo, 'ask')).length, count);
  }),
);

test(
  'a finger draws, and does not scroll the page',
  onPage({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }, async (demo) => {
    await demo.openTools();
    await comeToRest(demo, 'pad');
    const box = await demo.part('pad').boundingBox();
    assert.ok(box);
    const touch = await demo.page.context().newCDPSession(demo.page);
    const at = (/** @type {number} */ share) => [{ x: box.x + box.width / 2, y: box.y + share * box.height }];
    const scrolled = () => demo.page.evaluate(() => scrollY);
    const before = await scrolled();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.8) });
    for (const share of [0.7, 0.5, 0.3]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(share) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    const drawn = await grey(demo, 'pad-image');
    assert.deepEqual(
      [9, 14, 20].map((row) => (drawn[row * 28 + 14] ?? 0) > 200),
      [true, true, true],
    );
    assert.equal(await scrolled(), before);
  }),
);

for (const [lang, verdict] of /** @type {[string, RegExp][]} */ ([
  ['en', /^D takes it for/],
  ['ru', /^D считает изображение/],
])) {
  test(
    `axe-core finds nothing in the question, and it says everything, in ${lang}`,
    onPage({}, async (demo) => {
      await openPaused(demo, `?lang=${lang}`);
      await hasNoViolations(demo, 'ask');
      await demo.part('pad-real').click();
      await says(demo, 'ask-verdict', verdict);
      await hasNoViolations(demo, 'ask');
    }),
  );
}

test(
  'the language changes while a drawing is judged, and the drawing stays',
  onPage({}, async (demo) => {
    await openPaused(demo);
    await draw(demo, SEVEN);
    await says(demo, 'ask-verdict', /^D takes it for/);
    const drawn = await grey(demo, 'pad-image');
    await demo.page.locator('[data-part="languages"] [value="ru"]').click();
    await says(demo, 'ask-verdict', /^D считает изображение/);
    await says(demo, 'ask-digit-found', /средней цифре/);
    assert.equal(await demo.part('ask-digit').locator('option').first().textContent(), 'любая цифра');
    assert.deepEqual(await grey(demo, 'pad-image'), drawn);
  }),
);
