/** Images of 28 x 28 grey pixels on a canvas, in rows. */

import { PixelCanvas } from '../pixel-canvas.js';

export const SIDE = 28;
export const AREA = SIDE * SIDE;

/**
 * @typedef {object} Arrangement
 * @property {number} [columns]
 * @property {number} [rows]
 * @property {number} [gap] between two images, in image pixels
 * @property {number} [brightness] of ink, from 0 to 1
 */

export class Sheet {
  #screen;
  #columns;
  #rows;
  #gap;
  #brightness;
  #picture;
  /** @type {Uint8Array | null} */
  #next = null;

  /**
   * @param {HTMLCanvasElement} canvas somewhere in an element marked data-room, as wide as the sheet may become
   * @param {Arrangement} arrangement
   */
  constructor(canvas, { columns = 1, rows = 1, gap = 0, brightness = 1 } = {}) {
    this.#columns = columns;
    this.#rows = rows;
    this.#gap = gap;
    this.#brightness = brightness;
    this.#picture = new ImageData(columns * (SIDE + gap) - gap, rows * (SIDE + gap) - gap);
    this.#screen = new PixelCanvas(canvas, /** @type {Element} */ (canvas.closest('[data-room]')), this.#picture);
    this.show(new Uint8Array(columns * rows * AREA));
  }

  /**
   * Shows the images at the next frame.
   * @param {Uint8Array} pixels of as many images as the sheet holds
   */
  show(pixels) {
    const isScheduled = this.#next !== null;
    this.#next = pixels;
    if (!isScheduled) requestAnimationFrame(this.#paint);
  }

  #paint = () => {
    if (!this.#next) return;
    const pixels = this.#next;
    this.#next = null;
    const { data, width } = this.#picture;
    for (let image = 0; image < this.#columns * this.#rows; image++) {
      const top = Math.floor(image / this.#columns) * (SIDE + this.#gap);
      const left = (image % this.#columns) * (SIDE + this.#gap);
      for (let y = 0; y < SIDE; y++) {
        let source = (image * SIDE + y) * SIDE;
        let target = 4 * ((top + y) * width + left);
        for (let x = 0; x < SIDE; x++, target += 4) {
          data[target] = data[target + 1] = data[target + 2] = this.#brightness * (pixels[source++] ?? 0);
          data[target + 3] = 255;
        }
      }
    }
    this.#screen.show();
  };
}
