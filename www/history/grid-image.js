/** The grid of 64 digits as one picture to take home, in shades of grey. */

const COLUMNS = 8;
const ROWS = 8;
const SIDE = 28;
/** Between two images, in image pixels. */
const GAP = 1;
/** White, as the page between the images. */
const PAPER = 255;

/**
 * @typedef {object} GridImage
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} grey 0 black to 255 white, row by row
 */

/**
 * Every image pixel becomes a square of so many pixels.
 * @param {Uint8Array} pixels of 64 images of 28 x 28
 * @param {number} scale
 * @returns {GridImage}
 */
export function gridImage(pixels, scale) {
  const [columns, rows] = [COLUMNS * (SIDE + GAP) - GAP, ROWS * (SIDE + GAP) - GAP];
  const width = columns * scale;
  const grey = new Uint8Array(width * rows * scale).fill(PAPER);
  for (let row = 0; row < rows; row++) {
    const y = row % (SIDE + GAP);
    if (y === SIDE) continue;
    const start = row * scale * width;
    for (let column = 0; column < columns; column++) {
      const x = column % (SIDE + GAP);
      if (x === SIDE) continue;
      const image = Math.floor(row / (SIDE + GAP)) * COLUMNS + Math.floor(column / (SIDE + GAP));
      grey.fill(pixels[(image * SIDE + y) * SIDE + x] ?? 0, start + column * scale, start + (column + 1) * scale);
    }
    for (let copy = 1; copy < scale; copy++) grey.copyWithin(start + copy * width, start, start + width);
  }
  return { width, height: rows * scale, grey };
}
