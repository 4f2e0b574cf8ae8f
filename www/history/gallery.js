/** The gallery of failures: a card for each, which asks what one expects, has it run, and explains what came of it. */

import { DigitGrid } from '../digits.js';
import { paced } from '../paced.js';
import { part } from '../parts.js';
import { FAILURES, failingConfiguration } from './failures.js';
import { FailureCard } from './failure-card.js';
import { checkerboard, variety } from './picture-figures.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').Preset} Preset
 * @typedef {import('./failures.js').Failure} Failure
 * @typedef {import('./referee.js').Finding} Finding
 */

/**
 * Begins a run with a configuration, and trains; the sentence says why not, if it is refused.
 * @typedef {(configuration: Configuration) => Promise<string | null>} Runner
 */

/** Numbers change no faster than they can be read. */
const INTERVAL_MILLISECONDS = 250;

export class Gallery {
  #root;
  #onRun;
  #onCompare;
  #cards;
  #digits;
  /** @type {readonly Preset[]} */
  #presets = [];
  /** The card whose run is asked for, or under way. @type {FailureCard | null} */
  #running = null;
  #isAsking = false;
  /** @type {Finding | null} */
  #finding = null;
  /** Of the images shown last. @type {Uint8Array | null} */
  #pixels = null;
  #tellSoon = paced(() => this.#finding && this.#tell(this.#finding), INTERVAL_MILLISECONDS);

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {{ onRun: Runner, onCompare: () => void }} events `onCompare` has the run before shown behind the present one
   */
  constructor(root, messages, { onRun, onCompare }) {
    this.#root = root;
    this.#onRun = onRun;
    this.#onCompare = onCompare;
    this.#cards = FAILURES.map(
      (failure) =>
        new FailureCard(failure, messages, {
          onExpect: (card) => this.#run(card, failingConfiguration(failure, this.#presets)),
          onCure: () => this.#cure(failure),
        }),
    );
    part(root, 'failures', HTMLElement).append(...this.#cards.map(({ element }) => element));
    const picture = part(root, 'failure-picture', HTMLElement);
    this.#digits = new DigitGrid(part(picture, 'failure-digits', HTMLCanvasElement), picture, messages);
  }

  /** @param {readonly Preset[]} presets that the failures change */
  open(presets) {
    this.#presets = presets;
    for (const card of this.#cards) card.open();
  }

  /**
   * A run begins: that of a card which asked for it, or another, which ends that of a card.
   * @param {import('../protocol.js').Run} run
   */
  begin({ samples }) {
    this.#finding = null;
    if (!this.#isAsking) this.#end();
    this.#pixels = samples.pixels;
    if (this.#running) this.#digits.draw(samples);
  }

  /**
   * @param {Pick<import('../protocol.js').ProgressMessage, 'samples'>} message
   * @param {Finding} finding of the referee
   */
  show({ samples }, finding) {
    if (!this.#running) return;
    if (samples) this.#digits.draw(samples);
    if (samples) this.#pixels = samples.pixels;
    this.#finding = finding;
    this.#tellSoon();
  }

  /** @param {Finding} finding */
  #tell(finding) {
    const pixels = this.#pixels;
    if (pixels) this.#running?.show({ ...finding, variety: variety(pixels), checkerboard: checkerboard(pixels) });
  }

  /**
   * The run stopped for good.
   * @param {Finding} finding
   */
  stop(finding) {
    this.#tell(finding);
  }

  /** Says everything again, in the language of now. */
  relabel() {
    for (const card of this.#cards) card.relabel();
    this.#digits.relabel();
  }

  /**
   * @param {FailureCard} card
   * @param {Configuration} configuration
   */
  async #run(card, configuration) {
    this.#end();
    this.#running = card;
    card.begin(part(this.#root, 'failure-picture', HTMLElement));
    const refusal = await this.#ask(configuration);
    if (refusal === null) return;
    card.refuse(refusal);
    this.#running = null;
  }

  /** @param {Failure} failure */
  async #cure(failure) {
    this.#onCompare();
    this.#end();
    await this.#ask(failure.sound(this.#presets));
  }

  /** @param {Configuration} configuration */
  async #ask(configuration) {
    this.#isAsking = true;
    try {
      return await this.#onRun(configuration);
    } finally {
      this.#isAsking = false;
    }
  }

  #end() {
    this.#running?.end();
    this.#running = null;
  }
}
