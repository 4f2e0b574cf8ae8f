/** An image as D sees it, and over it where D wants ink changed. */

import { densityOf, drawingDensity, whenDensityMayChange } from '../density.js';
import { largestWish, paintImage, paintWishes, palette } from '../heat-map.js';
import { whenInksChange } from '../ink.js';
import { watchSeen } from './seen.js';
import { SIDE } from './sheet.js';

/** The most canvas pixels along a side of an image pixel. */
const LARGEST_CELL = 40;

export class WishBoard {
  #canvas;
  /** @type {import('../heat-map.js').Palette | null} */
  #palette = null;
  /** @type {Uint8Array} */
  #pixels = new Uint8Array(SIDE * SIDE);
  /** @type {Float32Array | null} */
  #wishes = null;
  #isScheduled = false;
  #roomWidth = 0;

  /** @param {HTMLCanvasElement} canvas somewhere in an element marked data-room, as wide as the board may become */
  constructor(canvas) {
    this.#canvas = canvas;
    const renew = () => {
      this.#palette = null;
      this.#schedule();
    };
    whenInksChange(canvas, renew);
    watchSeen(canvas, (isSeen) => isSeen && renew());
    whenDensityMayChange(canvas, () => this.#schedule());
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
      this.#palette ??= palette(this.#canvas);
      if (this.#wishes) paintWishes(this.#canvas, this.#pixels, this.#wishes, largestWish(this.#wishes), this.#palette);
      else paintImage(this.#canvas, this.#pixels);
    });
  }

  /** As many canvas pixels as device pixels (twice as many where something may scale it), and a whole number of them for each image pixel. */
  #fit() {
    const density = drawingDensity(this.#canvas);
    const cell = Math.max(1, Math.floor((this.#roomWidth * density) / SIDE + 1e-3));
    const width = SIDE * Math.min(cell, LARGEST_CELL);
    if (this.#canvas.width !== width) this.#canvas.width = this.#canvas.height = width;
    this.#canvas.style.width = `${(SIDE * cell) / density}px`;
    this.#canvas.style.imageRendering = densityOf(this.#canvas).isExact && cell <= LARGEST_CELL ? '' : 'auto';
  }
}
