/** What lies behind the tools that one plays with: when questions are asked, what a brush leaves, how a round is scored. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drawing, centred, followed } from '../../www/play/drawing.js';
import { Inquiries } from '../../www/play/inquiries.js';
import { LENGTH, Round, riddlesOf } from '../../www/play/round.js';

const SIDE = 28;

/** Lets everything that waits for no timer happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Inquiries that are answered when the test says so, on the test's clock.
 * @param {import('node:test').TestContext} context
 */
function inquiries(context) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 1000;
  /** @type {string[][]} */
  const asked = [];
  let answer = () => {};
  const send = (/** @type {Set<string>} */ due) => {
    asked.push([...due].sort());
    return /** @type {Promise<void>} */ (new Promise((resolve) => (answer = resolve)));
  };
  const pass = async (/** @type {number} */ milliseconds) => {
    now += milliseconds;
    context.mock.timers.tick(milliseconds);
    await settled();
  };
  return { asked, pass, answer: () => answer(), inquiries: new Inquiries(send, () => now) };
}

test('one request at a time: wishes made meanwhile are asked for once, together', async (context) => {
  const { asked, answer, inquiries: asks } = inquiries(context);
  asks.open(true);
  asks.want('image');
  await settled();
  for (let wish = 0; wish < 9; wish++) asks.want('image');
  asks.want('strip');
  await settled();
  assert.deepEqual(asked, [['image']]);
  answer();
  await settled();
  assert.deepEqual(asked, [['image'], ['image', 'strip']]);
  answer();
  await settled();
  assert.equal(asked.length, 2, 'nothing is asked for twice');
});

test('what may wait is asked for no sooner than its interval, and then without another wish', async (context) => {
  const { asked, pass, answer, inquiries: asks } = inquiries(context);
  asks.open(true);
  asks.want('image', 100);
  await settled();
  assert.deepEqual(asked, [['image']], 'the first at once');
  answer();
  await pass(40);
  asks.want('image', 100);
  await pass(59);
  assert.equal(asked.length, 1);
  await pass(1);
  assert.equal(asked.length, 2);
});

test('a wish that cannot wait overtakes the same one that can', async (context) => {
  const { asked, pass, answer, inquiries: asks } = inquiries(context);
  asks.open(true);
  asks.want('image');
  await settled();
  answer();
  await settled();
  asks.want('image', 400);
  await settled();
  asks.want('image');
  await settled();
  assert.equal(asked.length, 2);
  answer();
  await pass(1000);
  assert.equal(asked.length, 2, 'and takes it along');
});

test('what is nearly due goes along with what is due, and otherwise waits', async (context) => {
  const { asked, pass, answer, inquiries: asks } = inquiries(context);
  asks.open(true);
  asks.want('image');
  asks.want('grid');
  await pass(0);
  answer();
  await pass(500);
  asks.want('image', 400, 400);
  asks.want('grid', 1000, 400);
  await pass(0);
  assert.deepEqual(asked.slice(1), [['image']], 'half a second is too long');
  answer();
  await pass(300);
  asks.want('image', 300);
  await pass(0);
  assert.deepEqual(asked.slice(2), [['grid', 'image']]);
  answer();
  await pass(0);
  asks.want('grid', 1000, 400);
  await pass(999);
  assert.equal(asked.length, 3);
  await pass(1);
  assert.deepEqual(asked.slice(3), [['grid']], 'alone, when its own time has come');
});

test('off screen nothing is asked, and what was wished for is asked for afterwards', async (context) => {
  const { asked, pass, answer, inquiries: asks } = inquiries(context);
  asks.want('image');
  asks.want('grid');
  await pass(5000);
  assert.deepEqual(asked, []);
  asks.open(true);
  await settled();
  assert.deepEqual(asked, [['grid', 'image']]);
  asks.open(false);
  answer();
  asks.want('image');
  await pass(5000);
  assert.equal(asked.length, 1);
});

/** @param {Uint8Array} pixels @param {number} x @param {number} y */
const inkAt = (pixels, x, y) => pixels[y * SIDE + x] ?? NaN;

test('a stroke is about two pixels wide, full in the middle, soft at its edges, and adds to what is there', () => {
  const drawing = new Drawing();
  drawing.stroke({ x: 5, y: 10 }, { x: 20, y: 10 });
  const column = Array.from({ length: SIDE }, (_, y) => inkAt(drawing.pixels, 12, y));
  assert.deepEqual(column.slice(7, 13), [0, 26, 255, 255, 26, 0]);
  const before = drawing.pixels.slice();
  drawing.stroke({ x: 12, y: 3 }, { x: 12, y: 3 });
  assert.ok(drawing.pixels.every((ink, index) => ink >= (before[index] ?? NaN)));
  assert.ok(inkAt(drawing.pixels, 12, 3) > 0);
});

test('a stroke that leaves the paper draws what is on it', () => {
  const drawing = new Drawing();
  drawing.stroke({ x: -9, y: 14 }, { x: 40, y: 14 });
  assert.ok(Array.from({ length: SIDE }, (_, x) => inkAt(drawing.pixels, x, 14)).every((ink) => ink === 255));
  assert.ok(Array.from({ length: SIDE }, (_, x) => inkAt(drawing.pixels, x, 3)).every((ink) => ink === 0));
});

test('undo goes back one change at a time, to blank paper and no further', () => {
  const drawing = new Drawing();
  assert.ok(drawing.isBlank && !drawing.canUndo);
  drawing.remember();
  drawing.stroke({ x: 5, y: 5 }, { x: 9, y: 5 });
  const first = drawing.pixels.slice();
  drawing.remember();
  drawing.put(new Uint8Array(SIDE * SIDE).fill(7));
  drawing.undo();
  assert.deepEqual(drawing.pixels, first);
  drawing.undo();
  drawing.undo();
  assert.ok(drawing.isBlank && !drawing.canUndo);
});

/** @param {Uint8Array} pixels */
function measured(pixels) {
  const inked = [...pixels.entries()].filter(([, ink]) => ink >= 64).map(([index]) => [index % SIDE, Math.floor(index / SIDE)]);
  const range = (/** @type {number} */ axis) => {
    const places = inked.map((place) => place[axis] ?? NaN);
    return Math.max(...places) - Math.min(...places) + 1;
  };
  const mass = pixels.reduce((sum, ink) => sum + ink, 0);
  const mean = (/** @type {(index: number) => number} */ place) =>
    pixels.reduce((sum, ink, index) => sum + ink * (place(index) + 0.5), 0) / mass;
  return { width: range(0), height: range(1), x: mean((index) => index % SIDE), y: mean((index) => Math.floor(index / SIDE)) };
}

for (const [name, from, to] of /** @type {[string, [number, number], [number, number]][]} */ ([
  ['small, in a corner', [3, 2], [6, 9]],
  ['large', [2, 1], [25, 27]],
  ['lying', [1, 20], [26, 22]],
])) {
  test(`a ${name} drawing is centred as MNIST's digits are: 20 pixels long, its mass in the middle`, () => {
    const drawing = new Drawing();
    drawing.stroke({ x: from[0], y: from[1] }, { x: to[0], y: from[1] });
    drawing.stroke({ x: to[0], y: from[1] }, { x: to[0], y: to[1] });
    const { width, height, x, y } = measured(centred(drawing.pixels));
    assert.ok(Math.abs(Math.max(width, height) - 20) <= 1.5, `${width} x ${height}`);
    assert.ok(Math.abs(x - 14) < 0.3 && Math.abs(y - 14) < 0.3, `${x}, ${y}`);
  });
}

test('a dot stays a dot, and blank paper blank', () => {
  const drawing = new Drawing();
  assert.ok(centred(drawing.pixels).every((ink) => ink === 0));
  drawing.stroke({ x: 3, y: 3 }, { x: 3, y: 3 });
  const { width, height } = measured(centred(drawing.pixels));
  assert.ok(width <= 9 && height <= 9, `${width} x ${height}`);
});

test('what is centred already stays as it is', () => {
  const drawing = new Drawing();
  drawing.stroke({ x: 14, y: 5 }, { x: 14, y: 23 });
  const once = centred(drawing.pixels);
  const twice = centred(once);
  const difference = Math.max(...once.map((ink, index) => Math.abs(ink - (twice[index] ?? NaN))));
  assert.ok(difference <= 40, `${difference} of 255`);
});

test('a step along the wishes moves the strongest by the stride, others in proportion, and none off the scale', () => {
  const ink = Float32Array.of(100, 100, 100, 250, 2);
  const wishes = Float32Array.of(2, -1, 0, 2, -2);
  assert.deepEqual([...followed(ink, wishes, 20)], [120, 90, 100, 255, 0]);
  assert.deepEqual([...followed(ink, new Float32Array(5), 20)], [...ink], 'no wish, no step');
});

/** @param {boolean[]} areReal @param {number[]} logits */
const quiz = (areReal, logits) => ({ pixels: Uint8Array.from({ length: areReal.length * SIDE * SIDE }, (_, index) => index / (SIDE * SIDE)), areReal, logits });

test('both players are scored on the same images: D says real above 0', () => {
  const riddles = riddlesOf(quiz([true, true, false, false], [1, -1, 1, -1]), () => 0);
  const round = new Round(riddles);
  const outcomes = riddles.map(() => round.answer(true));
  assert.deepEqual(
    outcomes.map((outcome) => [outcome?.visitorIsRight, outcome?.discriminatorIsRight]),
    [
      [true, true],
      [true, false],
      [false, false],
      [false, true],
    ],
  );
  assert.deepEqual(round.scores, { visitor: 2, discriminator: 2 });
  assert.ok(round.isOver);
  assert.equal(round.answer(true), null, 'a round that is over is over');
});

test('a D without an opinion gets no point for a real image', () => {
  const round = new Round(riddlesOf(quiz([true], [0])));
  assert.equal(round.answer(false)?.discriminatorSaysReal, false);
  assert.deepEqual(round.scores, { visitor: 0, discriminator: 0 });
});

test('a round takes ten images of those that came, each with its own truth, none twice', () => {
  const areReal = Array.from({ length: 16 }, (_, index) => index % 3 === 0);
  const riddles = riddlesOf(
    quiz(
      areReal,
      areReal.map((_, index) => index),
    ),
  );
  assert.equal(riddles.length, LENGTH);
  const numbers = riddles.map(({ logit }) => logit);
  assert.equal(new Set(numbers).size, LENGTH);
  for (const { pixels, isReal, logit } of riddles) {
    assert.equal(isReal, areReal[logit]);
    assert.ok(pixels.every((ink) => ink === logit));
  }
});
