/** A drawing of 28 x 28 grey pixels, as MNIST's images are: what a brush leaves, what came before it, and MNIST's way to centre it. */

import { AREA, SIDE } from './sheet.js';

/** @typedef {{ x: number, y: number }} Place in pixels from the left upper corner, which need not be whole */

/** The ink is full within this distance of the brush's way, and ends one pixel further out: strokes about two pixels wide. */
const BRUSH_RADIUS = 0.6;
const MEMORY = 50;
/** MNIST's digits fit into a box of this side. */
const BOX = 20;
/** Paler pixels do not count as part of the digit. */
const LEAST_INK = 32;
/** A dot does not become a disc. */
const LARGEST_ENLARGEMENT = 3;

export class Drawing {
  /** @type {Uint8Array} */
  #pixels = new Uint8Array(AREA);
  /** @type {Uint8Array[]} */
  #past = [];

  /** 0 is paper, 255 ink; not to be changed. */
  get pixels() {
    return this.#pixels;
  }

  get isBlank() {
    return this.#pixels.every((ink) => ink === 0);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /** What is drawn now is what the next undo goes back to. */
  remember() {
    this.#past.push(this.#pixels.slice());
    if (this.#past.length > MEMORY) this.#past.shift();
  }

  undo() {
    this.#pixels = this.#past.pop() ?? this.#pixels;
  }

  /**
   * Replaces what is drawn.
   * @param {Uint8Array} pixels
   */
  put(pixels) {
    this.#pixels = pixels.slice();
  }

  /**
   * Draws a straight stroke of the brush; ink that is there stays.
   * @param {Place} from
   * @param {Place} to
   */
  stroke(from, to) {
    const reach = BRUSH_RADIUS + 1;
    const [left, right] = span(from.x, to.x, reach);
    const [top, bottom] = span(from.y, to.y, reach);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const away = distance({ x: x + 0.5, y: y + 0.5 }, from, to);
        const ink = Math.round(255 * Math.min(1, Math.max(0, reach - away)));
        const index = y * SIDE + x;
        this.#pixels[index] = Math.max(this.#pixels[index] ?? 0, ink);
      }
    }
  }
}

/**
 * The columns or rows that a stroke can touch.
 * @param {number} start
 * @param {number} end
 * @param {number} reach
 * @returns {[number, number]}
 */
function span(start, end, reach) {
  return [Math.max(0, Math.floor(Math.min(start, end) - reach)), Math.min(SIDE - 1, Math.ceil(Math.max(start, end) + reach))];
}

/**
 * From a place to the nearest one on a straight way.
 * @param {Place} place
 * @param {Place} from
 * @param {Place} to
 */
function distance(place, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((place.x - from.x) * dx + (place.y - from.y) * dy) / length));
  return Math.hypot(place.x - from.x - along * dx, place.y - from.y - along * dy);
}

/**
 * Centres a digit as MNIST's makers did: it fills a box of 20 x 20 pixels, and its centre of mass is in the middle.
 * @param {Uint8Array} pixels
 * @returns {Uint8Array}
 */
export function centred(pixels) {
  const box = inkBox(pixels);
  if (!box) return pixels.slice();
  const scale = Math.min(LARGEST_ENLARGEMENT, BOX / Math.max(box.width, box.height));
  const result = new Uint8Array(AREA);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const middle = { x: box.massX + (x + 0.5 - SIDE / 2) / scale, y: box.massY + (y + 0.5 - SIDE / 2) / scale };
      result[y * SIDE + x] = Math.round(meanInk(pixels, middle, 1 / scale));
    }
  }
  return result;
}

/**
 * Where the ink is.
 * @param {Uint8Array} pixels
 */
function inkBox(pixels) {
  let [left, right, top, bottom] = [SIDE, -1, SIDE, -1];
  let [mass, massX, massY] = [0, 0, 0];
  for (const [index, ink] of pixels.entries()) {
    if (ink < LEAST_INK) continue;
    const [x, y] = [index % SIDE, Math.floor(index / SIDE)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    mass += ink;
    massX += ink * (x + 0.5);
    massY += ink * (y + 0.5);
  }
  return mass === 0 ? null : { width: right - left + 1, height: bottom - top + 1, massX: massX / mass, massY: massY / mass };
}

/**
 * The mean over a square of an image that is linear between the middles of its pixels.
 * @param {Uint8Array} pixels
 * @param {Place} middle
 * @param {number} width
 */
function meanInk(pixels, middle, width) {
  const parts = Math.max(1, Math.ceil(2 * width));
  let sum = 0;
  for (let row = 0; row < parts; row++) {
    for (let column = 0; column < parts; column++) {
      const offset = (/** @type {number} */ index) => ((index + 0.5) / parts - 0.5) * width;
      sum += inkAt(pixels, middle.x + offset(column) - 0.5, middle.y + offset(row) - 0.5);
    }
  }
  return sum / (parts * parts);
}

/**
 * @param {Uint8Array} pixels
 * @param {number} x 0 in the middle of the first column
 * @param {number} y
 */
function inkAt(pixels, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - left, y - top];
  const ink = (/** @type {number} */ column, /** @type {number} */ row) =>
    column < 0 || row < 0 || column >= SIDE || row >= SIDE ? 0 : (pixels[row * SIDE + column] ?? 0);
  const upper = (1 - right) * ink(left, top) + right * ink(left + 1, top);
  const lower = (1 - right) * ink(left, top + 1) + right * ink(left + 1, top + 1);
  return (1 - below) * upper + below * lower;
}

/**
 * Moves an image a little the way that D wishes, as far as there are darker inks and whiter papers.
 * @param {Float32Array} ink from 0 to 255, with fractions, which steps add up
 * @param {Float32Array} wishes
 * @param {number} stride that the pixel with the strongest wish moves by
 */
export function followed(ink, wishes, stride) {
  const strongest = wishes.reduce((most, wish) => Math.max(most, Math.abs(wish)), 0);
  if (strongest === 0) return ink.slice();
  return ink.map((value, index) => Math.min(255, Math.max(0, value + (stride * (wishes[index] ?? 0)) / strongest)));
}
