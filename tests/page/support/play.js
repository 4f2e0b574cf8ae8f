/** What tests of the tools share: a look at what goes to the worker and comes from it, at pictures, and at words. */

import assert from 'node:assert/strict';
import axe from 'axe-core';

/** @typedef {import('./demo-page.js').DemoPage} DemoPage */

/**
 * Keeps every question that is put to the worker, and the quizzes that it answers with. Before the page is opened.
 * @param {DemoPage} demo
 */
export async function listen(demo) {
  await demo.page.addInitScript(() => {
    /** @type {any[]} */
    const questions = [];
    /** @type {any[]} */
    const quizzes = [];
    const open = new Set();
    let mostOpen = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (/** @type {any} */ message) {
      if (['imagine', 'ask'].includes(message.kind)) {
        open.add(message.request);
        mostOpen = Math.max(mostOpen, open.size);
        questions.push({ ...message, askedAt: performance.now() });
      }
      post.call(this, message);
    };
    const hear = EventTarget.prototype.addEventListener;
    Worker.prototype.addEventListener = function (/** @type {any} */ kind, /** @type {any} */ listener) {
      hear.call(this, kind, (/** @type {any} */ event) => {
        open.delete(event.data?.request);
        if (kind === 'message' && event.data.kind === 'quiz' && quizzes.at(-1) !== event.data.quiz) quizzes.push(event.data.quiz);
        listener(event);
      });
    };
    Object.assign(window, { questions, quizzes, mostOpen: () => mostOpen });
  });
}

/**
 * Opens the page, listens, trains a little, and brings a tool on screen.
 * @param {DemoPage} demo
 * @param {'latent' | 'ask' | 'game'} name
 * @param {{ steps?: number, query?: string }} run
 */
export async function openTrained(demo, name, { steps = 60, query = '' } = {}) {
  await listen(demo);
  await demo.openTools(query);
  await demo.train();
  await demo.stepsReach(steps);
  await demo.pause();
  await show(demo, name);
}

/**
 * The questions put to the worker so far.
 * @param {DemoPage} demo
 * @param {'imagine' | 'ask'} kind
 * @returns {Promise<any[]>}
 */
export async function questions(demo, kind) {
  const all = await demo.page.evaluate(() => /** @type {any} */ (window).questions);
  return all.filter((/** @type {any} */ question) => question.kind === kind);
}

/**
 * Brings a tool on screen.
 * @param {DemoPage} demo
 * @param {'latent' | 'ask' | 'game'} name
 */
export async function show(demo, name) {
  await demo.page.locator(`#${name} .workbench`).evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

/**
 * The grey values of a canvas, one for each of its pixels, once everything that was asked for is painted.
 * @param {DemoPage} demo
 * @param {string} name
 * @returns {Promise<Buffer>}
 */
export async function grey(demo, name) {
  const encoded = await demo.page.evaluate(async (wanted) => {
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return /** @type {any} */ (window).pixelsOf(wanted);
  }, name);
  return Buffer.from(Buffer.from(encoded, 'base64').filter((_, index) => index % 4 === 0));
}

/**
 * Waits until a canvas shows something else than before.
 * @param {DemoPage} demo
 * @param {string} name
 * @param {() => Promise<unknown>} action
 */
export async function changes(demo, name, action) {
  const before = await demo.page.evaluate((wanted) => /** @type {any} */ (window).pixelsOf(wanted), name);
  await action();
  const differs = (/** @type {{ name: string, before: string }} */ wanted) => /** @type {any} */ (window).pixelsOf(wanted.name) !== wanted.before;
  await demo.page.waitForFunction(differs, { name, before });
}

/**
 * One image of a sheet of images.
 * @param {Buffer} sheet grey values
 * @param {number} columns
 * @param {number} gap
 * @param {number} index
 */
export function imageOf(sheet, columns, gap, index) {
  const width = columns * (28 + gap) - gap;
  const start = Math.floor(index / columns) * (28 + gap) * width + (index % columns) * (28 + gap);
  return Buffer.concat(Array.from({ length: 28 }, (_, y) => sheet.subarray(start + y * width, start + y * width + 28)));
}

/**
 * Waits until an element says something.
 * @param {DemoPage} demo
 * @param {string} name
 * @param {RegExp} words
 */
export async function says(demo, name, words) {
  await demo.part(name).filter({ hasText: words }).waitFor({ state: 'attached' });
}

/**
 * @param {DemoPage} demo
 * @param {string} id of the tool
 */
export async function hasNoViolations(demo, id) {
  await demo.page.evaluate(axe.source);
  const found = await demo.page.evaluate(async (selector) => {
    // Style sheets of shadow roots would be loaded again by inline styles, which the page's policy forbids.
    const { violations } = await /** @type {any} */ (window).axe.run(window.demoRoot.querySelector(selector), { preload: false });
    return violations.map(
      (/** @type {any} */ { id: rule, help, nodes }) => `${rule}: ${help}: ${nodes.map((/** @type {any} */ node) => node.target).join(', ')}`,
    );
  }, `#${id}`);
  assert.deepEqual(found, []);
}

/**
 * Brings a part to the middle of the window, where it stays: parts above get their height when they are first scrolled past.
 * @param {DemoPage} demo
 * @param {string} name
 */
export async function comeToRest(demo, name) {
  await demo.part(name).evaluate(async (element) => {
    let before = NaN;
    for (let frames = 0; frames < 3; ) {
      element.scrollIntoView({ block: 'center' });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      frames = scrollY === before ? frames + 1 : 0;
      before = scrollY;
    }
  });
}
