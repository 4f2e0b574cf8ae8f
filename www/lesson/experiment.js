/** The experiment of the question: choose how G gets its loss, read what will happen, run it, and see whether it does. */

import { enable } from '../buttons.js';
import { whenNear } from '../near.js';
import { paced, write, writeMarkedUp } from '../paced.js';
import { part } from '../parts.js';
import { paintStrip } from './digit-strip.js';
import { short, wholeNorm } from './numbers.js';
import { Outcomes } from './outcomes.js';
import { configurationOf, variantOf, VARIANTS } from './variants.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Anatomy} Anatomy
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').Preset} Preset
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').StepReport} StepReport
 * @typedef {import('../session.js').State} State
 * @typedef {import('./variants.js').Figure} Figure
 * @typedef {import('./variants.js').Variant} Variant
 */

/** Begins a run; answers why not, if it is refused. @typedef {(configuration: Configuration) => Promise<string | null>} Run */

const NOTHING = '–';
/** In which states another run can begin. */
const ENABLED = ['ready', 'training', 'pausing', 'stepping', 'paused'];
const STRIP_ROWS = 2;

/** What is known of the current run. */
const UNKNOWN = {
  report: /** @type {StepReport | null} */ (null),
  anatomy: /** @type {Anatomy | null} */ (null),
  readable: /** @type {number | null} */ (null),
  pixels: /** @type {Uint8Array | null} */ (null),
};

export class Experiment {
  #root;
  #messages;
  #outcomes;
  /** Comes with its code when somebody is near. @type {import('./listing.js').CodeListing | null} */
  #listing = null;
  /** @type {Preset[]} */
  #presets = [];
  /** @type {Variant} */
  #chosen = 'twoOptimizers';
  /** Which variant the current run is. @type {Variant | null} */
  #running = null;
  #known = { ...UNKNOWN };
  /** @type {State} */
  #state = 'loading';
  #refusal = '';
  #isSeen = false;
  #draw = paced(() => this.#isSeen && this.#paint());

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {Run} run
   */
  constructor(root, messages, run) {
    this.#root = root;
    this.#messages = messages;
    this.#outcomes = new Outcomes(root, messages);
    const listing = part(root, 'listing', HTMLElement);
    whenNear(listing, async () => {
      const { CodeListing } = await import('./listing.js');
      this.#listing = new CodeListing(listing, messages);
      this.#listing.show(this.#chosen);
    });
    part(root, 'variants', HTMLFieldSetElement).addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement) this.#choose(/** @type {Variant} */ (target.value));
    });
    part(root, 'run-variant', HTMLButtonElement).addEventListener('click', () => this.#run(run));
    this.#choose(this.#chosen);
  }

  /** @param {Preset[]} presets that the variants are made from */
  open(presets) {
    this.#presets = presets;
  }

  /**
   * A new run. A branch has another run's past, so that it is no fair run of any variant.
   * @param {Configuration} configuration
   * @param {boolean} isBranch
   */
  begin(configuration, isBranch) {
    this.#running = isBranch ? null : variantOf(configuration, this.#presets);
    this.#known = { ...UNKNOWN };
    this.#refusal = '';
    if (this.#running) this.#outcomes.begin(this.#running);
    this.#draw();
  }

  /** @param {ProgressMessage} message */
  show(message) {
    const { reports, anatomy, verdict, samples } = message;
    this.#known.report = reports.at(-1) ?? this.#known.report;
    // The halves of a step that has only been begun would not fit each other.
    if (anatomy?.generator) this.#known.anatomy = anatomy;
    if (verdict) this.#known.readable = verdict.readable;
    if (samples) this.#known.pixels = samples.pixels;
    if (this.#running) this.#outcomes.add(this.#running, message);
    this.#draw();
  }

  /** @param {State} state of the session */
  state(state) {
    this.#state = state;
    enable(part(this.#root, 'run-variant', HTMLButtonElement), ENABLED.includes(state));
  }

  /** @param {boolean} isSeen whether any of it is on screen: nothing is drawn otherwise */
  see(isSeen) {
    this.#isSeen = isSeen;
    if (isSeen) this.#draw();
  }

  /** Says everything again, in the language of now. */
  relabel() {
    this.#choose(this.#chosen);
    this.#listing?.relabel();
    this.#paint();
  }

  /** @param {Variant} variant */
  #choose(variant) {
    this.#chosen = variant;
    this.#refusal = '';
    const { name, claim } = this.#messages.lesson.experiment.variants[variant];
    writeMarkedUp(part(this.#root, 'variant-name', HTMLElement), name);
    writeMarkedUp(part(this.#root, 'claim', HTMLElement), claim);
    this.#listing?.show(variant);
    const telling = VARIANTS[variant].telling;
    for (const figure of part(this.#root, 'figures', HTMLElement).querySelectorAll('[data-figure]')) {
      const name = /** @type {Figure} */ (/** @type {HTMLElement} */ (figure).dataset.figure);
      figure.toggleAttribute('data-telling', telling.includes(name));
    }
    this.#paint();
  }

  /** @param {Run} run */
  async #run(run) {
    if (!ENABLED.includes(this.#state)) return;
    const refusal = await run(configurationOf(this.#chosen, this.#presets));
    this.#refusal = refusal ? this.#messages.lesson.experiment.refused(refusal) : '';
    this.#draw();
  }

  #paint() {
    const { status } = this.#messages.lesson.experiment;
    const isRunning = this.#running === this.#chosen;
    part(this.#root, 'variant-status', HTMLElement).dataset.running = String(isRunning);
    write(part(this.#root, 'variant-status', HTMLElement), this.#refusal || (isRunning ? status.running : status.idle));
    const figures = isRunning ? this.#figures() : {};
    for (const cell of part(this.#root, 'figures', HTMLElement).querySelectorAll('dd')) {
      const name = /** @type {Figure} */ (cell.dataset.part?.slice('figure-'.length));
      write(cell, figures[name] ?? NOTHING);
    }
    const strip = part(this.#root, 'variant-digits', HTMLCanvasElement);
    strip.hidden = !isRunning || !this.#known.pixels;
    if (isRunning && this.#known.pixels) paintStrip(strip, this.#known.pixels, STRIP_ROWS);
    this.#outcomes.paint();
  }

  /** @returns {Partial<Record<Figure, string>>} what is known, in words */
  #figures() {
    const { count, share } = this.#messages;
    const { report, anatomy, readable } = this.#known;
    /** @type {Partial<Record<Figure, string>>} */
    const figures = {};
    if (report) {
      const { meanFakeProbabilityAfter: after } = report;
      figures.steps = count(report.step);
      figures.discriminatorLoss = short(this.#messages, report.discriminatorLossReal + report.discriminatorLossFake);
      figures.generatorLoss = short(this.#messages, report.generatorLoss);
      figures.fakeProbability = short(this.#messages, report.meanFakeProbabilityBefore);
      figures.gradientNorm = short(this.#messages, wholeNorm(report.gradientNorms, 'generator'));
      figures.pull = `${short(this.#messages, after)} / ${short(this.#messages, 1 - after)}`;
    }
    if (anatomy?.generator) {
      const { moved, stackedDifference } = anatomy.generator;
      figures.discriminatorMovedInOwnTurn = short(this.#messages, anatomy.discriminator.moved.discriminator);
      figures.discriminatorMoved = short(this.#messages, moved.discriminator);
      figures.generatorMoved = short(this.#messages, moved.generator);
      if (stackedDifference !== null) figures.stackedDifference = short(this.#messages, stackedDifference);
    }
    if (readable !== null) figures.readable = share(readable);
    return figures;
  }
}
