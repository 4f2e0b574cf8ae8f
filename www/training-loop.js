/**
 * The worker's training loop: trains in slices between which messages are heard, and says at a bounded rate what happened.
 *
 * It knows neither the worker's scope nor WebAssembly, only a trainer, a clock and a way to post, so that it can be tested alone.
 */

import { Judging } from './judging.js';
import { KeptMoments } from './kept-moments.js';
import { LossHistory } from './loss-history.js';
import { Stopwatch } from './stopwatch.js';

/**
 * @typedef {import('./protocol.js').StepReport} StepReport
 * @typedef {import('./protocol.js').Anatomy} Anatomy
 * @typedef {import('./protocol.js').KeptMoment} KeptMoment
 * @typedef {import('./protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('./protocol.js').RestedMessage} RestedMessage
 * @typedef {import('./protocol.js').Samples} Samples
 * @typedef {import('./protocol.js').View} View
 */

/**
 * What the loop asks of a trainer.
 * @typedef {object} SteppingTrainer
 * @property {number} stepsTaken
 * @property {boolean} isHalfWay
 * @property {() => StepReport} step
 * @property {() => StepReport | undefined} takeTurn the next half of a step
 * @property {(isWatched: boolean) => void} watch
 * @property {(shown: View['shown'], digit: number | null) => Uint8Array} samples
 */

/**
 * What a run that is continued has behind it.
 * @typedef {object} Past
 * @property {readonly import('./protocol.js').Milestone[]} milestones
 * @property {KeptMoments} [moments] to go back to, where any are kept
 * @property {LossHistory} [losses] of its steps, where they are known
 * @property {number} elapsedMilliseconds
 */

/**
 * @typedef {object} Manner
 * @property {boolean} isWatched whether turns are looked at closely
 * @property {number | null} millisecondsPerTurn in slow motion; `null` at full speed
 */

/** The usual longest stretch of steps between two chances to hear a message; a single longer step cannot be cut. */
const SLICE_MILLISECONDS = 20;
/** Numbers can be read eight times a second; images come along, so that all that changes is painted in one frame. */
const PROGRESS_INTERVAL_MILLISECONDS = 125;
/** Drawing the samples may take this much of the time that the steps take. */
const SAMPLES_SHARE = 0.1;
/** The rate of steps is told over this much of the latest training. */
const RATE_WINDOW_MILLISECONDS = 2000;
const RATE_MINIMUM_MILLISECONDS = 200;
/** While training, a step is looked at closely this often, and for at most this much of the time that the steps take. */
const ANATOMY_INTERVAL_MILLISECONDS = 300;
const ANATOMY_SHARE = 0.02;
/** Between two slices only messages are heard: so long a time was slept through, by the device or in a page that the browser had frozen. */
const SLEEP_MILLISECONDS = 5000;

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
  #losses;
  #moments;
  /** @type {Anatomy | null} */
  #anatomy = null;
  /** @type {KeptMoment | null} */
  #kept = null;
  /** @type {number[]} */
  #forgotten = [];
  #manner;
  #progressInterval;
  #sliceMilliseconds;
  #training = false;
  /** The step after which training stops by itself. */
  #until = Infinity;
  /** Whether a turn comes as soon as messages have been heard. */
  #turnIsDue = false;
  /** Of the latest turn that was scheduled; earlier ones come to nothing. */
  #ticket = 0;
  #lastAnatomy = -Infinity;
  #anatomyCost = 0;
  #anatomyMilliseconds = 0;
  #lastPost = -Infinity;
  /** When the turn that is scheduled should come. */
  #due = 0;
  #asleepMilliseconds = 0;
  #lastSamples = -Infinity;
  #samplesCost = 0;
  #samplingMilliseconds = 0;
  #steppingMilliseconds = 0;
  /** In which these were spent. */
  #stepsTimed = 0;
  /** @type {{ elapsed: number, steps: number }[]} */
  #rateWindow;

  /**
   * @param {object} parts
   * @param {SteppingTrainer} parts.trainer
   * @param {View} parts.view
   * @param {(message: ProgressMessage | RestedMessage) => void} parts.post
   * @param {(error: unknown) => void} parts.fail called when the trainer throws in the middle of training
   * @param {(turn: () => void) => void} parts.yieldThen runs `turn` once the messages that wait have been heard
   * @param {(turn: () => void, milliseconds: number) => void} parts.wait runs `turn` after a while
   * @param {() => Anatomy | null} parts.look at the latest turn, if it was watched
   * @param {() => import('./kept-moments.js').Handle} parts.keep keeps the moment
   * @param {Past} [parts.past] of a run that is continued
   * @param {Manner} [parts.manner] of training, as the loop before had it
   * @param {number} [parts.progressInterval] milliseconds between two messages while training, and two drawings
   * @param {number} [parts.sliceMilliseconds] the longest stretch of steps between two chances to hear a message
   * @param {() => number} [parts.now] milliseconds of a clock that never goes back
   */
  constructor({
    trainer,
    view,
    post,
    fail,
    yieldThen,
    wait,
    look,
    keep,
    past,
    manner,
    progressInterval = PROGRESS_INTERVAL_MILLISECONDS,
    sliceMilliseconds = SLICE_MILLISECONDS,
    now = () => performance.now(),
  }) {
    this.#progressInterval = progressInterval;
    this.#sliceMilliseconds = sliceMilliseconds;
    this.#trainer = trainer;
    this.#view = view;
    this.#judging = new Judging(now, past?.milestones);
    this.#moments = past?.moments ?? new KeptMoments(now);
    this.#losses = past?.losses ?? new LossHistory();
    this.#rateWindow = [{ elapsed: past?.elapsedMilliseconds ?? 0, steps: trainer.stepsTaken }];
    this.#manner = manner ?? { isWatched: false, millisecondsPerTurn: null };
    this.wait = wait;
    this.look = look;
    this.keep = keep;
    this.post = post;
    this.fail = fail;
    this.yieldThen = yieldThen;
    this.now = now;
    this.stopwatch = new Stopwatch(now, past?.elapsedMilliseconds);
  }

  /** Whether steps are being taken. */
  get training() {
    return this.#training;
  }

  /**
   * The run as it was after a step that is kept, for a loop that continues from there; this loop has ended then.
   * @param {number} step
   * @returns {(Required<Past> & { handle: import('./kept-moments.js').Handle }) | null} `null` if that moment is not kept
   */
  past(step) {
    const moment = this.#moments.at(step);
    if (!moment) return null;
    const milestones = this.#judging.milestones.filter((milestone) => milestone.step <= step);
    const losses = this.#losses.copy();
    losses.cutBack(step);
    return { milestones, moments: this.#moments, losses, elapsedMilliseconds: moment.elapsedMilliseconds, handle: moment.handle };
  }

  /** The step of the newest moment that is kept. */
  get latestKept() {
    return this.#moments.latest?.step ?? 0;
  }

  /** What has to go with the run when it is continued elsewhere. */
  get notes() {
    return { elapsedMilliseconds: this.stopwatch.elapsed, milestones: this.#judging.milestones };
  }

  /** Every loss of the run so far. */
  get losses() {
    return this.#losses;
  }

  /** What is drawn. */
  get view() {
    return this.#view;
  }

  /** Gives back the memory of what is kept, at the end of the run. */
  forget() {
    this.#moments.clear();
  }

  /** Keeps the moment before the first step, so that one can go back to it. Told with the first progress. */
  keepBeginning() {
    this.#draw();
    this.#samples = null;
  }

  /** How it trains, for the loop of another run. */
  get manner() {
    return this.#manner;
  }

  /**
   * Trains until {@link pause}, or until exactly so many steps have been taken in the run, and then says `rested`.
   * @param {number | null} until
   */
  train(until = null) {
    this.#until = until ?? Infinity;
    if (this.#hasArrived()) return this.#rest();
    if (this.#training) return;
    this.#training = true;
    this.stopwatch.start();
    this.#scheduleTurn();
    // What was scheduled before a pause may come late.
    this.#due = Math.max(this.#due, this.now());
  }

  #hasArrived() {
    return this.#trainer.stepsTaken >= this.#until;
  }

  /** Stops like a pause that nobody asked for. */
  #rest() {
    this.pause();
    this.post({ kind: 'rested', stepsTaken: this.#trainer.stepsTaken });
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
    this.#alone(() => this.#takeStep());
  }

  /** Takes the next half of a step, after a pause if training. */
  turn() {
    this.pause();
    this.#alone(() => this.#takeTurn());
  }

  /** Takes the second half of a step that is half taken, without a pause if training. */
  completeStep() {
    if (!this.#trainer.isHalfWay) return;
    if (!this.#training) return this.#alone(() => this.#takeTurn());
    this.#takeSlowTurn();
    this.#postProgress();
  }

  /**
   * Takes something that is not training on its own, and tells everything about it.
   * @param {() => void} take
   */
  #alone(take) {
    this.stopwatch.start();
    try {
      this.#watching(take, this.#manner.isWatched);
    } finally {
      this.#stop();
    }
    this.#draw();
    if (this.#verdictIsDue()) this.#giveVerdict();
    this.#postProgress();
  }

  /**
   * Trains in slow motion from now on, or at full speed again.
   * @param {number | null} millisecondsPerTurn
   */
  pace(millisecondsPerTurn) {
    this.#manner = { ...this.#manner, millisecondsPerTurn };
    if (this.#training) this.#scheduleTurn();
  }

  /**
   * Has turns looked at closely from now on, or no longer.
   * @param {boolean} isWatched
   */
  watch(isWatched) {
    this.#manner = { ...this.#manner, isWatched };
    if (!isWatched) return;
    this.#anatomy = this.look();
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

  /**
   * A turn left over from before a pause serves the training after it, and one that waits for a time comes to nothing: two at once would
   * train twice as long unheard.
   */
  #scheduleTurn(milliseconds = 0) {
    if (this.#turnIsDue) return;
    const ticket = ++this.#ticket;
    const turn = () => {
      if (ticket !== this.#ticket) return;
      this.#turnIsDue = false;
      if (this.#training) this.#turn();
    };
    this.#turnIsDue = milliseconds === 0;
    this.#due = this.now() + milliseconds;
    if (this.#turnIsDue) this.yieldThen(turn);
    else this.wait(turn, milliseconds);
  }

  #turn() {
    const start = this.now();
    const pace = this.#manner.millisecondsPerTurn;
    if (start - this.#due > SLEEP_MILLISECONDS) this.#leaveOut(start - this.#due);
    try {
      if (pace === null) this.#takePart();
      else this.#takeSlowTurn();
      if (this.#hasArrived()) return this.#rest();
    } catch (error) {
      this.fail(error);
      return;
    }
    if (pace !== null || this.now() - this.#lastPost >= this.#progressInterval) this.#postProgress();
    this.#scheduleTurn(pace === null ? 0 : Math.max(0, pace - (this.now() - start)));
  }

  /** @param {number} milliseconds that were slept through, and are no time spent training */
  #leaveOut(milliseconds) {
    this.stopwatch.discount(milliseconds);
    this.#asleepMilliseconds += milliseconds;
  }

  /** A slice of steps, a drawing of samples, a verdict or a close look, so that none delays a message by the time of two. */
  #takePart() {
    if (this.#samplesAreDue()) this.#draw();
    else if (this.#verdictIsDue()) this.#giveVerdict();
    else if (this.#anatomyIsDue()) this.#lookAtStep();
    else this.#takeSlice();
  }

  /** Every slow turn is looked at, and seen in the digits when it ends a step. */
  #takeSlowTurn() {
    this.#watching(() => this.#takeTurn(), true);
    if (this.#trainer.isHalfWay) return;
    this.#draw();
    if (this.#verdictIsDue()) this.#giveVerdict();
  }

  #takeSlice() {
    const start = this.now();
    for (let steps = 1; ; steps++) {
      this.#takeStep();
      const spent = this.now() - start;
      if (this.#hasArrived() || spent + spent / steps > this.#sliceMilliseconds) break;
    }
  }

  #takeStep() {
    const start = this.now();
    this.#note(this.#trainer.step());
    this.#steppingMilliseconds += this.now() - start;
    this.#stepsTimed++;
  }

  #takeTurn() {
    const start = this.now();
    const report = this.#trainer.takeTurn();
    this.#steppingMilliseconds += this.now() - start;
    if (!report) return;
    this.#note(report);
    this.#stepsTimed++;
  }

  /** @param {StepReport} report */
  #note(report) {
    this.#reports.push(report);
    this.#losses.push(report.discriminatorLossReal + report.discriminatorLossFake, report.generatorLoss);
  }

  #anatomyIsDue() {
    const affordable = this.#anatomyMilliseconds + this.#anatomyCost <= ANATOMY_SHARE * this.#steppingMilliseconds;
    return this.#manner.isWatched && affordable && this.now() - this.#lastAnatomy >= ANATOMY_INTERVAL_MILLISECONDS;
  }

  /** What a look costs is what the step takes longer than usual. */
  #lookAtStep() {
    const [start, stepping] = [this.now(), this.#steppingMilliseconds];
    this.#watching(() => this.#takeStep(), true);
    this.#lastAnatomy = this.now();
    const usual = stepping / Math.max(1, this.#stepsTimed);
    const own = Math.min(usual, this.#steppingMilliseconds - stepping);
    this.#anatomyCost = this.#lastAnatomy - start - own;
    this.#anatomyMilliseconds += this.#anatomyCost;
  }

  /**
   * @param {() => void} take
   * @param {boolean} isWatched
   */
  #watching(take, isWatched) {
    this.#trainer.watch(isWatched);
    try {
      take();
    } finally {
      this.#trainer.watch(false);
    }
    if (isWatched) this.#anatomy = this.look();
  }

  #samplesAreDue() {
    const affordable = this.#samplingMilliseconds + this.#samplesCost <= SAMPLES_SHARE * this.#steppingMilliseconds;
    return affordable && this.now() - this.#lastSamples >= this.#progressInterval;
  }

  #draw() {
    const start = this.now();
    const { shown, digit } = this.#view;
    this.#samples = { step: this.#trainer.stepsTaken, view: this.#view, pixels: this.#trainer.samples(shown, digit) };
    this.#lastSamples = this.now();
    this.#samplesCost = this.#lastSamples - start;
    this.#samplingMilliseconds += this.#samplesCost;
    this.#keepMoment(this.#samples);
  }

  /** Moments are kept with the images of a drawing, so that these cost nothing more. */
  #keepMoment(/** @type {Samples} */ samples) {
    if (this.#kept || this.#trainer.isHalfWay || !this.#moments.isDue(samples.step, this.#steppingMilliseconds)) return;
    const elapsedMilliseconds = this.stopwatch.elapsed;
    this.#forgotten.push(...this.#moments.add(samples.step, elapsedMilliseconds, this.keep));
    const copied = { ...samples, pixels: samples.pixels.slice() };
    this.#kept = { step: samples.step, elapsedMilliseconds, samples: copied };
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
    const [anatomy, kept, forgotten] = [this.#anatomy, this.#kept, this.#forgotten];
    this.#reports = [];
    this.#samples = null;
    this.#anatomy = null;
    this.#kept = null;
    this.#forgotten = [];
    const asleepMilliseconds = this.#asleepMilliseconds;
    this.#asleepMilliseconds = 0;
    const elapsedMilliseconds = this.stopwatch.elapsed;
    const readable = [...this.#judging.milestones];
    this.post({
      kind: 'progress',
      reports,
      samples,
      verdict,
      readable,
      anatomy,
      kept,
      forgotten,
      elapsedMilliseconds,
      stepsPerSecond: this.#rate(),
      asleepMilliseconds,
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
