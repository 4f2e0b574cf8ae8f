/** Puts together what goes by the history of a run: travel in time, the referee, the gallery of failures, and what one takes home. */

import { whenNear } from '../near.js';
import { part } from '../parts.js';
import { RefereePanel } from './referee-panel.js';
import { StepLog } from './step-log.js';
import { Travel } from './travel.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').Run} Run
 */

/**
 * The views that show a run's past.
 * @typedef {object} Pictures
 * @property {import('../loss-history.js').LossHistory} losses
 * @property {import('../chart.js').LossChart} chart
 * @property {import('../loss-table.js').LossTable} table
 * @property {import('../digits.js').DigitGrid} digits
 */

/**
 * What the page does for them.
 * @typedef {object} Actions
 * @property {(configuration: Configuration) => Promise<string | null>} run begins a run and trains; the sentence says why not
 * @property {(step: number) => Promise<string | null>} branch continues from a kept moment with the settings in the form, likewise
 * @property {Omit<import('./take-home.js').Sources, 'log' | 'samples' | 'moments'>} home
 * @property {(step: number | null) => void} [onMoment] told which kept moment is looked at; `null` for the present
 */

export class HistoryTools {
  #pictures;
  #travel;
  #referee;
  /** Once somebody has come near. @type {import('./gallery.js').Gallery | null} */
  #gallery = null;
  /** @type {readonly import('../protocol.js').Preset[]} */
  #presets = [];
  /** @type {Run | null} */
  #run = null;
  /** Likewise. @type {import('./take-home.js').TakeHome | null} */
  #takeHome = null;
  #log = new StepLog();
  /** @type {import('../protocol.js').Samples | null} */
  #samples = null;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {Pictures} pictures
   * @param {Actions} actions
   */
  constructor(root, messages, pictures, actions) {
    this.#pictures = pictures;
    this.#travel = new Travel(part(root, 'travel', HTMLElement), messages, {
      onMoment: (moment) => {
        if (moment) pictures.digits.hold(moment.samples);
        else pictures.digits.release();
        pictures.chart.mark(moment?.step ?? null);
        actions.onMoment?.(moment?.step ?? null);
      },
      onContinue: actions.branch,
      onCompare: (compares) => this.#compare(compares),
    });
    this.#referee = new RefereePanel(part(root, 'referee', HTMLElement), messages);
    const gallery = part(root, 'gallery', HTMLElement);
    whenNear(gallery, () => this.#furnish(gallery, messages, actions.run));
    const takeHome = part(root, 'take-home', HTMLElement);
    whenNear(takeHome, () => this.#furnishHome(takeHome, messages, actions.home));
  }

  /** @param {Pick<import('../protocol.js').ReadyMessage, 'presets'>} ready */
  open({ presets }) {
    this.#presets = presets;
    this.#gallery?.open(presets);
  }

  /**
   * A run begins. Comes before the pictures begin it.
   * @param {Run} run
   * @param {import('../session.js').Manner} manner
   */
  begin(run, manner) {
    this.#travel.begin(run, manner);
    this.#referee.begin(run);
    // The same run goes on: so does its card.
    if (manner === 'new' || manner === 'branch') this.#gallery?.begin(run);
    this.#run = run;
    this.#log.begin(run.samples.step);
    this.#samples = run.samples;
    this.#takeHome?.begin();
  }

  /** @param {ProgressMessage} message */
  show(message) {
    this.#travel.show(message);
    this.#referee.show(message);
    this.#gallery?.show(message, this.#referee.finding);
    this.#log.hear(message.reports);
    this.#samples = message.samples ?? this.#samples;
  }

  /** The run waits: everything as it now is. */
  settle() {
    this.#referee.settle();
  }

  /**
   * The run stopped.
   * @param {import('../protocol.js').Failure} failure
   */
  stop(failure) {
    this.#referee.stop(failure);
    this.#gallery?.stop(this.#referee.finding);
  }

  /** Says everything again, in the language of now. */
  relabel() {
    for (const view of [this.#travel, this.#referee, this.#gallery, this.#takeHome]) view?.relabel();
  }

  /**
   * @param {HTMLElement} place
   * @param {Messages} messages
   * @param {Actions['run']} onRun
   */
  async #furnish(place, messages, onRun) {
    const { Gallery } = await import('./gallery.js');
    this.#gallery = new Gallery(place, messages, {
      onRun,
      onCompare: () => {
        this.#travel.compare();
        this.#compare(true);
      },
    });
    if (this.#presets.length > 0) this.#gallery.open(this.#presets);
    if (this.#run) this.#gallery.begin(this.#run);
  }

  /**
   * @param {HTMLElement} place
   * @param {Messages} messages
   * @param {Actions['home']} home
   */
  async #furnishHome(place, messages, home) {
    const { TakeHome } = await import('./take-home.js');
    this.#takeHome = new TakeHome(place, messages, {
      ...home,
      log: this.#log,
      samples: () => this.#samples,
      moments: () => this.#travel.moments,
    });
  }

  /** @param {boolean} compares */
  #compare(compares) {
    const { losses, chart, table } = this.#pictures;
    losses.compares = compares;
    chart.draw();
    chart.describe();
    table.settle();
  }
}
