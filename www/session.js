/** The state of the page: which run is under way, what it is doing, and what a person may ask of it next. */

import { ConfigurationRefused, RequestLost, TrainerClient, USUAL_VIEW } from './trainer-client.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').LoadingMessage} LoadingMessage
 * @typedef {import('./protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('./protocol.js').ReadyMessage} ReadyMessage
 * @typedef {import('./protocol.js').Run} Run
 * @typedef {import('./protocol.js').View} View
 */

/**
 * - `loading`: nothing can be asked yet
 * - `ready`: a run stands at step 0
 * - `training`; `pausing`: a pause was asked for, and the step under way is being finished
 * - `stepping`: a single step is under way
 * - `resetting`: another run was asked for
 * - `paused`: the run has taken steps and waits
 * - `diverged`: the run cannot go on, but another can begin
 * - `failed`: only starting afresh helps
 * @typedef {'loading' | 'ready' | 'training' | 'pausing' | 'stepping' | 'resetting' | 'paused' | 'diverged' | 'failed'} State
 */

/**
 * What the session tells the page.
 * @typedef {object} SessionEvents
 * @property {(state: State, failure: Failure | null) => void} onState
 * @property {(message: LoadingMessage) => void} onLoading
 * @property {(message: ReadyMessage) => void} onReady
 * @property {(kernels: import('./protocol.js').Kernels) => void} onKernels
 * @property {(failure: Failure | null) => void} onJudge
 * @property {(run: Run) => void} onRun a run begins: everything shown of the one before is gone
 * @property {(message: ProgressMessage) => void} onProgress
 */

export class TrainingSession {
  /** @type {TrainerClient | null} */
  #client = null;
  #choice;
  /** @type {State} */
  #state = 'loading';
  /** @type {Configuration | null} */
  #configuration = null;
  #view = USUAL_VIEW;
  #steps = 0;
  #unanswered = 0;
  #workerTrains = false;

  /**
   * @param {SessionEvents} events
   * @param {import('./trainer-client.js').Choice} choice
   */
  constructor(events, choice) {
    this.events = events;
    this.#choice = choice;
  }

  get state() {
    return this.#state;
  }

  /** How many steps the run has taken, as far as the page has been told. */
  get steps() {
    return this.#steps;
  }

  /**
   * Starts a worker, in place of one that failed if there was one, with the configuration that ran last.
   * @throws {import('./trainer-client.js').ModuleWorkersMissing}
   */
  async start() {
    this.#client?.close();
    const notifications = {
      onLoading: (/** @type {LoadingMessage} */ message) => this.#state === 'loading' && this.events.onLoading(message),
      onKernels: this.events.onKernels,
      onJudge: this.events.onJudge,
      onProgress: (/** @type {ProgressMessage} */ message) => this.#progress(message),
      onFailure: (/** @type {Failure} */ failure) => this.#fail(failure),
    };
    this.#client = new TrainerClient(notifications, this.#choice);
    const view = this.#view;
    await this.#ask('loading', this.#client.load(this.#configuration, this.#view), (ready) => {
      this.events.onReady(ready);
      this.events.onKernels(ready.kernels);
      this.#begin(ready.run);
    });
    if (view !== this.#view) await this.show(this.#view);
  }

  /** Trains, or pauses if training. */
  async toggle() {
    if (this.#state === 'training') await this.#ask('pausing', this.#client?.pause(), this.#hear);
    else if (this.#state === 'ready' || this.#state === 'paused') await this.#ask('training', this.#client?.train(), this.#hear);
  }

  /** Takes one step, after a pause if training. */
  async step() {
    if (['ready', 'paused', 'training', 'stepping'].includes(this.#state)) await this.#ask('stepping', this.#client?.step(), this.#hear);
  }

  /**
   * Has the images drawn with other weights or of another digit, from now on; where nothing can be drawn, from the next run on.
   * @param {View} view
   */
  async show(view) {
    this.#view = view;
    if (!['loading', 'diverged', 'failed'].includes(this.#state)) await this.#ask(this.#state, this.#client?.show(view), this.#hear);
  }

  /**
   * Begins another run.
   * @param {Configuration} configuration
   * @returns {Promise<string | null>} the sentence that says why not, if the configuration is refused: then the run goes on
   */
  async reset(configuration) {
    if (['loading', 'resetting', 'failed'].includes(this.#state)) return null;
    try {
      await this.#ask('resetting', this.#client?.reset(configuration, this.#view), (began) => this.#begin(began.run));
      return null;
    } catch (error) {
      if (error instanceof ConfigurationRefused) return error.message;
      throw error;
    }
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
      if (!isLost && this.#unanswered === 0) this.#become(this.#workerTrains ? 'training' : this.#steps > 0 ? 'paused' : 'ready');
    }
  }

  /** @param {import('./protocol.js').StateMessage} message */
  #hear = (message) => {
    this.#workerTrains = message.state === 'training';
  };

  /** @param {Run} run */
  #begin(run) {
    this.#configuration = run.configuration;
    this.#steps = 0;
    this.#workerTrains = false;
    this.events.onRun(run);
  }

  /** @param {ProgressMessage} message */
  #progress(message) {
    this.#steps = message.reports.at(-1)?.step ?? this.#steps;
    this.events.onProgress(message);
  }

  /** @param {Failure} failure */
  #fail(failure) {
    this.#workerTrains = false;
    this.#become(failure.cause === 'diverged' && this.#configuration ? 'diverged' : 'failed', failure);
  }

  /**
   * @param {State} state
   * @param {Failure | null} failure
   */
  #become(state, failure = null) {
    if (state === this.#state && !failure && state !== 'loading') return;
    this.#state = state;
    this.events.onState(state, failure);
  }
}
