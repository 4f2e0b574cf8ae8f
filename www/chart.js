/** The losses of D and G as a live line chart on a canvas: bold smoothed lines over the faint range of the single steps. */

import { ChartInk } from './chart-ink.js';
import { drawingDensity, whenDensityMayChange } from './density.js';
import { inksOf, whenInksChange } from './ink.js';
import { columnsOf } from './loss-history.js';
import { watchSeen } from './play/seen.js';
import { Plot } from './plot.js';

/**
 * @typedef {import('./chart-ink.js').Balance} Balance
 * @typedef {import('./chart-ink.js').Curve} Curve
 * @typedef {import('./history/balance-help.js').BalanceHelp} BalanceHelp
 * @typedef {import('./chart-ink.js').Style & { size: number, discriminator: string, generator: string }} Style
 * @typedef {import('./loss-history.js').LossHistory} LossHistory
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration['generatorLoss']} LossForm
 */

/**
 * Where the losses stand when D says 1/2 to everything. Softmax over a single logit is 1 whatever the logit is: its losses have nothing
 * to balance.
 * @type {Record<LossForm, { discriminator: number, generator: number } | null>}
 */
const BALANCE = {
  nonSaturating: { discriminator: 2 * Math.LN2, generator: Math.LN2 },
  minimax: { discriminator: 2 * Math.LN2, generator: -Math.LN2 },
  softmax: null,
};

const DESCRIPTION_INTERVAL_MILLISECONDS = 5000;
/** The canvas has no more pixels than this. */
const MOST_PIXELS = 8e6;
const INKS = /** @type {const} */ (['--text', '--muted', '--rule', '--surface', '--discriminator', '--generator']);

export class LossChart {
  #canvas;
  #context;
  #history;
  #messages;
  /** @type {LossForm} */
  #lossForm = 'nonSaturating';
  #plot = new Plot();
  #style;
  /** In CSS pixels, and in device pixels where the browser tells them. */
  #box = { width: 0, height: 0, inlineSize: 0, blockSize: 0 };
  #isScheduled = false;
  #isSeen = false;
  #describedAt = -Infinity;
  /** The step that is looked at. @type {number | null} */
  #mark = null;
  #balanceHelp;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {LossHistory} history
   * @param {Messages} messages
   * @param {BalanceHelp} balanceHelp
   */
  constructor(canvas, history, messages, balanceHelp) {
    this.#canvas = canvas;
    this.#balanceHelp = balanceHelp;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.#history = history;
    this.#messages = messages;
    this.#style = styleOf(canvas);
    const observer = new ResizeObserver(([entry]) => entry && this.#resize(entry));
    const tellsDevicePixels = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype;
    observer.observe(canvas, { box: tellsDevicePixels ? 'device-pixel-content-box' : 'content-box' });
    watchSeen(canvas, (isSeen) => {
      this.#isSeen = isSeen;
      if (isSeen) this.restyle();
    });
    whenDensityMayChange(canvas, () => this.draw());
    whenInksChange(canvas, () => this.restyle());
  }

  /**
   * A new run: an empty chart with the reference lines of its loss.
   * @param {LossForm} lossForm
   */
  begin(lossForm) {
    this.#lossForm = lossForm;
    this.#balanceHelp.begin(lossForm);
    this.#plot.clear();
    this.draw();
    this.describe();
  }

  /** Draws in the colours and widths that the style sheet now says. */
  restyle() {
    this.#style = styleOf(this.#canvas);
    this.draw();
  }

  /**
   * A line at the step that is looked at, or none.
   * @param {number | null} step
   */
  mark(step) {
    if (step === this.#mark) return;
    this.#mark = step;
    this.draw();
  }

  /** Shows the history as it will be at the next frame. */
  draw() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      if (this.#isSeen) this.#paint();
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
    const { chart, decimal, history: words } = this.#messages;
    const { steps, length, discriminator, generator, ghost } = this.#history;
    const balance = BALANCE[this.#lossForm];
    const inWords = (loss = NaN, even = NaN) => ({ loss: decimal(loss, 2), balance: decimal(even, 3) });
    const d = inWords(discriminator.smoothed[length - 1], balance?.discriminator);
    const g = inWords(generator.smoothed[length - 1], balance?.generator);
    const summary = steps === 0 ? chart.empty : balance ? chart.summary(steps, d, g) : words.chart.summaryUnbalanced(steps, d.loss, g.loss);
    const label = ghost ? `${summary} ${words.chart.compared(ghost.history.steps, ghost.from)}` : summary;
    this.#canvas.setAttribute('aria-label', label);
  }

  /** @param {ResizeObserverEntry} entry */
  #resize({ contentRect: { width, height }, devicePixelContentBoxSize }) {
    const { inlineSize = 0, blockSize = 0 } = devicePixelContentBoxSize?.[0] ?? {};
    this.#box = { width, height, inlineSize, blockSize };
    this.#style = styleOf(this.#canvas);
    this.#paint();
  }

  /**
   * As many pixels as the screen has there. Their exact number is only known to some browsers, and wrong where a pixel ratio is simulated or
   * something around scales the chart.
   */
  #fit() {
    const { width, height, ...exact } = this.#box;
    const ratio = Math.min(drawingDensity(this.#canvas), Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
    const nearly = { inlineSize: width * ratio, blockSize: height * ratio };
    const { inlineSize, blockSize } = Math.abs(exact.inlineSize - nearly.inlineSize) < 1 ? exact : nearly;
    const [columns, rows] = [Math.round(inlineSize), Math.round(blockSize)];
    if (this.#canvas.width !== columns) this.#canvas.width = columns;
    if (this.#canvas.height !== rows) this.#canvas.height = rows;
    this.#plot.resize(width, height, this.#style.size, ratio);
  }

  #paint() {
    const context = this.#context;
    const plot = this.#plot;
    this.#fit();
    if (plot.isEmpty) return;
    context.setTransform(plot.ratio, 0, 0, plot.ratio, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const { steps, ghost } = this.#history;
    plot.reach(Math.max(steps, ghost?.history.steps ?? 0));
    const curves = this.#curves();
    const ghosts = ghost ? this.#ghostCurves(curves, ghost) : [];
    const balances = curves.flatMap((curve) => curve.balance ?? []);
    plot.fit(
      [...curves, ...ghosts].flatMap((curve) => curve.columns),
      balances.map((balance) => balance.loss),
    );
    new ChartInk(context, plot, this.#style, this.#messages).paint({ curves, ghosts, mark: this.#mark });
    this.#balanceHelp.place(balances.map((balance) => plot.y(balance.loss)));
  }

  /** @returns {Curve[]} */
  #curves() {
    const { chart } = this.#messages;
    const form = this.#lossForm;
    const balance = BALANCE[form];
    const columns = (/** @type {'discriminator' | 'generator'} */ name) =>
      columnsOf(this.#history, this.#history[name], this.#plot.pixelsPerStep);
    const named = (/** @type {'discriminator' | 'generator'} */ name, /** @type {Balance['side']} */ side) =>
      balance && { loss: balance[name], ...chart.balance[name === 'generator' ? form : name], side };
    return [
      {
        name: chart.discriminator,
        colour: this.#style.discriminator,
        dashes: [],
        columns: columns('discriminator'),
        balance: named('discriminator', -1),
      },
      {
        name: chart.generator,
        colour: this.#style.generator,
        dashes: [3, 1.6],
        columns: columns('generator'),
        balance: named('generator', 1),
      },
    ];
  }

  /**
   * The curves of the run before, from where it differs.
   * @param {Curve[]} curves of the present run
   * @param {import('./loss-history.js').Ghost} ghost
   * @returns {Curve[]}
   */
  #ghostCurves(curves, { history, from }) {
    const { pixelsPerStep } = this.#plot;
    return curves.map((curve, index) => {
      const series = index === 0 ? history.discriminator : history.generator;
      const columns = columnsOf(history, series, pixelsPerStep).filter(({ x }) => x >= from * pixelsPerStep);
      return { ...curve, name: this.#messages.history.chart.before(curve.name), columns, balance: null };
    });
  }
}

/**
 * What the style sheet says for the canvas, as a canvas understands it.
 * @param {HTMLCanvasElement} canvas
 * @returns {Style}
 */
function styleOf(canvas) {
  const inks = inksOf(canvas, INKS);
  const colours = {
    text: inks['--text'],
    muted: inks['--muted'],
    rule: inks['--rule'],
    surface: inks['--surface'],
    discriminator: inks['--discriminator'],
    generator: inks['--generator'],
  };
  const computed = getComputedStyle(canvas);
  const { fontFamily, fontSize } = computed;
  const lineWidth = parseFloat(computed.getPropertyValue('--line-width'));
  const size = parseFloat(fontSize);
  return { ...colours, lineWidth, family: fontFamily, size };
}
