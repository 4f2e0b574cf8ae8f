/** The losses of D and G as a live line chart on a canvas: bold smoothed lines over the faint range of the single steps. */

import { ChartInk } from './chart-ink.js';
import { columnsOf } from './loss-history.js';
import { Plot } from './plot.js';

/**
 * @typedef {import('./chart-ink.js').Curve} Curve
 * @typedef {import('./chart-ink.js').Style & { size: number, discriminator: string, generator: string }} Style
 * @typedef {import('./loss-history.js').LossHistory} LossHistory
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration['generatorLoss']} LossForm
 */

/** Where the losses stand when D says 1/2 to everything. */
const BALANCE = { discriminator: 2 * Math.LN2, nonSaturating: Math.LN2, minimax: -Math.LN2, softmax: 0 };

const DESCRIPTION_INTERVAL_MILLISECONDS = 5000;

export class LossChart {
  #canvas;
  #context;
  #history;
  #messages;
  /** @type {LossForm} */
  #lossForm = 'nonSaturating';
  #plot = new Plot();
  #style;
  #isScheduled = false;
  #describedAt = -Infinity;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {LossHistory} history
   * @param {Messages} messages
   */
  constructor(canvas, history, messages) {
    this.#canvas = canvas;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.#history = history;
    this.#messages = messages;
    this.#style = styleOf(canvas);
    const observer = new ResizeObserver(([entry]) => entry && this.#resize(entry));
    const tellsDevicePixels = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype;
    observer.observe(canvas, { box: tellsDevicePixels ? 'device-pixel-content-box' : 'content-box' });
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', () => {
        this.#style = styleOf(canvas);
        this.draw();
      });
    }
  }

  /**
   * A new run: an empty chart with the reference lines of its loss.
   * @param {LossForm} lossForm
   */
  begin(lossForm) {
    this.#lossForm = lossForm;
    this.#plot.clear();
    this.draw();
    this.describe();
  }

  /** Shows the history as it will be at the next frame. */
  draw() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#paint();
      if (performance.now() - this.#describedAt >= DESCRIPTION_INTERVAL_MILLISECONDS) this.describe();
    });
  }

  /** Draws and describes it in the language of now. */
  relabel() {
    this.draw();
    this.describe();
  }

  /** Says in words what the picture shows, for those who do not see it. */
  describe() {
    this.#describedAt = performance.now();
    const { chart, decimal } = this.#messages;
    const { steps, length, discriminator, generator } = this.#history;
    const inWords = (loss = NaN, balance = NaN) => ({ loss: decimal(loss, 2), balance: decimal(balance, 3) });
    const d = inWords(discriminator.smoothed[length - 1], BALANCE.discriminator);
    const g = inWords(generator.smoothed[length - 1], BALANCE[this.#lossForm]);
    this.#canvas.setAttribute('aria-label', steps === 0 ? chart.empty : chart.summary(steps, d, g));
  }

  /**
   * The exact number of device pixels is only known to some browsers, and wrong where a pixel ratio is simulated.
   * @param {ResizeObserverEntry} entry
   */
  #resize(entry) {
    const { width, height } = entry.contentRect;
    const nearly = { inlineSize: width * devicePixelRatio, blockSize: height * devicePixelRatio };
    const exact = entry.devicePixelContentBoxSize?.[0];
    const { inlineSize, blockSize } = exact && Math.abs(exact.inlineSize - nearly.inlineSize) < 1 ? exact : nearly;
    this.#canvas.width = Math.round(inlineSize);
    this.#canvas.height = Math.round(blockSize);
    this.#style = styleOf(this.#canvas);
    this.#plot.resize(width, height, this.#style.size, devicePixelRatio);
    this.#paint();
  }

  #paint() {
    const context = this.#context;
    const plot = this.#plot;
    if (plot.isEmpty) return;
    context.setTransform(plot.ratio, 0, 0, plot.ratio, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    plot.reach(this.#history.steps);
    const curves = this.#curves();
    plot.fit(
      curves.flatMap((curve) => curve.columns),
      curves.map((curve) => curve.balance),
    );
    new ChartInk(context, plot, this.#style, this.#messages).paint(curves);
  }

  /** @returns {Curve[]} */
  #curves() {
    const { chart } = this.#messages;
    const form = this.#lossForm;
    const columns = (/** @type {'discriminator' | 'generator'} */ name) =>
      columnsOf(this.#history, this.#history[name], this.#plot.pixelsPerStep);
    const discriminator = { name: chart.discriminator, colour: this.#style.discriminator, columns: columns('discriminator') };
    const generator = { name: chart.generator, colour: this.#style.generator, columns: columns('generator') };
    return [
      { ...discriminator, dashes: [], balance: BALANCE.discriminator, ...chart.balance.discriminator, side: -1 },
      { ...generator, dashes: [3, 1.6], balance: BALANCE[form], ...chart.balance[form], side: 1 },
    ];
  }
}

/**
 * What the style sheet says for the canvas, as a canvas understands it.
 * @param {HTMLCanvasElement} canvas
 * @returns {Style}
 */
function styleOf(canvas) {
  const colour = (/** @type {string} */ name) => {
    canvas.style.color = `var(${name})`;
    return getComputedStyle(canvas).color;
  };
  const [muted, rule, surface] = [colour('--muted'), colour('--rule'), colour('--surface')];
  const [discriminator, generator] = [colour('--discriminator'), colour('--generator')];
  canvas.style.color = '';
  const { fontFamily, fontSize } = getComputedStyle(canvas);
  return { muted, rule, surface, discriminator, generator, family: fontFamily, size: parseFloat(fontSize) };
}
