/** A picture of few pixels on a canvas, each of them a whole number of device pixels wide, so that none is ever blurred. */

import { densityOf, whenDensityMayChange } from './density.js';

/** No canvas has more pixels than this. */
const MOST_PIXELS = 4e6;

export class PixelCanvas {
  #canvas;
  #context;
  #picture;
  #roomWidth = 0;
  /** Canvas pixels along a side of one of the picture's. */
  #cell = 1;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Element} room an element as wide as the picture may become
   * @param {ImageData} picture that may be painted in at any time
   */
  constructor(canvas, room, picture) {
    this.#canvas = canvas;
    this.#picture = picture;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    canvas.width = picture.width;
    canvas.height = picture.height;
    const refit = () => this.#fit() && this.#paint();
    new ResizeObserver(([entry]) => {
      this.#roomWidth = entry?.contentRect.width ?? 0;
      refit();
    }).observe(room);
    whenDensityMayChange(canvas, refit);
  }

  /** Puts the picture on the canvas as it is now. */
  show() {
    this.#fit();
    this.#paint();
  }

  /**
   * Where the size on the screen is known, each pixel of the picture is one of the canvas, which the browser shows as a square of whole device
   * pixels. Where something around scales it by an unknown or a small factor, that would leave rows out: then the canvas has more pixels than
   * the screen, and the browser takes their means.
   * @returns {boolean} whether the canvas has to be painted again
   */
  #fit() {
    const { width, height } = this.#picture;
    if (this.#roomWidth === 0) {
      // A room that is not there now may be narrower when it is again, and must not be held open.
      this.#canvas.style.width = '';
      return false;
    }
    const { density, isExact } = densityOf(this.#canvas);
    const whole = Math.floor((this.#roomWidth * density) / width + 1e-4);
    const fits = whole > 0 || density >= devicePixelRatio;
    const shownWidth = fits ? (Math.max(1, whole) * width) / density : this.#roomWidth;
    this.#canvas.style.width = `${shownWidth}px`;
    const most = Math.floor(Math.sqrt(MOST_PIXELS / (width * height)));
    const cell = isExact && fits ? 1 : Math.max(1, Math.min(most, Math.ceil((2 * shownWidth * density) / width - 1e-3)));
    if (cell === this.#cell) return false;
    this.#cell = cell;
    this.#canvas.width = cell * width;
    this.#canvas.height = cell * height;
    this.#canvas.style.imageRendering = cell === 1 ? '' : 'auto';
    return true;
  }

  #paint() {
    const { width, height } = this.#picture;
    if (this.#cell === 1) return this.#context.putImageData(this.#picture, 0, 0);
    const small = new OffscreenCanvas(width, height);
    small.getContext('2d')?.putImageData(this.#picture, 0, 0);
    this.#context.imageSmoothingEnabled = false;
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#context.drawImage(small, 0, 0, this.#canvas.width, this.#canvas.height);
  }
}
