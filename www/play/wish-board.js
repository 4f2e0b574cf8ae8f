/** An image as D sees it, and over it where D wants ink changed. */

import { largestWish, paintImage, paintWishes, palette, whenPaletteChanges } from '../heat-map.js';
import { SIDE } from './sheet.js';

export class WishBoard {
  #canvas;
  #palette;
  /** @type {Uint8Array} */
  #pixels = new Uint8Array(SIDE * SIDE);
  /** @type {Float32Array | null} */
  #wishes = null;
  #isScheduled = false;
  #roomWidth = 0;

  /** @param {HTMLCanvasElement} canvas somewhere in an element marked data-room, as wide as the board may become */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#palette = palette(canvas);
    whenPaletteChanges(() => {
      this.#palette = palette(canvas);
      this.#schedule();
    });
    new ResizeObserver(([entry]) => {
      this.#roomWidth = entry?.contentRect.width ?? 0;
      this.#schedule();
    }).observe(/** @type {Element} */ (canvas.closest('[data-room]')));
  }

  /**
   * Shows an image at the next frame.
   * @param {Uint8Array} pixels
   * @param {Float32Array | null} wishes `null` where there is no opinion
   */
  show(pixels, wishes) {
    this.#pixels = pixels;
    this.#wishes = wishes;
    this.#schedule();
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#fit();
      if (this.#wishes) paintWishes(this.#canvas, this.#pixels, this.#wishes, largestWish(this.#wishes), this.#palette);
      else paintImage(this.#canvas, this.#pixels);
    });
  }

  /** As many canvas pixels as device pixels, and a whole number of them for each image pixel. */
  #fit() {
    const width = SIDE * Math.max(1, Math.floor((this.#roomWidth * devicePixelRatio) / SIDE + 1e-6));
    if (this.#canvas.width !== width) this.#canvas.width = this.#canvas.height = width;
    this.#canvas.style.width = `${width / devicePixelRatio}px`;
  }
}
