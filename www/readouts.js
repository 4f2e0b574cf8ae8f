/** The numbers of the run: steps, time and rates; the terms of both losses; what D says of real and of generated images. */

import { paced, write } from './paced.js';
import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('./protocol.js').Run} Run
 * @typedef {import('./protocol.js').StepReport} StepReport
 */

const NOTHING = '–';

export class Readouts {
  #root;
  #messages;
  #batchSize = 0;
  /** Where the run began. */
  #beginning = { step: 0, elapsedMilliseconds: 0 };
  /** @type {ProgressMessage | null} */
  #latest = null;
  /** @type {StepReport | undefined} */
  #report;
  /** Numbers change no faster than they can be read. */
  #writeSoon = paced(() => this.#write());

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
  }

  /**
   * A run begins: everything back to nothing, or to where a file left it, and the formula of its generator loss.
   * @param {Run} run
   */
  begin({ configuration: { batchSize, generatorLoss }, samples: { step }, elapsedMilliseconds }) {
    this.#batchSize = batchSize;
    this.#beginning = { step, elapsedMilliseconds };
    this.#latest = null;
    this.#report = undefined;
    this.#write();
    for (const form of ['nonSaturating', 'minimax', 'softmax']) part(this.#root, `${form}-formula`, HTMLElement).hidden = form !== generatorLoss;
  }

  /** @param {ProgressMessage} message */
  show(message) {
    this.#latest = message;
    this.#report = message.reports.at(-1) ?? this.#report;
    this.#writeSoon();
  }

  /** Shows the latest numbers at once. */
  settle() {
    this.#write();
  }

  /** Writes them as the language of now does. */
  relabel() {
    this.#write();
  }

  #write() {
    const report = this.#report;
    const { step, elapsedMilliseconds } = this.#beginning;
    const rate = this.#latest?.stepsPerSecond ?? null;
    this.#text('steps', this.#messages.count(report?.step ?? step));
    this.#text('elapsed', this.#messages.clock(this.#latest?.elapsedMilliseconds ?? elapsedMilliseconds));
    this.#text('steps-per-second', rate === null ? NOTHING : this.#messages.decimal(rate, rate < 9.95 ? 1 : 0));
    this.#text('images-per-second', rate === null ? NOTHING : this.#messages.count(Math.round(rate * this.#batchSize)));
    this.#text('discriminator-real', this.#decimal(report?.discriminatorLossReal));
    this.#text('discriminator-fake', this.#decimal(report?.discriminatorLossFake));
    this.#text('discriminator-loss', this.#decimal(report && report.discriminatorLossReal + report.discriminatorLossFake));
    this.#text('generator-loss', this.#decimal(report?.generatorLoss));
    this.#meter('real', report?.meanRealProbability);
    this.#meter('fake', report?.meanFakeProbabilityBefore);
  }

  /** @param {number | undefined} value */
  #decimal(value) {
    return value === undefined ? NOTHING : this.#messages.decimal(value, 3);
  }

  /** @param {string} name @param {string} text */
  #text(name, text) {
    write(part(this.#root, name, HTMLElement), text);
  }

  /** @param {string} name @param {number | undefined} probability */
  #meter(name, probability) {
    this.#text(`${name}-probability`, probability === undefined ? NOTHING : this.#messages.decimal(probability, 2));
    const meter = part(this.#root, `${name}-meter`, HTMLElement);
    meter.setAttribute('aria-valuenow', (probability ?? 0).toFixed(2));
    meter.style.setProperty('--value', String(probability ?? 0));
  }
}
