/** The grid of generated digits, and what it shows in words. */

import { isCalm } from './motion.js';
import { PixelCanvas } from './pixel-canvas.js';
import { watchSeen } from './play/seen.js';

/** @typedef {import('./messages.js').Messages} Messages */
/** @typedef {import('./protocol.js').Samples} Samples */

const COLUMNS = 8;
const ROWS = 8;
const SIDE = 28;
/** Between two images, in image pixels. */
const GAP = 1;
const WIDTH = COLUMNS * (SIDE + GAP) - GAP;
const HEIGHT = ROWS * (SIDE + GAP) - GAP;

const DESCRIPTION_INTERVAL_MILLISECONDS = 5000;
/** With reduced motion the images change no more often than this. */
const CALM_INTERVAL_MILLISECONDS = 400;

export class DigitGrid {
  #canvas;
  #screen;
  #messages;
  #picture = new ImageData(WIDTH, HEIGHT);
  /** @type {Samples | null} */
  #next = null;
  #drawnAt = -Infinity;
  #describedAt = -Infinity;
  /** @type {Samples | null} */
  #described = null;
  /** The newest images, which are not shown while older ones are looked at. @type {Samples | null} */
  #newest = null;
  #isSeen = false;
  /** What came while nobody could see it. @type {Samples | null} */
  #unseen = null;
  #isHeld = false;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} room an element as wide as the grid may become
   * @param {Messages} messages
   */
  constructor(canvas, room, messages) {
    this.#canvas = canvas;
    this.#screen = new PixelCanvas(canvas, room, this.#picture);
    this.#messages = messages;
    this.#blacken();
    watchSeen(canvas, (isSeen) => {
      this.#isSeen = isSeen;
      if (isSeen && this.#unseen) this.#schedule(this.#unseen);
    });
  }

  /**
   * Shows the images at the next frame; with reduced motion, a little later.
   * @param {Samples} samples
   */
  draw(samples) {
    this.#newest = samples;
    if (!this.#isHeld) this.#schedule(samples);
  }

  /**
   * Shows these images, whatever comes, until they are released.
   * @param {Samples} samples
   */
  hold(samples) {
    this.#isHeld = true;
    this.#schedule(samples);
  }

  /** Back to the newest images. */
  release() {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.#newest) this.#schedule(this.#newest);
  }

  /** @param {Samples} samples */
  #schedule(samples) {
    const isScheduled = this.#next !== null;
    this.#next = samples;
    if (isScheduled) return;
    const wait =
      isCalm(this.#canvas) && !this.#isHeld && samples.step > 0 ? this.#drawnAt + CALM_INTERVAL_MILLISECONDS - performance.now() : 0;
    if (wait > 0) setTimeout(() => requestAnimationFrame(this.#paint), wait);
    else requestAnimationFrame(this.#paint);
  }

  #paint = () => {
    if (!this.#next) return;
    const samples = this.#next;
    this.#next = null;
    this.#unseen = this.#isSeen ? null : samples;
    this.#drawnAt = performance.now();
    if (this.#isSeen) this.#put(samples);
    if (this.#isNews(samples) || this.#drawnAt - this.#describedAt >= DESCRIPTION_INTERVAL_MILLISECONDS) this.#describe(samples);
  };

  /** @param {Samples} samples */
  #put({ pixels }) {
    const ink = this.#picture.data;
    for (let image = 0; image < COLUMNS * ROWS; image++) {
      for (let y = 0; y < SIDE; y++) {
        let source = (image * SIDE + y) * SIDE;
        let target = 4 * originOf(image) + 4 * y * WIDTH;
        for (let x = 0; x < SIDE; x++, target += 4) ink[target] = ink[target + 1] = ink[target + 2] = pixels[source++] ?? 0;
      }
    }
    this.#screen.show();
  }

  /** The images are black and opaque before the first ones come; the gaps between them stay clear. */
  #blacken() {
    for (let image = 0; image < COLUMNS * ROWS; image++) {
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) this.#picture.data[4 * (originOf(image) + y * WIDTH + x) + 3] = 255;
      }
    }
    this.#screen.show();
    this.relabel();
  }

  /**
   * Whether the words of a while ago do not fit these images at all.
   * @param {Samples} samples
   */
  #isNews({ step, view }) {
    const { step: stepThen = NaN, view: viewThen } = this.#described ?? {};
    return (step === 0) !== (stepThen === 0) || view.digit !== viewThen?.digit || view.shown !== viewThen.shown;
  }

  /** @param {Samples} samples */
  #describe(samples) {
    this.#describedAt = performance.now();
    this.#described = samples;
    this.relabel();
  }

  /** Says in the language of now what was described last. */
  relabel() {
    const { none, drawn } = this.#messages.digits;
    this.#canvas.setAttribute('aria-label', this.#described ? drawn(this.#described) : none);
  }
}

/**
 * Where an image's first pixel is in the picture.
 * @param {number} image
 */
function originOf(image) {
  return Math.floor(image / COLUMNS) * (SIDE + GAP) * WIDTH + (image % COLUMNS) * (SIDE + GAP);
}
