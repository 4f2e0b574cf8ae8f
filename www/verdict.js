/** What the judge says of the digits: how many can be read, as what, how varied they are, and how far from real ones. */

import { write } from './paced.js';
import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').DatedVerdict} DatedVerdict
 * @typedef {import('./protocol.js').Failure} Failure
 */

const NOTHING = '–';
/** The share that fills a bar of the histogram, unless one is longer: twice what each of ten digits has in a fair draw. */
const FULL_BAR = 0.2;

export class VerdictPanel {
  #root;
  #messages;
  /** One for each digit, and one for what is none. */
  #rows;
  /** @type {DatedVerdict | null} */
  #verdict = null;
  /** Why there will be none. @type {Failure | null} */
  #failure = null;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#rows = [...part(root, 'histogram', HTMLTableSectionElement).rows];
  }

  /** A new run: no verdict yet. */
  begin() {
    this.#verdict = null;
    this.relabel();
  }

  /** @param {DatedVerdict} verdict */
  show(verdict) {
    this.#verdict = verdict;
    this.relabel();
  }

  /** @param {Failure | null} failure why there will be no verdicts */
  await(failure) {
    this.#root.dataset.judge = failure ? 'missing' : 'awaited';
    this.#failure = failure;
    this.relabel();
  }

  /** Says everything in the language of now. */
  relabel() {
    const { loading, found, base, missing } = this.#messages.verdict;
    this.#write(this.#verdict);
    this.#text('verdict-found', this.#verdict ? found(this.#verdict.digitsCovered) : loading);
    this.#text('verdict-base', this.#verdict ? base(this.#verdict) : '');
    this.#text('judge-missing', this.#failure ? missing(this.#failure) : '');
  }

  /** @param {DatedVerdict | null} verdict */
  #write(verdict) {
    const { share } = this.#messages;
    const readable = verdict?.readable ?? 0;
    this.#text('readable', verdict ? share(readable) : NOTHING);
    const meter = part(this.#root, 'readable-meter', HTMLElement);
    meter.setAttribute('aria-valuenow', readable.toFixed(2));
    meter.style.setProperty('--value', String(readable));
    this.#text('diversity', verdict ? this.#messages.decimal(verdict.diversity, 2) : NOTHING);
    this.#text('frechet-distance', verdict ? this.#messages.count(Math.round(verdict.frechetDistance)) : NOTHING);
    this.#text('as-asked', verdict && verdict.asAsked !== null ? share(verdict.asAsked) : NOTHING);
    const shares = verdict ? [...verdict.byDigit.map((count) => count / verdict.count), 1 - readable] : [];
    const full = Math.max(FULL_BAR, ...shares);
    for (const [index, row] of this.#rows.entries()) {
      const value = shares[index];
      row.style.setProperty('--value', String((value ?? 0) / full));
      /** @type {HTMLElement} */ (row.querySelector('.share')).textContent = value === undefined ? NOTHING : share(value);
    }
  }

  /** @param {string} name @param {string} text */
  #text(name, text) {
    write(part(this.#root, name, HTMLElement), text);
  }
}
