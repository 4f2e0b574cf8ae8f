/** Paints what D tells G about an image: for each pixel, whether more ink or less is wished, and how much. */

import { inksOf } from './ink.js';

/** Pixels along one side of an image. */
export const SIDE = 28;

/** How much of the ink's colour the image itself keeps beneath the heat map. */
const TRACE = 0.3;
/** From this many canvas pixels for each image pixel on there is room for a sign. */
const SMALLEST_SIGNED = 8;
/** Signs stand on wishes of at least this share of the largest. */
const SIGNED_SHARE = 0.35;

const PALETTE = /** @type {const} */ ({ surface: '--surface', text: '--text', more: '--wish-more', less: '--wish-less' });

/** @typedef {[number, number, number]} Colour red, green and blue from 0 to 255 */

/**
 * @typedef {object} Palette
 * @property {Colour} surface where there is neither ink nor a wish
 * @property {Colour} text the ink
 * @property {Colour} more more ink is wished
 * @property {Colour} less less ink is wished
 */

/**
 * The colours that the style sheet gives to heat maps inside an element, as they are now.
 * @param {HTMLElement} element
 * @returns {Palette}
 */
export function palette(element) {
  const inks = inksOf(element, Object.values(PALETTE));
  const channels = (/** @type {keyof typeof PALETTE} */ name) => {
    const [red = 0, green = 0, blue = 0] = inks[PALETTE[name]].match(/[\d.]+/g)?.map(Number) ?? [];
    return /** @type {Colour} */ ([red, green, blue]);
  };
  return { surface: channels('surface'), text: channels('text'), more: channels('more'), less: channels('less') };
}

/**
 * The largest wish of a set, whatever its sign: what the strongest colour of its heat maps stands for.
 * @param {ArrayLike<number>} wishes
 */
export function largestWish(wishes) {
  let largest = 0;
  for (let index = 0; index < wishes.length; index++) largest = Math.max(largest, Math.abs(wishes[index] ?? 0));
  return largest;
}

/**
 * Paints the wishes for one image over its faint trace. The colour's strength grows with the square root of the wish, so that small
 * wishes are seen: a quarter of the largest has half its colour. A canvas of 28 x 28 pixels gets colours only; one that is a multiple of
 * that, with room enough, also a plus or minus sign on the strongest wishes.
 * @param {HTMLCanvasElement} canvas as many times 28 pixels wide and high as an image pixel is to measure
 * @param {Uint8Array} pixels of the image, 0 for paper and 255 for ink
 * @param {Float32Array} wishes one for each pixel, above 0 where more ink is wished
 * @param {number} largest wish of the set, which gets the full colour
 * @param {Palette} colours
 */
export function paintWishes(canvas, pixels, wishes, largest, colours) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const picture = new ImageData(SIDE, SIDE);
  for (let index = 0; index < SIDE * SIDE; index++) {
    const strength = largest > 0 ? Math.min(1, Math.sqrt(Math.abs(wishes[index] ?? 0) / largest)) : 0;
    const wished = (wishes[index] ?? 0) > 0 ? colours.more : colours.less;
    const traced = (TRACE * (pixels[index] ?? 0)) / 255;
    for (const channel of /** @type {const} */ ([0, 1, 2])) {
      const trace = colours.surface[channel] + traced * (colours.text[channel] - colours.surface[channel]);
      picture.data[4 * index + channel] = Math.round(trace + strength * (wished[channel] - trace));
    }
    picture.data[4 * index + 3] = 255;
  }
  const cell = canvas.width / SIDE;
  if (cell === 1) return context.putImageData(picture, 0, 0);
  magnify(context, picture, cell);
  if (cell >= SMALLEST_SIGNED) sign(context, wishes, SIGNED_SHARE * largest, cell, colours);
}

/**
 * Paints an image as it is shown everywhere: light ink on black paper.
 * @param {HTMLCanvasElement} canvas as many times 28 pixels wide and high as an image pixel is to measure
 * @param {Uint8Array} pixels
 */
export function paintImage(canvas, pixels) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const picture = new ImageData(SIDE, SIDE);
  for (let index = 0; index < SIDE * SIDE; index++) {
    picture.data.fill(pixels[index] ?? 0, 4 * index, 4 * index + 3);
    picture.data[4 * index + 3] = 255;
  }
  const cell = canvas.width / SIDE;
  if (cell === 1) context.putImageData(picture, 0, 0);
  else magnify(context, picture, cell);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} picture
 * @param {number} cell
 */
function magnify(context, picture, cell) {
  const small = new OffscreenCanvas(SIDE, SIDE);
  small.getContext('2d')?.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, SIDE * cell, SIDE * cell);
}

/**
 * Colour is not all there is: a plus stands for more ink, a minus for less.
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} wishes
 * @param {number} threshold
 * @param {number} cell
 * @param {Palette} colours
 */
function sign(context, wishes, threshold, cell, { surface }) {
  const arm = Math.floor(cell / 4);
  const thickness = Math.max(1, Math.round(cell / 10));
  context.fillStyle = `rgb(${surface.join(' ')})`;
  for (const [index, wish] of wishes.entries()) {
    if (wish === 0 || Math.abs(wish) < threshold) continue;
    const x = Math.round(((index % SIDE) + 0.5) * cell - thickness / 2);
    const y = Math.round((Math.floor(index / SIDE) + 0.5) * cell - thickness / 2);
    context.fillRect(x - arm, y, 2 * arm + thickness, thickness);
    if (wish > 0) context.fillRect(x, y - arm, thickness, 2 * arm + thickness);
  }
}
