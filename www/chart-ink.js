/** Puts the parts of the loss chart on its canvas: axes, lines of balance, the single steps, the smoothed lines, their labels. */

import { roundTicks } from './scale.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./plot.js').Column} Column
 * @typedef {import('./plot.js').Plot} Plot
 */

/**
 * @typedef {object} Curve
 * @property {string} name
 * @property {string} colour
 * @property {number[]} dashes in widths of the line
 * @property {Balance | null} balance
 * @property {Column[]} columns
 */

/**
 * Where a loss stands when neither network wins.
 * @typedef {object} Balance
 * @property {number} loss
 * @property {string} balanceValue
 * @property {string} balanceName
 * @property {-1 | 1} side of the line where its name stands: above or below
 */

/**
 * What is on the chart.
 * @typedef {object} Picture
 * @property {Curve[]} curves
 * @property {Curve[]} ghosts the curves of the run before
 * @property {number | null} mark the step that is looked at
 */

/**
 * Its line width is relative to the usual one.
 * @typedef {{ family: string, lineWidth: number, text: string, muted: string, rule: string, surface: string }} Style
 */

export class ChartInk {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Plot} plot
   * @param {Style} style
   * @param {Messages} messages
   */
  constructor(context, plot, style, messages) {
    this.context = context;
    this.plot = plot;
    this.style = style;
    this.messages = messages;
  }

  /** @param {Picture} picture */
  paint({ curves, ghosts, mark }) {
    this.#lossAxis();
    this.#stepAxis();
    for (const { balance, colour } of curves) if (balance) this.#balance(balance, colour);
    this.#clipped(() => {
      for (const curve of curves) this.#steps(curve);
      for (const ghost of ghosts) this.#ghost(ghost);
      for (const curve of curves) this.#smoothed(curve);
    });
    if (mark !== null) this.#mark(mark);
    for (const curve of curves) this.#peak(curve);
    this.#ends(curves, ghosts);
  }

  #lossAxis() {
    const { context, plot, style } = this;
    const { minimum, maximum } = plot.range;
    this.#font(0.85);
    Object.assign(context, { fillStyle: style.muted, strokeStyle: style.rule, lineWidth: plot.hairline });
    Object.assign(context, { textAlign: 'right', textBaseline: 'middle' });
    const parts = Math.min(6, (plot.bottom - plot.top) / (2.6 * plot.size));
    for (const loss of roundTicks(minimum, maximum, parts)) {
      const y = plot.snapped(plot.y(loss));
      this.#line(y);
      context.fillText(this.messages.number(loss), plot.left - 0.5 * plot.size, y);
    }
  }

  #stepAxis() {
    const { context, plot, messages } = this;
    context.textBaseline = 'alphabetic';
    const ticks = roundTicks(0, plot.stepsShown, Math.max(2, (plot.right - plot.left) / (6 * plot.size)));
    for (const step of ticks) {
      const text = step === ticks.at(-1) ? `${messages.chart.step} ${messages.count(step)}` : messages.count(step);
      context.textAlign = step === 0 ? 'left' : 'center';
      context.fillText(text, plot.x(step), plot.bottom + 1.3 * plot.size);
    }
  }

  /**
   * A dotted line where the loss stands at balance, named at its right end.
   * @param {Balance} balance
   * @param {string} colour
   */
  #balance({ loss, balanceValue, balanceName, side }, colour) {
    const { context, plot } = this;
    const y = plot.snapped(plot.y(loss));
    Object.assign(context, { strokeStyle: colour, fillStyle: colour, lineWidth: 0.09 * plot.size });
    context.setLineDash([0.12 * plot.size, 0.3 * plot.size]);
    this.#line(y);
    context.setLineDash([]);
    Object.assign(context, { textAlign: 'left', textBaseline: 'middle' });
    this.#font(0.85, 600);
    context.fillText(balanceValue, plot.right + 0.4 * plot.size, y);
    if (!plot.hasNames) return;
    this.#font(0.8);
    context.fillText(balanceName, plot.right + 0.4 * plot.size, y + side * plot.size);
  }

  /**
   * From the least to the greatest loss of each column: a thin line while steps are few, a band when they crowd.
   * @param {Curve} curve
   */
  #steps({ columns, colour }) {
    const { context, plot } = this;
    Object.assign(context, { strokeStyle: colour, lineWidth: 1, globalAlpha: 0.25 });
    context.beginPath();
    for (const { x, minimum, maximum } of columns) {
      context.lineTo(plot.left + x, plot.y(maximum));
      context.lineTo(plot.left + x, plot.y(minimum));
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /**
   * The smoothed line of the run before: thin and dotted.
   * @param {Curve} curve
   */
  #ghost({ columns, colour }) {
    const { context, plot } = this;
    const width = 0.1 * plot.size;
    Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: 'round' });
    context.setLineDash([width, 1.5 * width]);
    context.beginPath();
    for (const { x, smoothed } of columns) context.lineTo(plot.left + x, plot.y(smoothed));
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * An upright line at a step, which is named at its top.
   * @param {number} step
   */
  #mark(step) {
    const { context, plot, style, messages } = this;
    const x = plot.snapped(plot.x(step));
    Object.assign(context, { strokeStyle: style.text, lineWidth: 2 * plot.hairline });
    context.beginPath();
    context.moveTo(x, plot.top);
    context.lineTo(x, plot.bottom);
    context.stroke();
    this.#font(0.85, 600);
    const name = `${messages.chart.step} ${messages.count(step)}`;
    const width = context.measureText(name).width;
    this.#label(name, Math.min(x + 0.4 * plot.size, plot.right - width), plot.bottom - 0.7 * plot.size, style.text);
  }

  /** @param {Curve} curve */
  #smoothed({ columns, colour, dashes }) {
    const { context, plot } = this;
    const width = 0.19 * plot.size * this.style.lineWidth;
    Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: 'round' });
    context.setLineDash(dashes.map((dash) => dash * width));
    context.beginPath();
    for (const { x, smoothed } of columns) context.lineTo(plot.left + x, plot.y(smoothed));
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * Says how high a smoothed line went where it is cut off.
   * @param {Curve} curve
   */
  #peak({ columns, colour }) {
    const { plot, messages } = this;
    /** @type {Column | undefined} */
    let peak;
    for (const column of columns) if (!peak || column.smoothed > peak.smoothed) peak = column;
    if (!peak || peak.smoothed <= plot.range.maximum) return;
    this.#font(0.8);
    this.#label(`▲ ${messages.decimal(peak.smoothed, 1)}`, plot.left + peak.x + 0.5 * plot.size, plot.top + 0.6 * plot.size, colour);
  }

  /**
   * Names each line at its last point, apart from each other: those of the present run in bold, with a dot and their value.
   * @param {Curve[]} curves
   * @param {Curve[]} ghosts
   */
  #ends(curves, ghosts) {
    const { context, plot, messages } = this;
    const end = (/** @type {Curve} */ { colour, columns }) => {
      const last = columns.at(-1);
      if (!last) return [];
      const y = clamp(plot.y(last.smoothed), plot.top, plot.bottom);
      return [{ x: plot.left + last.x, y, labelY: y, colour, smoothed: last.smoothed }];
    };
    const ends = [
      ...ghosts.flatMap((curve) => end(curve).map((point) => ({ ...point, isGhost: true, text: curve.name }))),
      ...curves.flatMap((curve) =>
        end(curve).map((point) => ({ ...point, isGhost: false, text: `${curve.name} ${messages.decimal(point.smoothed, 2)}` })),
      ),
    ];
    spread(ends, 1.2 * plot.size, plot);
    for (const { x, y, labelY, colour, text, isGhost } of ends) {
      if (isGhost) this.#font(0.8);
      else {
        this.#font(1, 600);
        this.#dot(x, y, colour);
      }
      const furthest = plot.right + (isGhost ? 0 : plot.size) - context.measureText(text).width;
      this.#label(text, isGhost ? Math.min(x + 0.3 * plot.size, furthest) : x + 0.6 * plot.size, labelY, colour);
    }
  }

  /** @param {number} x @param {number} y @param {string} colour */
  #dot(x, y, colour) {
    const { context, plot } = this;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, 0.26 * plot.size, 0, 2 * Math.PI);
    context.fill();
  }

  /**
   * Text that stays legible over lines.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {string} colour
   */
  #label(text, x, y, colour) {
    const { context, plot, style } = this;
    Object.assign(context, { fillStyle: colour, strokeStyle: style.surface, lineWidth: 0.3 * plot.size, lineJoin: 'round' });
    Object.assign(context, { textAlign: 'left', textBaseline: 'middle' });
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  /** @param {() => void} paint */
  #clipped(paint) {
    const { context, plot } = this;
    context.save();
    context.beginPath();
    context.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
    context.clip();
    paint();
    context.restore();
  }

  /**
   * A level line across the box.
   * @param {number} y
   */
  #line(y) {
    this.context.beginPath();
    this.context.moveTo(this.plot.left, y);
    this.context.lineTo(this.plot.right, y);
    this.context.stroke();
  }

  /**
   * @param {number} size relative to the chart's
   * @param {number} weight
   */
  #font(size, weight = 400) {
    this.context.font = `${weight} ${size * this.plot.size}px ${this.style.family}`;
  }
}

/**
 * Moves labels apart that would touch: down from each other, then all of them up as far as the box demands.
 * @param {{ labelY: number }[]} labels
 * @param {number} distance
 * @param {Plot} plot
 */
function spread(labels, distance, plot) {
  labels.sort((a, b) => a.labelY - b.labelY);
  let lowest = plot.top - distance / 2;
  for (const label of labels) lowest = label.labelY = Math.max(label.labelY, lowest + distance);
  let highest = plot.bottom + distance / 2;
  for (const label of [...labels].reverse()) highest = label.labelY = Math.min(label.labelY, highest - distance);
}

/** @param {number} value @param {number} least @param {number} greatest */
function clamp(value, least, greatest) {
  return Math.min(greatest, Math.max(least, value));
}
