/** What the referee says, in words beside the chart: who wins and why. Told to screen readers when it changes, and then only. */

import { paced, write } from '../paced.js';
import { part } from '../parts.js';
import { Referee } from './referee.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Failure} Failure
 */

/** The numbers in the reason change no faster than a sentence can be read. */
const INTERVAL_MILLISECONDS = 500;
/** Between two announcements, at least. */
const ANNOUNCEMENT_INTERVAL_MILLISECONDS = 4000;

export class RefereePanel {
  #root;
  #messages;
  #referee = new Referee();
  #writeSoon = paced(() => this.#write(), INTERVAL_MILLISECONDS);
  /** What was announced last, or is about to be. */
  #announced = 'early';
  #announcedAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announcement;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
  }

  /** What the referee finds now. */
  get finding() {
    return this.#referee.finding;
  }

  /** @param {import('../protocol.js').Run} run */
  begin({ configuration, samples }) {
    this.#referee.begin(configuration, samples.step);
    clearTimeout(this.#announcement);
    this.#announced = 'early';
    this.#text('referee-announcement', '');
    this.#write();
  }

  /** @param {Pick<import('../protocol.js').ProgressMessage, 'reports' | 'verdict'>} message */
  show({ reports, verdict }) {
    this.#referee.hear(reports, verdict);
    this.#writeSoon();
  }

  /** Shows what is found now, at once. */
  settle() {
    this.#write();
  }

  /**
   * The run stopped.
   * @param {Failure} failure
   */
  stop({ cause }) {
    if (cause !== 'diverged') return;
    this.#referee.diverge();
    this.#write();
  }

  /** Says it in the language of now. What was announced is not announced again. */
  relabel() {
    this.#text('referee-announcement', '');
    this.#write();
  }

  #write() {
    const { finding } = this.#referee;
    const { headline, reason } = this.#messages.history.referee[finding.kind](finding);
    this.#root.dataset['kind'] = finding.kind;
    this.#text('referee-headline', headline);
    this.#text('referee-reason', reason);
    if (finding.kind !== this.#announced) this.#announce(finding.kind);
  }

  /** @param {string} kind */
  #announce(kind) {
    this.#announced = kind;
    clearTimeout(this.#announcement);
    const wait = Math.max(0, this.#announcedAt + ANNOUNCEMENT_INTERVAL_MILLISECONDS - performance.now());
    this.#announcement = setTimeout(() => {
      const { finding } = this.#referee;
      const { headline, reason } = this.#messages.history.referee[finding.kind](finding);
      this.#announcedAt = performance.now();
      this.#text('referee-announcement', `${headline} ${reason}`);
    }, wait);
  }

  /** @param {string} name @param {string} text */
  #text(name, text) {
    write(part(this.#root, name, HTMLElement), text);
  }
}
