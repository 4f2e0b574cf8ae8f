/** Wires a demo together: the session of training to the views that show it, and the controls back to the session. */

import { LossChart } from './chart.js';
import { DigitGrid } from './digits.js';
import { keepFilesOut } from './dragged.js';
import { BalanceHelp } from './history/balance-help.js';
import { HistoryTools } from './history/history-tools.js';
import { KernelsLine } from './kernels.js';
import { Lesson } from './lesson/lesson.js';
import { RunLink } from './link.js';
import { LossHistory } from './loss-history.js';
import { Milestones } from './milestones.js';
import { FailureNotice, LoadingPanel } from './notice.js';
import { whenNear } from './near.js';
import { part } from './parts.js';
import { PlayTools } from './play/tools.js';
import { Readouts } from './readouts.js';
import { TrainingSession } from './session.js';
import { SettingsForm } from './settings.js';
import { suspectsOf } from './suspects.js';
import { ModuleWorkersMissing } from './trainer-client.js';
import { Transport } from './transport.js';
import { VerdictPanel } from './verdict.js';
import { ViewChoice } from './view-choice.js';
import { ADDRESS, hasStrangers, runIn, sentenceOf, wishesIn } from './wishes.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('./protocol.js').Run} Run
 * @typedef {import('./protocol.js').ReadyMessage} ReadyMessage
 * @typedef {import('./session.js').SessionEvents} SessionEvents
 * @typedef {import('./session.js').State} State
 */

/**
 * What a demo tells whoever holds it.
 * @typedef {object} DemoEvents
 * @property {(configuration: Configuration) => void} onReady the program is loaded, and the first run stands
 * @property {(run: Run) => void} onRun
 * @property {(state: State) => void} onState
 * @property {(error: { sentence: string, cause: string, detail: string }) => void} onError
 * @property {(sentence: string) => void} onComplaint something is asked for in vain
 * @property {(recovery: { cause: string, steps: number }) => void} onRecovered
 * @property {(checkpoint: import('./checkpoints.js').Checkpoint) => void} onCheckpoint
 * @property {(message: ProgressMessage) => void} onProgress
 * @property {(files: readonly File[]) => Promise<'run' | 'images'>} onFiles somebody wants them opened; rejects as {@link Demo.open}
 */

/**
 * What a demo is asked for.
 * @typedef {object} DemoWishes
 * @property {URLSearchParams} query a preset, settings by the names of their fields, `kernel` and `threads`, as in the page's address
 * @property {readonly import('./wishes.js').Complaint[]} complaints about what is asked for elsewhere
 * @property {string | null} home the page that a link to the run leads to; without one there is no link
 */

export class Demo {
  #messages;
  #query;
  #session;
  /** The run itself. */
  #losses = new LossHistory();
  #digits;
  #chart;
  /** Once somebody has come near. @type {import('./loss-table.js').LossTable | null} */
  #table = null;
  #readouts;
  #verdict;
  #milestones;
  #kernels;
  #loading;
  #notice;
  #transport;
  #settings;
  #link;
  #view;
  /** What is told and played with it. */
  #lesson;
  #past;
  #play;
  /** Once something has been dragged over it. @type {import('./drop-zone.js').DropZone | null} */
  #dropZone = null;
  #isFirstRun = true;
  #told;
  /** What the program says of itself. @type {ReadyMessage | null} */
  #program = null;
  /** A run stops after so many steps. @type {number | null} */
  maxSteps = null;

  /**
   * @param {HTMLElement} root that holds the parts named in index.html
   * @param {Messages} messages
   * @param {DemoWishes} wishes
   * @param {DemoEvents} told
   */
  constructor(root, messages, { query, home, complaints }, told) {
    const wishes = wishesIn(query, ADDRESS, document.baseURI);
    const flavour = /** @type {import('./protocol.js').Flavour | undefined} */ (wishes.values.get('kernel')) ?? null;
    const threads = Number(wishes.values.get('threads') ?? 0) || null;
    this.#query = query;
    this.#told = told;
    const settings = part(root, 'settings', HTMLFormElement);
    const verdict = part(root, 'verdict', HTMLElement);
    this.#messages = messages;
    this.#session = new TrainingSession(this.#events(), { flavour, threads, preset: query.get('preset') });
    this.#digits = new DigitGrid(part(root, 'digits', HTMLCanvasElement), part(root, 'digits-room', HTMLElement), messages);
    const balanceHelp = new BalanceHelp([...root.querySelectorAll('button.balance')]);
    this.#chart = new LossChart(part(root, 'chart', HTMLCanvasElement), this.#losses, messages, balanceHelp);
    const table = part(root, 'table', HTMLDetailsElement);
    whenNear(table, () => this.#furnishTable(table));
    this.#readouts = new Readouts(root, messages);
    this.#verdict = new VerdictPanel(verdict, messages);
    this.#milestones = new Milestones(verdict, messages);
    this.#kernels = new KernelsLine(part(root, 'kernels', HTMLElement), messages);
    this.#loading = new LoadingPanel(part(root, 'loading', HTMLElement), messages);
    this.#notice = new FailureNotice(part(root, 'failure', HTMLElement), messages, () => this.#retry());
    this.#transport = new Transport(root, messages, this.#transportActions());
    this.#settings = new SettingsForm(settings, messages, query, [...complaints, ...wishes.complaints], (differs) => this.#transport.mark(differs));
    this.#link = new RunLink(settings, messages, home);
    part(root, 'repeat-link', HTMLButtonElement).closest('li')?.toggleAttribute('hidden', home === null);
    this.#view = new ViewChoice(part(root, 'view', HTMLElement), messages, (chosen) => this.#session.show(chosen));
    this.#lesson = new Lesson(root, messages, this.#lessonActions());
    this.#past = new HistoryTools(root, messages, this.#pictures(), this.#pastActions());
    this.#play = new PlayTools(root, messages, this.#session);
    keepFilesOut(root);
    root.addEventListener('dragenter', () => this.#dropZone ?? this.#awaitDrop(root));
  }

  /** What the run is doing. */
  get session() {
    return this.#session;
  }

  /** Starts the program, and at first begins the run that was asked for where that is no preset. */
  async start() {
    try {
      await this.#session.start();
      if (this.#isFirstRun && this.#program) {
        this.#isFirstRun = false;
        await this.#tellIgnored();
        if (this.#settings.differs) await this.#reset();
      }
      const { configuration } = this.#session;
      if (configuration && this.#session.state !== 'failed') this.#told.onReady(configuration);
    } catch (error) {
      if (!(error instanceof ModuleWorkersMissing)) throw error;
      this.#showState('failed', { cause: 'browser', file: '', detail: '' });
    }
  }

  /** Trains until paused, or until as many steps have been taken as a run may have. */
  async train() {
    await this.#session.train(this.maxSteps);
  }

  /**
   * Begins another run.
   * @param {URLSearchParams} query a preset, or the default, with what it changes in that
   * @throws {Error} whose message says which setting is wrong; then the current run goes on
   */
  async runAs(query) {
    if (!this.#program) throw new Error(this.#messages.settings.refused);
    const { presets } = this.#program;
    const preset = presets.find(({ name }) => name === query.get('preset')) ?? presets[0];
    if (!preset) throw new Error(this.#messages.settings.refused);
    const { configuration, complaints } = runIn(query, preset.configuration, this.#program);
    const [complaint] = complaints;
    if (complaint) throw new RangeError(sentenceOf(complaint, this.#messages));
    const refusal = await this.#session.reset(configuration);
    if (refusal) throw new Error(refusal);
    this.#settings.adopt(configuration);
  }

  /**
   * The run as a file, the losses of the chart with it.
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   * @throws {Error} where no run stands
   */
  async checkpoint() {
    const checkpoint = await this.#session.checkpoint();
    if (!checkpoint) throw new Error(this.#messages.page.noRun);
    return checkpoint.file;
  }

  /**
   * Goes on with the run in a file.
   * @param {Uint8Array<ArrayBuffer>} file
   * @throws {Error} whose message says what is wrong with the file; then the current run goes on
   */
  async restore(file) {
    this.#insist(await this.#session.restore(file));
  }

  /**
   * Goes on with the run that a file holds, on the images that are given with it, if any are; or begins a new one on images, with the
   * settings in the form.
   * @param {readonly Blob[]} files
   * @returns {Promise<'run' | 'images'>} what they were
   * @throws {Error} whose message says why they cannot be opened; then the current run goes on
   */
  async open(files) {
    const { contentsOf } = await import('./intake.js');
    const { run, images } = await contentsOf(files, this.#messages);
    if (images) await this.#adopt(images, true, run);
    else if (run) await this.restore(run);
    return run ? 'run' : 'images';
  }

  /** The colours or sizes of the style sheet are others now. */
  restyle() {
    this.#chart.restyle();
  }

  /** Ends the worker. */
  close() {
    this.#session.close();
  }

  /** Says everything again, in the language of now. */
  relabel() {
    const run = [this.#digits, this.#chart, this.#table, this.#readouts, this.#verdict, this.#milestones, this.#kernels];
    const controls = [this.#loading, this.#notice, this.#transport, this.#settings, this.#link, this.#view];
    for (const view of [...run, ...controls, this.#lesson, this.#past, this.#play, this.#dropZone]) view?.relabel();
  }

  /** @param {HTMLDetailsElement} details */
  async #furnishTable(details) {
    const { LossTable } = await import('./loss-table.js');
    this.#table = new LossTable(details, this.#losses, this.#messages);
    this.#table.settle();
  }

  /** @returns {SessionEvents} */
  #events() {
    return {
      onState: (state, failure) => this.#showState(state, failure),
      onLoading: (message) => this.#loading.update(message),
      onReady: (message) => {
        this.#settings.open(message);
        this.#link.open(message.presets);
        this.#lesson.open(message);
        this.#past.open(message);
        this.#verdict.await(null);
        this.#program = message;
      },
      onKernels: (shown) => this.#kernels.show(shown),
      onJudge: (failure) => this.#verdict.await(failure),
      onRun: (run, manner) => this.#begin(run, manner),
      onRecovered: (failure) => this.#tellRecovery(failure),
      onCheckpoint: (checkpoint) => this.#told.onCheckpoint(checkpoint),
      onTurn: (turn) => this.#lesson.turnTo(turn),
      onProgress: (message) => this.#show(message),
    };
  }

  /** Says what is asked for in vain. */
  async #tellIgnored() {
    // Few addresses hold a name that means nothing, and only those fetch what tells whether it is misspelt.
    if (hasStrangers(this.#query)) this.#settings.ignore((await import('./misspelt.js')).misspeltIn(this.#query));
    for (const complaint of this.#settings.ignored) this.#told.onComplaint(sentenceOf(complaint, this.#messages));
  }

  #toggle() {
    return this.#session.state === 'training' ? this.#session.pause() : this.train();
  }

  #transportActions() {
    return { toggle: () => this.#toggle(), step: () => this.#session.step(), reset: () => this.#reset() };
  }

  /** @returns {import('./lesson/lesson.js').Actions} */
  #lessonActions() {
    return {
      toggle: () => this.#toggle(),
      turn: () => this.#session.turn(),
      pace: (millisecondsPerTurn) => this.#session.pace(millisecondsPerTurn),
      watch: (isWatched) => this.#session.watch(isWatched),
      run: (configuration) => this.#runWith(configuration),
    };
  }

  #pictures() {
    return { losses: this.#losses, chart: this.#chart, table: () => this.#table, digits: this.#digits };
  }

  /** @returns {import('./history/history-tools.js').Actions} */
  #pastActions() {
    return {
      run: (configuration) => this.#runWith(configuration),
      branch: (step) => this.#branch(step),
      home: {
        weights: () => this.#session.weights(),
        checkpoint: () => this.#session.checkpoint(),
        copyLink: () => this.#link.copy(),
        open: (files) => this.#open(files),
        useBundledImages: () => this.#useBundledImages(),
        usesOwnImages: () => this.#session.ownImages !== null,
      },
      onMoment: (step) => this.#play.travel(step),
    };
  }

  /** @param {HTMLElement} root */
  async #awaitDrop(root) {
    // Without a connection nothing comes; whatever is dragged next asks again.
    const { DropZone } = (await import('./drop-zone.js').catch(() => null)) ?? {};
    if (DropZone) this.#dropZone ??= new DropZone(root, this.#messages, (files) => this.#open(files));
  }

  /** @param {readonly File[]} files that somebody chose or dropped */
  #open(files) {
    return this.#outcomeOf(() => this.#told.onFiles(files));
  }

  #useBundledImages() {
    return this.#outcomeOf(async () => {
      const { bundledImages } = await import('./intake.js');
      await this.#adopt(await bundledImages(this.#messages), false);
      return 'bundled';
    });
  }

  /**
   * @param {() => Promise<keyof Messages['intake']['opened']>} open
   * @returns {Promise<() => string>} what came of it, in the language of the moment it is asked
   */
  async #outcomeOf(open) {
    try {
      const opened = await open();
      const { steps } = this.#session;
      return () => this.#messages.intake.opened[opened](steps);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return () => this.#messages.intake.refused(reason);
    }
  }

  /**
   * Goes on with a run on other images, or begins a new one, with the settings in the form.
   * @param {import('./trainer-client.js').Images} images
   * @param {boolean} areOwn
   * @param {Uint8Array<ArrayBuffer> | null} run
   */
  async #adopt(images, areOwn, run = null) {
    const configuration = run ? this.#session.configuration : this.#settings.read();
    if (!configuration) throw new Error(this.#messages.intake.refusals.settingsWrong);
    this.#insist(await this.#session.adopt(images, areOwn, configuration, run));
  }

  /**
   * @param {string | null} refusal of the session to begin another run
   * @throws {Error} where there is one
   */
  #insist(refusal) {
    if (refusal !== null) throw new Error(refusal || this.#messages.intake.refusals.lost);
  }

  /**
   * @param {Run} run
   * @param {import('./session.js').Manner} manner
   */
  #begin(run, manner) {
    const { configuration, samples } = run;
    const isBranch = manner === 'branch' || manner === 'reverted';
    this.#past.begin(run, manner);
    this.#losses.begin(samples.step, manner);
    if (samples.step > 0 && !isBranch) this.#losses.takeNumbers(run.history, samples.step);
    this.#settings.begin(configuration);
    this.#link.begin(configuration);
    this.#readouts.begin(run);
    this.#chart.begin(configuration.generatorLoss);
    this.#table?.settle();
    this.#verdict.begin();
    this.#milestones.begin();
    this.#view.begin(configuration);
    this.#digits.draw(samples);
    this.#lesson.begin(run, isBranch);
    this.#play.begin(run);
    this.#told.onRun(run);
  }

  /** @param {ProgressMessage} message */
  #show(message) {
    for (const { discriminatorLossReal, discriminatorLossFake, generatorLoss } of message.reports) {
      this.#losses.push(discriminatorLossReal + discriminatorLossFake, generatorLoss);
    }
    this.#readouts.show(message);
    this.#chart.draw();
    this.#table?.draw();
    if (message.samples) this.#digits.draw(message.samples);
    if (message.verdict) this.#verdict.show(message.verdict);
    this.#milestones.show(message.readable);
    this.#lesson.show(message);
    this.#past.show(message);
    this.#play.show(message);
    this.#told.onProgress(message);
  }

  /** @type {SessionEvents['onState']} */
  #showState(state, failure) {
    this.#transport.show(state, () => this.#sentenceOf(state));
    this.#lesson.state(state);
    if (state === 'loading') this.#loading.show();
    else this.#loading.hide();
    if (failure) this.#notice.show(this.#explained(failure), state === 'failed');
    else this.#notice.hide();
    if (failure) this.#past.stop(failure);
    if (state === 'paused') this.#settle();
    this.#told.onState(state);
    if (failure) this.#told.onError({ ...failure, sentence: this.#messages.failure[failure.cause](failure).sentence });
  }

  /**
   * @param {import('./protocol.js').Failure} failure
   * @returns {import('./protocol.js').Failure} with what may be to blame for it
   */
  #explained(failure) {
    const { configuration } = this.#session;
    return failure.cause === 'diverged' && configuration ? { ...failure, suspects: suspectsOf(configuration) } : failure;
  }

  /** @param {import('./protocol.js').Failure} failure after which the run goes on by itself */
  #tellRecovery(failure) {
    this.#notice.show(failure, false);
    this.#told.onRecovered({ cause: failure.cause, steps: failure.standsAt ?? 0 });
  }

  #settle() {
    this.#past.settle();
    this.#readouts.settle();
    this.#chart.describe();
    this.#table?.settle();
  }

  /** @param {State} state */
  #sentenceOf(state) {
    const { [state]: sentence } = this.#messages.state;
    return typeof sentence === 'function' ? sentence(this.#session.steps) : sentence;
  }

  async #reset() {
    const configuration = this.#settings.read();
    if (!configuration) return this.#transport.say(() => this.#messages.settings.refused);
    const refusal = await this.#session.reset(configuration);
    if (refusal) this.#settings.refuse(refusal);
    else if (this.#session.state === 'ready') this.#transport.say(() => this.#messages.state.reset(configuration.seed));
  }

  /**
   * Begins a run with another configuration, which the form then holds too, and trains.
   * @param {Configuration} configuration
   */
  async #runWith(configuration) {
    const refusal = await this.#session.reset(configuration);
    if (refusal) return refusal;
    this.#settings.adopt(configuration);
    await this.train();
    return null;
  }

  /**
   * Continues from a kept moment with the settings in the form.
   * @param {number} step
   */
  async #branch(step) {
    const { travel } = this.#messages.history;
    const configuration = this.#settings.read();
    if (!configuration) return travel.settingsWrong;
    const refusal = await this.#session.branch(step, configuration);
    if (refusal) return travel.refused(refusal);
    await this.train();
    return null;
  }

  #retry() {
    this.#transport.focus();
    this.start();
  }
}
