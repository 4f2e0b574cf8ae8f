/** The state of the page: which run is under way, what it is doing, and what a person may ask of it next. */

import { Checkpoints } from './checkpoints.js';
import { Refused, RequestLost, TrainerClient, USUAL_VIEW } from './trainer-client.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').LoadingMessage} LoadingMessage
 * @typedef {import('./protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('./protocol.js').ReadyMessage} ReadyMessage
 * @typedef {import('./protocol.js').Run} Run
 * @typedef {import('./protocol.js').Turn} Turn
 * @typedef {import('./protocol.js').View} View
 * @typedef {import('./trainer-client.js').Images} Images
 */

/**
 * - `loading`: nothing can be asked yet
 * - `ready`: a run stands at step 0
 * - `training`; `pausing`: a pause was asked for, and the step under way is being finished
 * - `stepping`: a single step is under way
 * - `resetting`: another run was asked for
 * - `paused`: the run has taken steps and waits
 * - `failed`: only starting afresh helps
 * @typedef {'loading' | 'ready' | 'training' | 'pausing' | 'stepping' | 'resetting' | 'paused' | 'failed'} State
 */

/**
 * What a run has in common with the one before it:
 * - `new`: nothing
 * - `branch`: all up to the step at which it begins
 * - `reverted`: it is the same run, which goes on from that step
 * - `recovered`: likewise, but nothing of it is kept to go back to
 * @typedef {'new' | 'branch' | 'reverted' | 'recovered'} Manner
 */

/**
 * What the session tells the page.
 * @typedef {object} SessionEvents
 * @property {(state: State, failure: Failure | null) => void} onState
 * @property {(message: LoadingMessage) => void} onLoading
 * @property {(message: ReadyMessage) => void} onReady
 * @property {(kernels: import('./protocol.js').Kernels) => void} onKernels
 * @property {(failure: Failure | null) => void} onJudge
 * @property {(run: Run, manner: Manner) => void} onRun a run stands, in the place of the one before
 * @property {(failure: Failure) => void} [onRecovered] the worker failed, and another goes on, from the step that the failure names
 * @property {(checkpoint: import('./checkpoints.js').Checkpoint) => void} [onCheckpoint] the run as a file, every few seconds of training
 * @property {(turn: Turn) => void} onTurn whose turn is next
 * @property {(message: ProgressMessage) => void} onProgress
 * @property {(stepsTaken: number) => void} [onRested] training has stopped by itself, after as many steps as were asked for
 */

/** After these another worker may go on. */
const CURABLE = ['trapped', 'memory', 'silent', 'worker'];
/** So many times in a row, without getting any further, another worker is tried. */
const MOST_ATTEMPTS = 5;

export class TrainingSession {
  /** @type {TrainerClient | null} */
  #client = null;
  #choice;
  /** @type {State} */
  #state = 'loading';
  /** @type {Configuration | null} */
  #configuration = null;
  /** What is trained on in the place of the bundled images. @type {Images | null} */
  #ownImages = null;
  #view = USUAL_VIEW;
  /** @type {Turn} */
  #nextTurn = 'discriminator';
  #steps = 0;
  #isWatched = false;
  /** @type {number | null} */
  #millisecondsPerTurn = null;
  #unanswered = 0;
  #workerTrains = false;
  /** Where training stops by itself. @type {number | null} */
  #until = null;
  #checkpoints;
  /** The worker that failed trained, and so will the one in its place. */
  #resumes = false;
  /** Of workers that were tried in a row, and the furthest step that any had come to. */
  #attempts = { count: 0, steps: 0 };

  /**
   * @param {SessionEvents} events
   * @param {import('./trainer-client.js').Choice} choice
   */
  constructor(events, choice) {
    this.events = events;
    this.#choice = choice;
    this.#checkpoints = new Checkpoints(
      () => this.#inquire(this.#client?.checkpoint(false)),
      (checkpoint) => this.events.onCheckpoint?.(checkpoint),
    );
  }

  get state() {
    return this.#state;
  }

  /** How many steps the run has taken, as far as the page has been told. */
  get steps() {
    return this.#steps;
  }

  /** Which half of a step comes next. */
  get nextTurn() {
    return this.#nextTurn;
  }

  /** The configuration of the current run, once there is one. */
  get configuration() {
    return this.#configuration;
  }

  /** The visitor's images, where the run is trained on such, without which nobody can go on with it. */
  get ownImages() {
    return this.#ownImages;
  }

  /** How the digits are drawn. */
  get view() {
    return this.#view;
  }

  /**
   * Starts a worker, in the place of one that failed if there was one, which goes on with the run from where it was last kept.
   * @throws {import('./trainer-client.js').ModuleWorkersMissing}
   */
  async start() {
    this.#client?.close();
    const kept = this.#checkpoints.newest;
    const notifications = {
      onLoading: (/** @type {LoadingMessage} */ message) => this.#state === 'loading' && this.events.onLoading(message),
      onKernels: this.events.onKernels,
      onJudge: this.events.onJudge,
      onProgress: (/** @type {ProgressMessage} */ message) => this.#progress(message),
      onRested: (/** @type {number} */ stepsTaken) => this.#rest(stepsTaken),
      onReverted: (/** @type {import('./protocol.js').RevertedMessage} */ message) => this.#revert(message),
      onFailure: (/** @type {Failure} */ failure) => this.#fail(failure),
    };
    const client = new TrainerClient(notifications, this.#choice);
    this.#client = client;
    const [view, manner] = [this.#view, this.#configuration ? 'recovered' : 'new'];
    await this.#ask('loading', client.load(this.#configuration, view, kept?.file, this.#ownImages), (ready) => {
      this.events.onReady(ready);
      this.events.onKernels(ready.kernels);
      this.#begin(ready.run, /** @type {Manner} */ (manner), ready.refusal === null ? kept : null);
    });
    if (view !== this.#view) await this.show(this.#view);
    if (this.#isWatched) await this.watch(true);
    if (this.#millisecondsPerTurn !== null) await this.pace(this.#millisecondsPerTurn);
    if (this.#client !== client || !this.#canAnswer() || !this.#resumes) return;
    this.#resumes = false;
    await this.train(this.#until);
  }

  /** Pauses if training, or if it was to go on as soon as another worker is there. */
  async pause() {
    this.#resumes = false;
    if (this.#state === 'training') await this.#ask('pausing', this.#client?.pause(), this.#hear);
  }

  /**
   * Trains, whatever else was asked for just now.
   * @param {number | null} until the step after which training stops by itself; `null` to train until told otherwise
   */
  async train(until = null) {
    this.#until = until;
    if (this.#canAnswer()) await this.#ask('training', this.#client?.train(until), this.#hear);
  }

  /** Takes one step, after a pause if training. */
  async step() {
    if (['ready', 'paused', 'training', 'stepping'].includes(this.#state)) await this.#ask('stepping', this.#client?.step(), this.#hear);
  }

  /** Takes the next half of a step, after a pause if training. */
  async turn() {
    if (['ready', 'paused', 'training', 'stepping'].includes(this.#state)) await this.#ask('stepping', this.#client?.turn(), this.#hear);
  }

  /**
   * Trains in slow motion from now on, one turn each so many milliseconds, or at full speed again.
   * @param {number | null} millisecondsPerTurn
   */
  async pace(millisecondsPerTurn) {
    this.#millisecondsPerTurn = millisecondsPerTurn;
    if (this.#canAnswer()) await this.#ask(this.#state, this.#client?.pace(millisecondsPerTurn), this.#hear);
  }

  /**
   * Has steps looked at closely from now on, or no longer.
   * @param {boolean} isWatched
   */
  async watch(isWatched) {
    this.#isWatched = isWatched;
    if (this.#canAnswer()) await this.#ask(this.#state, this.#client?.watch(isWatched), this.#hear);
  }

  /**
   * Continues from a kept moment with other settings.
   * @param {number} step
   * @param {Configuration} configuration
   * @returns {Promise<string | null>} as {@link reset}
   */
  async branch(step, configuration) {
    return this.#beginAnother(() => this.#client?.branch(step, configuration, this.#view), 'branch');
  }

  /**
   * Images between four corners.
   * @param {Omit<import('./protocol.js').ImagineMessage, 'kind' | 'request'>} wish
   * @returns {Promise<Uint8Array | null>} `null` where no run can draw any
   */
  async imagine(wish) {
    return (await this.#inquire(this.#client?.imagine(wish)))?.pixels ?? null;
  }

  /**
   * What D thinks of an image of 28 x 28 pixels.
   * @param {Uint8Array} pixels
   * @param {number | null} digit that it is said to be
   * @returns {Promise<import('./protocol.js').Opinion | null>} `null` where there is no run
   */
  async askDiscriminator(pixels, digit) {
    return (await this.#inquire(this.#client?.askDiscriminator(pixels, digit)))?.opinion ?? null;
  }

  /**
   * Images to be told apart.
   * @returns {Promise<import('./protocol.js').Quiz | null>} `null` where there is no run
   */
  async quiz() {
    return (await this.#inquire(this.#client?.quiz()))?.quiz ?? null;
  }

  /**
   * The weights of both networks as a safetensors file.
   * @returns {Promise<Uint8Array | null>} `null` where there is no run
   */
  async weights() {
    return (await this.#inquire(this.#client?.weights()))?.file ?? null;
  }

  /**
   * Has the images drawn with other weights or of another digit, from now on; where nothing can be drawn, from the next run on.
   * @param {View} view
   */
  async show(view) {
    this.#view = view;
    if (this.#canAnswer()) await this.#ask(this.#state, this.#client?.show(view), this.#hear);
  }

  /**
   * Begins another run.
   * @param {Configuration} configuration
   * @returns {Promise<string | null>} the sentence that says why not, if it is refused: then the run goes on; an empty one where nothing
   *   can be asked, or the worker was lost over it
   */
  async reset(configuration) {
    return this.#beginAnother(() => this.#client?.reset(configuration, this.#view));
  }

  /**
   * The run as a file, its losses with it. A step that is half taken is finished first.
   * @returns {Promise<import('./checkpoints.js').Checkpoint | null>} `null` where no run stands
   */
  async checkpoint() {
    if (!this.#canAnswer()) return null;
    const answer = await this.#inquire(this.#client?.checkpoint(true));
    if (answer) this.#turnTo(answer.nextTurn);
    return answer && { file: answer.file, steps: answer.stepsTaken };
  }

  /**
   * Continues from a file.
   * @param {Uint8Array<ArrayBuffer>} file
   * @returns {Promise<string | null>} as {@link reset}
   */
  async restore(file) {
    return this.#beginAnother(() => this.#client?.restore(file, this.#view), 'new', file);
  }

  /**
   * Begins another run on other images, which all that follow are trained on too.
   * @param {Images} images
   * @param {boolean} areOwn whether they are the visitor's, and not the bundled ones
   * @param {Configuration} configuration of a new run
   * @param {Uint8Array<ArrayBuffer> | null} checkpoint the run to go on with; `null` for a new one
   * @returns {Promise<string | null>} as {@link reset}
   */
  async adopt(images, areOwn, configuration, checkpoint = null) {
    const note = (/** @type {import('./protocol.js').BeganMessage} */ began) => {
      this.#ownImages = areOwn ? images : null;
      return began;
    };
    return this.#beginAnother(() => this.#client?.adopt(images, configuration, checkpoint, this.#view).then(note), 'new', checkpoint);
  }

  /**
   * @param {() => Promise<import('./protocol.js').BeganMessage> | undefined} request
   * @param {Manner} manner
   * @param {Uint8Array<ArrayBuffer> | null} file that the run comes from, which is its first checkpoint
   */
  async #beginAnother(request, manner = 'new', file = null) {
    if (['loading', 'resetting', 'failed'].includes(this.#state)) return '';
    let hasBegun = false;
    try {
      await this.#ask('resetting', request(), (began) => {
        const checkpoint = file && { file, steps: began.run.samples.step };
        this.#begin(began.run, manner, checkpoint);
        if (checkpoint) this.events.onCheckpoint?.(checkpoint);
        hasBegun = true;
      });
      return hasBegun ? null : '';
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
  }

  /** Ends the worker: nothing can be asked any more. */
  close() {
    this.#client?.close();
    this.#client = null;
  }

  /**
   * Shows what has been asked for at once, and what the worker really does as soon as it has answered everything.
   * @template Answer
   * @param {State} state
   * @param {Promise<Answer> | undefined} request
   * @param {(answer: Answer) => void} onAnswer
   */
  async #ask(state, request, onAnswer) {
    this.#become(state);
    this.#unanswered++;
    let isLost = false;
    try {
      const answer = await request;
      if (answer) onAnswer(answer);
    } catch (error) {
      isLost = error instanceof RequestLost;
      if (!isLost) throw error;
    } finally {
      this.#unanswered--;
      if (!isLost && this.#unanswered === 0) this.#become(this.#workerTrains ? 'training' : this.#hasBegun() ? 'paused' : 'ready');
    }
  }

  #hasBegun() {
    return this.#steps > 0 || this.#nextTurn === 'generator';
  }

  #canAnswer() {
    return !['loading', 'failed'].includes(this.#state);
  }

  /**
   * A question that changes nothing.
   * @template Answer
   * @param {Promise<Answer> | undefined} request
   * @returns {Promise<Answer | null>}
   */
  async #inquire(request) {
    try {
      return (await request) ?? null;
    } catch (error) {
      if (error instanceof RequestLost || error instanceof Refused) return null;
      throw error;
    }
  }

  /** @param {import('./protocol.js').StateMessage} message */
  #hear = (message) => {
    this.#workerTrains = message.state === 'training';
    this.#turnTo(message.nextTurn);
  };

  /** @param {Turn} turn */
  #turnTo(turn) {
    if (turn === this.#nextTurn) return;
    this.#nextTurn = turn;
    this.events.onTurn(turn);
  }

  /**
   * @param {Run} run
   * @param {Manner} manner
   * @param {import('./checkpoints.js').Checkpoint | null} checkpoint of it, where there is one
   */
  #begin(run, manner, checkpoint = null) {
    this.#configuration = run.configuration;
    this.#steps = run.samples.step;
    if (manner !== 'recovered') this.#attempts = { count: 0, steps: 0 };
    this.#workerTrains = false;
    this.#checkpoints.begin(checkpoint);
    this.events.onRun(run, manner);
    this.#turnTo('discriminator');
  }

  /** @param {import('./protocol.js').RevertedMessage} message */
  #revert({ run, failure }) {
    this.#begin(run, 'reverted');
    this.#become(this.#hasBegun() ? 'paused' : 'ready', failure);
  }

  /** @param {ProgressMessage} message */
  #progress(message) {
    this.#steps = message.reports.at(-1)?.step ?? this.#steps;
    this.events.onProgress(message);
    if (this.#state === 'training') this.#checkpoints.pass();
  }

  /** @param {number} stepsTaken */
  #rest(stepsTaken) {
    this.#workerTrains = false;
    if (this.#unanswered === 0) this.#become('paused');
    this.events.onRested?.(stepsTaken);
  }

  /** @param {Failure} failure */
  #fail(failure) {
    this.#resumes ||= this.#state === 'training' || (this.#state === 'resetting' && this.#workerTrains);
    this.#workerTrains = false;
    if (this.#steps > this.#attempts.steps) this.#attempts = { count: 0, steps: this.#steps };
    // Before anything was loaded, what fails once fails again; silence alone may be a chance.
    const isCurable = failure.cause === 'silent' || (this.#configuration !== null && CURABLE.includes(failure.cause));
    if (isCurable && ++this.#attempts.count <= MOST_ATTEMPTS) return void this.#recover(failure);
    this.#attempts.count = 0;
    this.#become('failed', failure);
  }

  /** @param {Failure} failure after which another worker goes on */
  async #recover(failure) {
    const starting = this.start();
    const client = this.#client;
    await starting;
    if (this.#client === client && this.#canAnswer()) this.events.onRecovered?.({ ...failure, standsAt: this.#checkpoints.newest?.steps ?? 0 });
  }

  /**
   * @param {State} state
   * @param {Failure | null} failure
   */
  #become(state, failure = null) {
    if (state === this.#state && !failure && state !== 'loading') return;
    this.#state = state;
    this.events.onState(state, failure);
    if (state === 'paused') this.#checkpoints.rest(this.#steps);
  }
}
