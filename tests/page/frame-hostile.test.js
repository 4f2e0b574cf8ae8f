/** A frame among strangers: who is heard and what of it, who is told what, and floods of anything at all while it trains. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WORDS } from '../../www/calls.js';
import { languages } from '../../www/messages.js';
import { FRAMED, around, demoFrame, permitModules, servePages } from './support/frames.js';
import { pageTests } from './support/page-tests.js';
import { changed, training } from './support/real-run.js';

/**
 * @typedef {import('./support/demo-page.js').DemoPage} DemoPage
 * @typedef {import('playwright-core').Page} Page
 */

const { onPage } = pageTests();
const PLAY = { to: 'dcgan-demo', call: 'play' };

/**
 * @param {DemoPage} demo
 * @param {string} [query] of the frame
 * @param {string} [framed]
 */
async function open(demo, query = '', framed = FRAMED) {
  const frames = `<iframe id="one" title="demo" src="framed.html${query}" width="600" height="300"></iframe>`;
  await servePages(demo.page, { 'framed.html': framed, 'parent.html': around(frames) });
  await demo.page.goto(`${demo.address}fake/parent.html`);
  return demoFrame(demo.page);
}

/** @param {import('playwright-core').Frame} frame */
const asked = (frame) => frame.evaluate(() => /** @type {any} */ (window).demo.asked);

/**
 * Sends calls to the frame, and waits for the answers to those that ask for one.
 * @param {Page} page
 * @param {Record<string, unknown>[]} calls
 * @returns {Promise<any[]>} in the order of the calls
 */
function answersTo(page, calls) {
  return page.evaluate(async (all) => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    const requests = all.map((_, index) => `${Math.random()} ${index}`);
    all.forEach((call, index) => contentWindow?.postMessage({ to: 'dcgan-demo', request: requests[index], ...call }, '*'));
    const { told } = /** @type {any} */ (window);
    const found = () => requests.map((request) => told.find((/** @type {any} */ { answer }) => answer === request));
    while (!found().every(Boolean)) await new Promise((resolve) => setTimeout(resolve, 10));
    return found().map(({ value, refusal }) => refusal ?? value ?? null);
  }, calls);
}

/** Calls that are none, by what is said of them. @type {[string, Record<string, unknown>[]][]} */
const WRONG = [
  ['unknown', [{}, { call: 'toString' }, { call: '__proto__' }, { call: ['play'] }, { call: null }, { call: 'x'.repeat(1e6) }]],
  ['nothing', [{ call: 'play', arguments: [1] }, { call: 'state', arguments: {} }, { call: 'pause', arguments: 'none' }, { call: 'checkpoint', arguments: null }]],
  ['count', [...[0, -1, 1.5, '5', NaN, null, 2 ** 53].map((count) => [count]), [1, 2]].map((given) => ({ call: 'step', arguments: given }))],
  ['settings', [5, null, [1], { seed: { value: 1 } }, { seed: null }, new Date(0), 'x'.repeat(1e5), Object.fromEntries(Array.from({ length: 5000 }, (_, key) => [key, key]))].map((settings) => ({ call: 'reset', arguments: [settings] }))],
  ['file', ['file', {}, null, [1]].map((file) => ({ call: 'restore', arguments: [file] }))],
  ['kept', [[], [{}], [{ file: 'x', isTraining: true }], [{ file: new Uint8Array(1) }], [null, null]].map((given) => ({ call: 'kept', arguments: given }))],
];

for (const { code } of languages) {
  test(
    `a call that is none is told what it takes, in the page’s language, where an answer is asked for (${code})`,
    onPage({}, async (demo) => {
      const frame = await open(demo, '', FRAMED.replace('lang="en"', `lang="${code}"`));
      const words = /** @type {import('../../www/calls.js').Words} */ (WORDS[code]);
      for (const [takes, calls] of WRONG) {
        for (const [index, refusal] of (await answersTo(demo.page, calls)).entries()) {
          const name = String(calls[index]?.['call']);
          const [expected] = takes === 'unknown' ? [words.unknown(['play'])] : [words.takes[/** @type {keyof typeof words.takes} */ (takes)](name)];
          if (takes === 'unknown') assert.equal(String(refusal).slice(0, 8), expected.slice(0, 8), name.slice(0, 20));
          else assert.equal(refusal, expected, JSON.stringify(calls[index]).slice(0, 80));
        }
      }
      const late = await demo.page.evaluate(async () => {
        const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
        const ways = [new Map([['seed', 5]]), new Set(), 5n, new ArrayBuffer(8), new Blob(['seed=5'])];
        ways.forEach((settings, index) => contentWindow?.postMessage({ to: 'dcgan-demo', call: 'reset', arguments: [settings], request: index }, '*'));
        contentWindow?.postMessage({ to: 'dcgan-demo', call: 'restore', arguments: [new ArrayBuffer(256 * 2 ** 20 + 1)], request: ways.length }, '*');
        contentWindow?.postMessage({ to: 'dcgan-demo', call: 'play', request: 'x'.repeat(1e6) }, '*');
        const refusals = () => /** @type {any} */ (window).told.filter((/** @type {any} */ { answer }) => typeof answer === 'number');
        while (refusals().length <= ways.length) await new Promise((resolve) => setTimeout(resolve, 10));
        return refusals().map((/** @type {any} */ { refusal }) => refusal);
      });
      assert.deepEqual(late, [...Array(5).fill(words.takes.settings('reset')), words.takes.file('restore')]);
      assert.deepEqual((await asked(frame)).filter((/** @type {string} */ call) => !call.startsWith('checkpoint')), []);
    }),
  );
}

test(
  'no more than 64 calls wait for their answers: one more is refused, until one of them has its own',
  onPage({}, async (demo) => {
    const frame = await open(demo);
    await frame.evaluate(() => {
      const { demo: element } = /** @type {any} */ (window);
      element.play = () => new Promise((resolve) => (element.finish = resolve));
    });
    await demo.page.evaluate((play) => {
      const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
      for (let count = 0; count < 64; count++) contentWindow?.postMessage(play, '*');
    }, PLAY);
    assert.match(String((await answersTo(demo.page, [{ call: 'state' }]))[0]), /^64 calls wait/);
    await frame.evaluate(() => /** @type {any} */ (window).demo.finish());
    assert.equal((await answersTo(demo.page, [{ call: 'state' }]))[0].state, 'ready');
  }),
);

test(
  'neither a sibling, nor a frame within, nor who has opened the deck is heard',
  onPage({}, async (demo) => {
    const opened = demo.page.context().waitForEvent('page');
    const frames = ['framed.html', 'sibling.html'].map((name) => `<iframe src="${name}" title="${name}"></iframe>`);
    const bare = '<!doctype html><title>A page</title>';
    await servePages(demo.page.context(), { 'framed.html': FRAMED, 'sibling.html': bare, 'opener.html': bare, 'parent.html': around(frames.join('')) });
    await demo.page.goto(`${demo.address}fake/opener.html`);
    await demo.page.evaluate((address) => void window.open(address), `${demo.address}fake/parent.html`);
    const deck = await opened;
    const frame = await demoFrame(deck);
    await frame.evaluate((message) => {
      const inner = document.createElement('iframe');
      inner.srcdoc = `<script>parent.postMessage(${JSON.stringify(message)}, '*'); parent.postMessage('slide:stop', '*'); parent.isThrough = true;</script>`;
      document.body.append(inner);
    }, PLAY);
    await frame.waitForFunction(() => 'isThrough' in window);
    const sibling = deck.frames().find((candidate) => candidate.url().endsWith('sibling.html'));
    assert.ok(sibling);
    await sibling.evaluate((message) => {
      parent.frames[0]?.postMessage(message, '*');
      parent.frames[0]?.postMessage('slide:stop', '*');
    }, PLAY);
    await deck.evaluate((message) => {
      // A message comes from the page whose function sends it.
      const speak = /** @type {any} */ (window.opener).eval('(frame, message) => { frame.postMessage(message, "*"); frame.postMessage("slide:stop", "*"); }');
      speak(frames[0], message);
    }, PLAY);
    assert.equal((await answersTo(deck, [{ call: 'state' }]))[0].state, 'ready');
    assert.deepEqual(await asked(frame), []);
  }),
);

/** @param {Page} page @returns {Promise<any[]>} */
const told = (page) => page.evaluate(() => /** @type {any} */ (window).told);

test(
  'where the address names origins, a parent of one of these is heard and told, and no other',
  onPage({}, async (demo) => {
    const { origin } = new URL(demo.address);
    for (const [origins, isHeard] of /** @type {[string, boolean][]} */ ([
      [origin, true],
      [`https://lms.example,${origin}`, true],
      ['https://lms.example', false],
      ['nonsense', false],
      ['', false],
    ])) {
      const frame = await open(demo, `?${new URLSearchParams({ origins })}`);
      await demo.page.evaluate((play) => {
        const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
        for (const message of [play, 'slide:start', { ...play, request: 1 }]) contentWindow?.postMessage(message, '*');
      }, PLAY);
      await frame.evaluate(() => {
        /** @type {any} */ (window).demo.say('verdict', { readable: 1 });
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', code: 'PageDown', keyCode: 34, bubbles: true, cancelable: true }));
      });
      await demo.page.waitForTimeout(200);
      const kinds = (await told(demo.page)).map(({ event, answer }) => event ?? `answer ${answer}`);
      const strings = await demo.page.evaluate(() => /** @type {any} */ (window).strings.length);
      if (isHeard) for (const kind of ['state', 'verdict', 'answer 1', 'key']) assert.ok(kinds.includes(kind), `${kind} for ${origins}: ${kinds}`);
      else assert.deepEqual([kinds, strings, await asked(frame)], [[], 0, []], origins);
      if (isHeard) assert.deepEqual((await asked(frame)).slice(0, 2), ['play', 'onStage true']);
    }
  }),
);

test(
  'a parent without an origin is heard and answered all the same',
  onPage({}, async (demo) => {
    await permitModules(demo.page);
    const inner = `${around(`<iframe title="demo" src="${demo.address}fake/framed.html"></iframe>`)}<script>
      addEventListener('message', ({ data }) => data?.answer === 1 && parent.postMessage(data, '*'));
      setInterval(() => frames[0].postMessage({ to: 'dcgan-demo', call: 'state', request: 1 }, '*'), 100);</script>`;
    await servePages(demo.page, { 'framed.html': FRAMED, 'parent.html': around(`<iframe sandbox="allow-scripts" title="deck" src="deck.html"></iframe>`), 'deck.html': inner });
    await demo.page.goto(`${demo.address}fake/parent.html`);
    await demo.page.waitForFunction(() => /** @type {any} */ (window).told.some((/** @type {any} */ { answer }) => answer === 1));
    assert.equal((await told(demo.page))[0].value.state, 'ready');
  }),
);

test(
  'of the answers to a question for a kept run the first that is one is taken, and none later',
  onPage({}, async (demo) => {
    await permitModules(demo.page);
    const answering = `<script>addEventListener('message', ({ source, data }) => {
      const kept = [{ file: 'steps 1', isTraining: true }, { file: new Uint8Array(3) }, 5, ...[12, 99].map((steps) => ({ file: new TextEncoder().encode('steps ' + steps), isTraining: true }))];
      if (data?.event === 'find') for (const run of kept) source.postMessage({ to: 'dcgan-demo', call: 'kept', arguments: [run] }, '*');
    });</script>`;
    const frames = '<iframe sandbox="allow-scripts" title="demo" src="framed.html"></iframe>';
    await servePages(demo.page, { 'framed.html': FRAMED, 'parent.html': `${around(frames)}${answering}` });
    await demo.page.goto(`${demo.address}fake/parent.html`);
    const frame = await demoFrame(demo.page);
    await frame.waitForFunction(() => /** @type {any} */ (window).demo.asked.includes('play'));
    const late = { file: new TextEncoder().encode('steps 50'), isTraining: true };
    await answersTo(demo.page, [{ call: 'kept', arguments: [late] }]);
    await demo.page.waitForTimeout(1200);
    await answersTo(demo.page, [{ call: 'kept', arguments: [late] }]);
    assert.deepEqual((await asked(frame)).filter((/** @type {string} */ call) => !call.startsWith('checkpoint')), ['restore steps 12', 'play']);
  }),
);

/** Steps whose losses are compared. */
const STEPS = 150;

/**
 * Sends 10,000 messages of every kind, most of them none, in about a second: calls that change the run only by being out of turn. Run in the page.
 * @param {number} seed
 */
async function flood(seed) {
  let state = seed;
  const random = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  /** @template Item @param {readonly Item[]} items @returns {Item} */
  const one = (items) => /** @type {Item} */ (items[random(items.length)]);
  const cyclic = /** @type {Record<string, unknown>} */ ({ to: 'dcgan-demo', call: 'step' });
  cyclic['arguments'] = [cyclic];
  const large = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`key${index}`, index]));
  const values = [
    ...[null, undefined, true, -1, 0, NaN, Infinity, 1e308, 5n, '', 'slide:', 'x'.repeat(10_000), [], {}, [[[]]], cyclic, large],
    ...[new Date(0), /x/g, new Map([['to', 'dcgan-demo']]), new Set([1]), new ArrayBuffer(1000), new Uint8Array(1000), new Float64Array(9), new Blob(['x'])],
    ...[new Error('x'), new ImageData(2, 2), Array(1e6), Array.from({ length: 1000 }, (_, index) => index)],
  ];
  const call = () => {
    const name = one(['play', 'pause', 'step', 'checkpoint', 'state', 'reset', 'restore', 'kept', 'toString', '__proto__', 'constructor', null, 5, {}]);
    // Without arguments, with an object that has none, or with a text, it would begin another run.
    const given = name === 'reset' ? [one([null, 5, [], cyclic, large, new Map()])] : one([[], [one(values)], [one(values), one(values)], one(values), [1], [random(3)]]);
    const request = one([undefined, undefined, random(100), `${random(100)}`, one(values)]);
    return { to: one(['dcgan-demo', 'dcgan-demo', 'dcgan-demo', 'someone', 5]), call: name, arguments: given, request, [one(['from', '__proto__', 'x'])]: one(values) };
  };
  const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
  for (let sent = 0; sent < 10_000; sent++) {
    contentWindow?.postMessage(one([call, call, call, () => one(values), () => one(['slide:start', 'slide:stop'])])(), '*');
    if (sent % 500 === 499) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test(
  '10,000 messages of a hostile parent change no number of the run, leave no memory behind, and the demo obeys as before',
  onPage({}, async (demo) => {
    const query = 'preset=tiny&seed=5&kernel=simd128&parts=digits,controls,losses&lang=en&loading=eager';
    await servePages(demo.page, { 'parent.html': around(`<iframe title="demo" src="/?${query}" width="900" height="500"></iframe>`) });
    await demo.page.goto(`${demo.address}fake/parent.html`);
    const ask = (/** @type {Record<string, unknown>} */ call) => answersTo(demo.page, [call]).then(([answer]) => answer);
    await demo.page.waitForFunction(() => /** @type {any} */ (window).told.some((/** @type {any} */ { event }) => event === 'ready'));
    assert.deepEqual((await ask({ call: 'state' })).configuration, changed('tiny', (configuration) => void (configuration.seed = 5)));
    await ask({ call: 'play' });
    const session = await demo.page.context().newCDPSession(demo.page);
    /** @type {any[]} */
    const reports = [];
    /** What the page and its frame hold, once what was told is taken away. */
    const heap = async () => {
      const taken = await demo.page.evaluate(() =>
        /** @type {any} */ (window).told.splice(0).flatMap((/** @type {any} */ { event, detail }) => (event === 'step' ? detail.reports : [])),
      );
      reports.push(...taken);
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const before = await heap();
    await demo.page.evaluate(flood, 20261129);
    assert.ok(['training', 'paused', 'stepping', 'pausing', 'ready'].includes((await ask({ call: 'state' })).state));
    const after = await heap();
    assert.ok(after - before < 20e6, `${after - before} bytes more`);
    await demo.page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage('slide:start', '*'));
    await ask({ call: 'pause' });
    await ask({ call: 'step', arguments: [STEPS] });
    await heap();
    const expected = [...training(changed('tiny', (configuration) => void (configuration.seed = 5)), STEPS)].flatMap((told) => told.reports);
    assert.deepEqual(reports.slice(0, STEPS), expected);
    const numbers = reports.map((/** @type {{ step: number }} */ { step }) => step);
    assert.deepEqual(numbers, Array.from(numbers, (_, index) => index + 1), 'each step is told once');
  }),
);
