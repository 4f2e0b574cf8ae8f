/** Rows of digits on a canvas, one image pixel for each canvas pixel. */

import { SIDE } from '../heat-map.js';

const GAP = 1;

/** @param {number} digits beside each other */
export function stripWidth(digits) {
  return digits * (SIDE + GAP) - GAP;
}

/**
 * As many of the images as fit into so many rows.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} pixels
 * @param {number} rows
 */
export function paintStrip(canvas, pixels, rows) {
  const columns = Math.floor((canvas.width + GAP) / (SIDE + GAP));
  const picture = new ImageData(canvas.width, canvas.height);
  for (let image = 0; image < columns * rows; image++) {
    const [left, top] = [(image % columns) * (SIDE + GAP), Math.floor(image / columns) * (SIDE + GAP)];
    for (let index = 0; index < SIDE * SIDE; index++) {
      const target = 4 * ((top + Math.floor(index / SIDE)) * canvas.width + left + (index % SIDE));
      picture.data.fill(pixels[image * SIDE * SIDE + index] ?? 0, target, target + 3);
      picture.data[target + 3] = 255;
    }
  }
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
}
