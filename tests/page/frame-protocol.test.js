/** The page in a frame: what its parent may ask of it, what it tells the parent, and everything that it ignores. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAMED, around, demoFrame, servePages } from './support/frames.js';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();
const FRAMES = '<iframe id="one" title="demo" src="framed.html" width="600" height="300"></iframe>';

/**
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {string} frames
 */
async function open(demo, frames = FRAMES) {
  await servePages(demo.page, { 'framed.html': FRAMED, 'parent.html': around(frames) });
  await demo.page.goto(`${demo.address}fake/parent.html`);
  return demoFrame(demo.page);
}

/**
 * Sends messages to the frame, and waits until it has heard them.
 * @param {import('playwright-core').Page} page
 * @param {unknown[]} messages
 */
function say(page, ...messages) {
  return page.evaluate(async (all) => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('#one'));
    for (const message of all) contentWindow?.postMessage(message, '*');
    contentWindow?.postMessage({ to: 'dcgan-demo', request: 'heard', call: 'state' }, '*');
    const told = /** @type {any} */ (window).told;
    while (!told.some((/** @type {any} */ { answer }) => answer === 'heard')) await new Promise((resolve) => setTimeout(resolve, 10));
    told.splice(
      told.findIndex((/** @type {any} */ { answer }) => answer === 'heard'),
      1,
    );
  }, messages);
}

/** @param {import('playwright-core').Frame} frame */
const asked = (frame) => frame.evaluate(() => /** @type {any} */ (window).demo.asked);

/**
 * What the frame has told, but for the questions about a kept run.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<any[]>}
 */
const told = (page) => page.evaluate(() => /** @type {any} */ (window).told);

test(
  'a deck’s plain strings put the demo on stage and take it off',
  onPage({}, async (demo) => {
    const frame = await open(demo);
    await say(demo.page, 'slide:start', 'slide:stop', 'slide:start');
    assert.deepEqual(await asked(frame), ['onStage true', 'onStage false', 'onStage true']);
  }),
);

test(
  'calls are carried out and answered, and what the element refuses is answered with its sentence',
  onPage({}, async (demo) => {
    const frame = await open(demo);
    await say(
      demo.page,
      { to: 'dcgan-demo', call: 'play' },
      { to: 'dcgan-demo', call: 'step', arguments: [5], request: 1 },
      { to: 'dcgan-demo', call: 'step', request: 'again' },
      { to: 'dcgan-demo', call: 'step', arguments: [1001], request: 2 },
      { to: 'dcgan-demo', call: 'pause', request: 3 },
      { to: 'dcgan-demo', call: 'checkpoint', request: 4 },
      { to: 'dcgan-demo', call: 'reset', arguments: ['seed=7'] },
      { to: 'dcgan-demo', call: 'reset', arguments: [{ seed: 7, generatorLoss: 'minimax', reuseFakes: true }] },
      { to: 'dcgan-demo', call: 'reset' },
      { to: 'dcgan-demo', call: 'restore', arguments: [new TextEncoder().encode('steps 12')], request: 5 },
      { to: 'dcgan-demo', call: 'restore', arguments: [new TextEncoder().encode('nonsense')], request: 6 },
      { to: 'dcgan-demo', call: 'state', request: 7 },
    );
    const calls = (await asked(frame)).filter((/** @type {string} */ call) => call !== 'checkpoint');
    assert.deepEqual(calls.slice(0, 5), ['play', 'step 5', 'step 1', 'step 1001', 'pause']);
    assert.deepEqual(calls.slice(5), [
      'reset "seed=7"',
      'reset {"seed":7,"generatorLoss":"minimax","reuseFakes":true}',
      'reset null',
      'restore steps 12',
      'restore nonsense',
    ]);
    const answers = Object.fromEntries((await told(demo.page)).filter(({ answer }) => answer !== undefined).map((said) => [said.answer, said]));
    assert.deepEqual(answers[1], { from: 'dcgan-demo', answer: 1, value: 5 });
    assert.deepEqual(answers['again'], { from: 'dcgan-demo', answer: 'again', value: 6 });
    assert.deepEqual(answers[2], { from: 'dcgan-demo', answer: 2, refusal: 'That is too many steps.' });
    assert.deepEqual(answers[3], { from: 'dcgan-demo', answer: 3, value: undefined });
    assert.equal(new TextDecoder().decode(answers[4].value), 'steps 6');
    assert.deepEqual(answers[6], { from: 'dcgan-demo', answer: 6, refusal: 'This is no checkpoint.' });
    assert.deepEqual(answers[7].value, { state: 'paused', steps: 12, configuration: { seed: 1 }, onStage: null });
  }),
);

test(
  'messages of another form, with wrong arguments, or from anybody but the parent are ignored',
  onPage({}, async (demo) => {
    const frame = await open(demo);
    const play = { to: 'dcgan-demo', call: 'play' };
    await say(
      demo.page,
      ...[null, 1, 'slide:begin', '{"to":"dcgan-demo","call":"play"}', [play], { to: 'someone', call: 'play' }, { call: 'play' }],
      ...[{ ...play, arguments: 'none' }, { ...play, arguments: [1] }, { ...play, request: {} }, { ...play, call: 'toString' }],
      ...[{ ...play, call: '__proto__' }, { ...play, call: ['play'] }, { ...play, call: 'onStage', arguments: [true] }],
      ...[0, -1, 1.5, '5', NaN, null].map((count) => ({ ...play, call: 'step', arguments: [count] })),
      ...[5, null, [1], { seed: { value: 1 } }, new Uint8Array(4)].map((settings) => ({ ...play, call: 'reset', arguments: [settings] })),
      ...['file', {}, null].map((file) => ({ ...play, call: 'restore', arguments: [file] })),
    );
    await demo.page.evaluate((message) => {
      const stranger = document.createElement('iframe');
      stranger.srcdoc = `<script>parent.frames[0].postMessage('slide:stop', '*');
        parent.frames[0].postMessage(${JSON.stringify(message)}, '*');
        parent.postMessage({ said: true }, '*');</script>`;
      document.body.append(stranger);
    }, play);
    await demo.page.waitForFunction(() => /** @type {any} */ (window).told.some((/** @type {any} */ { said }) => said));
    await say(demo.page);
    await frame.evaluate((message) => window.postMessage(message, '*'), play);
    await say(demo.page);
    assert.deepEqual(await asked(frame), []);
    assert.deepEqual(
      (await told(demo.page)).filter(({ answer }) => answer !== undefined),
      [],
    );
  }),
);

test(
  'the element’s events are told to the parent',
  onPage({}, async (demo) => {
    const frame = await open(demo);
    await frame.evaluate(() => {
      for (const kind of ['ready', 'state', 'step', 'verdict', 'readable', 'error', 'other']) {
        /** @type {any} */ (window).demo.say(kind, { of: kind });
      }
    });
    await say(demo.page);
    assert.deepEqual(
      (await told(demo.page)).filter(({ event }) => event !== 'find'),
      ['ready', 'state', 'step', 'verdict', 'readable', 'error'].map((event) => ({ from: 'dcgan-demo', event, detail: { of: event } })),
    );
  }),
);

test(
  'two frames of one page hear only what is said to them',
  onPage({}, async (demo) => {
    const frame = await open(demo, `${FRAMES}<iframe id="two" title="other" src="framed.html?second"></iframe>`);
    const other = await demoFrame(demo.page, 'second');
    await say(demo.page, { to: 'dcgan-demo', call: 'play' }, 'slide:stop');
    assert.deepEqual(await asked(frame), ['play', 'onStage false']);
    assert.deepEqual(await asked(other), []);
  }),
);
