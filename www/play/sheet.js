/** Images of 28 x 28 grey pixels on a canvas, in rows, every image pixel a whole number of device pixels wide. */

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
  #canvas;
  #context;
  #columns;
  #rows;
  #gap;
  #brightness;
  #picture;
  /** @type {Uint8Array | null} */
  #next = null;
  #roomWidth = 0;

  /**
   * @param {HTMLCanvasElement} canvas somewhere in an element marked data-room, as wide as the sheet may become
   * @param {Arrangement} arrangement
   */
  constructor(canvas, { columns = 1, rows = 1, gap = 0, brightness = 1 } = {}) {
    this.#canvas = canvas;
    this.#columns = columns;
    this.#rows = rows;
    this.#gap = gap;
    this.#brightness = brightness;
    canvas.width = columns * (SIDE + gap) - gap;
    canvas.height = rows * (SIDE + gap) - gap;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.#picture = new ImageData(canvas.width, canvas.height);
    this.show(new Uint8Array(columns * rows * AREA));
    const room = /** @type {Element} */ (canvas.closest('[data-room]'));
    new ResizeObserver(([entry]) => {
      this.#roomWidth = entry?.contentRect.width ?? 0;
      this.#fit();
    }).observe(room);
    this.#watchPixelRatio();
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
    this.#context.putImageData(this.#picture, 0, 0);
  };

  #fit() {
    const { width } = this.#canvas;
    const devicePixels = Math.max(1, Math.floor((this.#roomWidth * devicePixelRatio) / width + 1e-6));
    this.#canvas.style.width = `${(devicePixels * width) / devicePixelRatio}px`;
  }

  /** A window that moves to another screen, or is zoomed, may keep its size but not its pixels. */
  #watchPixelRatio() {
    const changed = () => {
      this.#fit();
      this.#watchPixelRatio();
    };
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', changed, { once: true });
  }
}
