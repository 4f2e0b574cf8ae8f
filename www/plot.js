/** Where things are on the loss chart: its box, its axes, and how losses map to places in it. */

import { SteadyRange, quantile, roundEnd } from './scale.js';

/**
 * What the steps that fall on one column of pixels come to.
 * @typedef {{ x: number, minimum: number, maximum: number, smoothed: number }} Column
 */

/** The step axis reaches at least this far. */
const LEAST_STEPS = 100;
/** The vertical axis shows these shares of what the lines reach; rarer peaks are cut off, so that they do not flatten the rest. */
const SHOWN_SHARE = { steps: 0.9, smoothed: 0.97 };
/** Room for a label at the last point, and for names and a `?` right of the box, and below what width names are left out: in font sizes. */
const LABEL_WIDTH = 4.4;
const NAMED_MARGIN = 7.6;
const NAMELESS_MARGIN = 5.2;
const LEAST_NAMED_WIDTH = 30;

/** All lengths are in CSS pixels. */
export class Plot {
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;
  /** Font size, to which all distances are in proportion. */
  size = 0;
  /** Device pixels in a CSS pixel. */
  ratio = 1;
  /** Whether there is room for names beside the box. */
  hasNames = true;
  stepsShown = LEAST_STEPS;
  range = new SteadyRange();

  /**
   * @param {number} width of the canvas
   * @param {number} height
   * @param {number} size
   * @param {number} ratio
   */
  resize(width, height, size, ratio) {
    this.size = size;
    this.ratio = ratio;
    this.hasNames = width > LEAST_NAMED_WIDTH * size;
    this.left = 2.6 * size;
    this.top = 0.8 * size;
    this.right = width - (this.hasNames ? NAMED_MARGIN : NAMELESS_MARGIN) * size;
    this.bottom = height - 1.7 * size;
  }

  /** Back to the axes of an empty chart. */
  clear() {
    this.stepsShown = LEAST_STEPS;
    this.range = new SteadyRange();
  }

  /** Whether there is any room to paint in. */
  get isEmpty() {
    return this.right <= this.left || this.bottom <= this.top;
  }

  get pixelsPerStep() {
    return (this.right - this.left) / this.stepsShown;
  }

  /**
   * Lengthens the step axis at need; it ends so far right of the last step that its label has room.
   * @param {number} steps
   */
  reach(steps) {
    const labelShare = Math.min(0.4, (LABEL_WIDTH * this.size) / (this.right - this.left));
    if (steps > this.stepsShown * (1 - labelShare)) this.stepsShown = roundEnd(steps / (1 - labelShare));
  }

  /**
   * Chooses the vertical axis.
   * @param {Column[]} columns of all curves
   * @param {number[]} references that are always seen, with room beyond; where there are none, as much as one natural unit is
   */
  fit(columns, references) {
    const smoothed = columns.map((column) => column.smoothed);
    const maxima = columns.map((column) => column.maximum);
    const minima = columns.map((column) => column.minimum);
    const highest = [quantile(maxima, SHOWN_SHARE.steps), quantile(smoothed, SHOWN_SHARE.smoothed)].filter(Number.isFinite);
    const lowest = [quantile(minima, 1 - SHOWN_SHARE.steps), quantile(smoothed, 1 - SHOWN_SHARE.smoothed)].filter(Number.isFinite);
    const beyond = references.length > 0 ? references.map((reference) => 1.3 * reference) : [1];
    this.range.fit(Math.min(0, ...beyond, ...lowest), Math.max(...beyond, ...highest));
  }

  /** @param {number} step */
  x(step) {
    return this.left + step * this.pixelsPerStep;
  }

  /** @param {number} loss */
  y(loss) {
    const { minimum, maximum } = this.range;
    return this.bottom - ((loss - minimum) / (maximum - minimum)) * (this.bottom - this.top);
  }

  /** A whole number of device pixels, about one CSS pixel. */
  get hairline() {
    return Math.max(1, Math.round(this.ratio)) / this.ratio;
  }

  /**
   * Where near a height a hairline has sharp edges.
   * @param {number} y
   */
  snapped(y) {
    const isOdd = Math.max(1, Math.round(this.ratio)) % 2 === 1;
    return (Math.round(y * this.ratio) + (isOdd ? 0.5 : 0)) / this.ratio;
  }
}
