/**
 * The worker's training loop: trains in slices between which messages are heard, and says at a bounded rate what happened.
 *
 * It knows neither the worker's scope nor WebAssembly, only a trainer, a clock and a way to post, so that it can be tested alone.
 */

import { Judging } from './judging.js';
import { Stopwatch } from './stopwatch.js';

/**
 * @typedef {import('./protocol.js').StepReport} StepReport
 * @typedef {import('./protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('./protocol.js').Samples} Samples
 * @typedef {import('./protocol.js').View} View
 */

/**
 * What the loop asks of a trainer.
 * @typedef {object} SteppingTrainer
 * @property {number} stepsTaken
 * @property {() => StepReport} step
 * @property {(shown: View['shown'], digit: number | null) => Uint8Array} samples
 */

/** The longest stretch of steps between two chances to hear a message; a single longer step cannot be cut. */
const SLICE_MILLISECONDS = 20;
const PROGRESS_INTERVAL_MILLISECONDS = 1000 / 30;
const SAMPLES_INTERVAL_MILLISECONDS = 100;
/** Drawing the samples may take this much of the time that the steps take. */
const SAMPLES_SHARE = 0.1;
/** The rate of steps is told over this much of the latest training. */
const RATE_WINDOW_MILLISECONDS = 2000;
const RATE_MINIMUM_MILLISECONDS = 200;

export class TrainingLoop {
  /** @type {SteppingTrainer} */
  #trainer;
  /** @type {StepReport[]} */
  #reports = [];
  /** @type {Samples | null} */
  #samples = null;
  /** @type {View} */
  #view;
  #judging;
  #training = false;
  #turnIsDue = false;
  #lastPost = -Infinity;
  #lastSamples = -Infinity;
  #samplesCost = 0;
  #samplingMilliseconds = 0;
  #steppingMilliseconds = 0;
  /** @type {{ elapsed: number, steps: number }[]} */
  #rateWindow = [{ elapsed: 0, steps: 0 }];

  /**
   * @param {object} parts
   * @param {SteppingTrainer} parts.trainer
   * @param {View} parts.view
   * @param {(message: ProgressMessage) => void} parts.post
   * @param {(error: unknown) => void} parts.fail called when the trainer throws in the middle of training
   * @param {(turn: () => void) => void} parts.yieldThen runs `turn` once the messages that wait have been heard
   * @param {() => number} [parts.now] milliseconds of a clock that never goes back
   */
  constructor({ trainer, view, post, fail, yieldThen, now = () => performance.now() }) {
    this.#trainer = trainer;
    this.#view = view;
    this.#judging = new Judging(now);
    this.post = post;
    this.fail = fail;
    this.yieldThen = yieldThen;
    this.now = now;
    this.stopwatch = new Stopwatch(now);
  }

  /** Whether steps are being taken. */
  get training() {
    return this.#training;
  }

  /** Trains until {@link pause}. */
  train() {
    if (this.#training) return;
    this.#training = true;
    this.stopwatch.start();
    this.#scheduleTurn();
  }

  /** Stops and posts what is not posted yet, with images of the generator as it now is, and a verdict if one can be afforded. */
  pause() {
    if (!this.#training) return;
    this.#stop();
    if (this.#samples?.step !== this.#trainer.stepsTaken) this.#draw();
    if (this.#verdictIsDue()) this.#giveVerdict();
    this.#postProgress();
  }

  /** Takes exactly one step, after a pause if training. A verdict follows when the steps so far can afford one. */
  step() {
    this.pause();
    this.stopwatch.start();
    try {
      this.#takeStep();
    } finally {
      this.#stop();
    }
    this.#draw();
    if (this.#verdictIsDue()) this.#giveVerdict();
    this.#postProgress();
  }

  /**
   * Draws with other weights or another digit from now on.
   * @param {View} view
   */
  show(view) {
    this.#view = view;
    this.#draw();
    if (this.#verdictIsDue()) this.#giveVerdict();
    this.#postProgress();
  }

  /**
   * Posts verdicts from now on, and the first at once.
   * @param {import('./judging.js').Judge} judge
   */
  judgeWith(judge) {
    this.#judging.begin(judge, this.#moment());
    this.#postProgress();
  }

  /** Stops without another word; what happened so far is posted. */
  abandon() {
    this.#stop();
    if (this.#reports.length > 0) this.#postProgress();
  }

  #stop() {
    this.#training = false;
    this.stopwatch.stop();
  }

  /** A turn left over from before a pause serves the training after it: two at once would train twice as long unheard. */
  #scheduleTurn() {
    if (this.#turnIsDue) return;
    this.#turnIsDue = true;
    this.yieldThen(this.#turn);
  }

  /** One turn is a slice of steps, a drawing of samples or a verdict, so that none delays a message by the time of two. */
  #turn = () => {
    this.#turnIsDue = false;
    if (!this.#training) return;
    try {
      if (this.#samplesAreDue()) this.#draw();
      else if (this.#verdictIsDue()) this.#giveVerdict();
      else this.#takeSlice();
    } catch (error) {
      this.fail(error);
      return;
    }
    if (this.now() - this.#lastPost >= PROGRESS_INTERVAL_MILLISECONDS) this.#postProgress();
    this.#scheduleTurn();
  };

  #takeSlice() {
    const start = this.now();
    for (let steps = 1; ; steps++) {
      this.#takeStep();
      const spent = this.now() - start;
      if (spent + spent / steps > SLICE_MILLISECONDS) break;
    }
  }

  #takeStep() {
    const start = this.now();
    this.#reports.push(this.#trainer.step());
    this.#steppingMilliseconds += this.now() - start;
  }

  #samplesAreDue() {
    const affordable = this.#samplingMilliseconds + this.#samplesCost <= SAMPLES_SHARE * this.#steppingMilliseconds;
    return affordable && this.now() - this.#lastSamples >= SAMPLES_INTERVAL_MILLISECONDS;
  }

  #draw() {
    const start = this.now();
    const { shown, digit } = this.#view;
    this.#samples = { step: this.#trainer.stepsTaken, view: this.#view, pixels: this.#trainer.samples(shown, digit) };
    this.#lastSamples = this.now();
    this.#samplesCost = this.#lastSamples - start;
    this.#samplingMilliseconds += this.#samplesCost;
  }

  #verdictIsDue() {
    return this.#judging.isDue(this.#moment(), this.#steppingMilliseconds);
  }

  #giveVerdict() {
    this.#judging.give(this.#moment());
  }

  #moment() {
    return { step: this.#trainer.stepsTaken, elapsedMilliseconds: this.stopwatch.elapsed, shown: this.#view.shown };
  }

  #postProgress() {
    this.#lastPost = this.now();
    const [reports, samples, verdict] = [this.#reports, this.#samples, this.#judging.take()];
    this.#reports = [];
    this.#samples = null;
    const elapsedMilliseconds = this.stopwatch.elapsed;
    const readable = [...this.#judging.milestones];
    this.post({
      kind: 'progress',
      reports,
      samples,
      verdict,
      readable,
      anatomy: null,
      kept: null,
      forgotten: [],
      elapsedMilliseconds,
      stepsPerSecond: this.#rate(),
    });
  }

  #rate() {
    const latest = { elapsed: this.stopwatch.elapsed, steps: this.#trainer.stepsTaken };
    const window = this.#rateWindow;
    window.push(latest);
    const isDispensable = (/** @type {typeof latest | undefined} */ oldest) =>
      oldest && latest.elapsed - oldest.elapsed >= RATE_WINDOW_MILLISECONDS;
    while (isDispensable(window[1])) window.shift();
    const oldest = window[0] ?? latest;
    const milliseconds = latest.elapsed - oldest.elapsed;
    return milliseconds < RATE_MINIMUM_MILLISECONDS ? null : (1000 * (latest.steps - oldest.steps)) / milliseconds;
  }
}
