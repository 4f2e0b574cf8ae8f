/** The loss chart as a table: some twenty steps of the run, for those who cannot see the picture or want the numbers. */

/**
 * @typedef {import('./loss-history.js').LossHistory} LossHistory
 * @typedef {import('./messages.js').Messages} Messages
 */

const ROWS = 20;
const INTERVAL_MILLISECONDS = 5000;

export class LossTable {
  #details;
  #body;
  #history;
  #messages;
  #writtenAt = -Infinity;

  /**
   * @param {HTMLDetailsElement} details that holds the table; it is written only while open
   * @param {LossHistory} history
   * @param {Messages} messages
   */
  constructor(details, history, messages) {
    this.#details = details;
    this.#body = /** @type {HTMLTableSectionElement} */ (details.querySelector('tbody'));
    this.#history = history;
    this.#messages = messages;
    details.addEventListener('toggle', () => this.settle());
  }

  /** Follows the run, unhurriedly. */
  draw() {
    if (this.#details.open && performance.now() - this.#writtenAt >= INTERVAL_MILLISECONDS) this.settle();
  }

  /** Shows the run as it now is. */
  settle() {
    if (!this.#details.open) return;
    this.#writtenAt = performance.now();
    for (const head of this.#details.querySelectorAll('th[data-before]')) head.toggleAttribute('hidden', !this.#history.ghost);
    this.#body.replaceChildren(...this.#buckets().map((bucket) => this.#row(bucket)));
  }

  /** Writes the rows as the language of now does. */
  relabel() {
    this.settle();
  }

  /** Buckets spread evenly over the run; the last one is always among them. */
  #buckets() {
    const { length } = this.#history;
    const rows = Math.min(ROWS, length);
    const buckets = Array.from({ length: rows }, (_, row) => Math.round(((row + 1) / rows) * length) - 1);
    return buckets.filter((bucket) => this.#history.knows(bucket));
  }

  /** @param {number} bucket */
  #row(bucket) {
    const { discriminator, generator } = this.#history;
    const decimal = (/** @type {number | undefined} */ value) => this.#messages.decimal(value ?? NaN, 3);
    const row = document.createElement('tr');
    const step = document.createElement('th');
    step.scope = 'row';
    step.textContent = this.#messages.count(this.#history.stepAt(bucket));
    row.append(step);
    for (const series of [discriminator, generator]) {
      row.insertCell().textContent = decimal(series.smoothed[bucket]);
      const [least, greatest] = [series.minimum[bucket], series.maximum[bucket]];
      row.insertCell().textContent = least === greatest ? decimal(least) : this.#messages.between(decimal(least), decimal(greatest));
    }
    const { ghost } = this.#history;
    if (ghost) for (const text of this.#before(ghost.history, this.#history.stepAt(bucket))) row.insertCell().textContent = text;
    return row;
  }

  /**
   * What the losses of the run before were at a step, or nothing where it did not come that far.
   * @param {LossHistory} history
   * @param {number} step
   */
  #before({ steps, stepsPerBucket, discriminator, generator }, step) {
    const bucket = Math.ceil(step / stepsPerBucket) - 1;
    return [discriminator, generator].map(({ smoothed }) => (step > steps ? '–' : this.#messages.decimal(smoothed[bucket] ?? NaN, 3)));
  }
}
