/** `dcgan-wasm`: a run, driven from one's own code without anything on the page. */

import { configured, optionsOf } from './asked.js';
import { Refused, RequestLost, TrainerClient, USUAL_VIEW } from '../../www/trainer-client.js';

/**
 * @typedef {import('../types/index.js').Run} Run
 * @typedef {import('../types/index.js').RunEvents} RunEvents
 * @typedef {import('../types/index.js').RunOptions} RunOptions
 * @typedef {import('../types/index.js').Samples} Samples
 * @typedef {import('../types/index.js').TrainOptions} TrainOptions
 * @typedef {import('../../www/protocol.js').Configuration} Configuration
 * @typedef {import('../../www/protocol.js').Failure} Failure
 * @typedef {import('../../www/protocol.js').StepReport} StepReport
 */

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export class RunError extends Error {
  /** @param {Failure} failure */
  constructor({ cause, file, detail }) {
    super(`The run cannot go on (${[cause, file].filter((word) => word !== '').join(', ')}): ${detail}`, { cause });
    this.name = 'RunError';
    this.file = file;
  }
}

/**
 * @param {RunOptions} [options]
 * @returns {Promise<Run>}
 */
export async function createRun(options = {}) {
  const asked = optionsOf(options);
  const run = new WorkerRun(asked);
  try {
    await run.load(asked);
  } catch (error) {
    run.close();
    throw error;
  }
  return run;
}

/** @implements {Run} */
class WorkerRun {
  #client;
  /** @type {{ [Name in keyof RunEvents]: Set<(told: RunEvents[Name]) => void> }} */
  #listeners = { step: new Set(), samples: new Set(), verdict: new Set(), readable: new Set(), kernel: new Set() };
  /** @type {import('../../www/protocol.js').ReadyMessage | null} */
  #ready = null;
  /** @type {Configuration | null} */
  #configuration = null;
  /** @type {Samples | null} */
  #samples = null;
  #kernel = { kernel: /** @type {import('../types/index.js').Kernel} */ ('simd128'), threads: 1 };
  #steps = 0;
  #milestones = 0;
  #isTraining = false;
  /** @type {RunError | null} */
  #failure = null;
  /** Whoever waits for training to stop. @type {(() => void)[]} */
  #waiting = [];

  /** @param {RunOptions} options */
  constructor({ preset, kernel, threads, onLoading }) {
    this.#client = new TrainerClient(
      {
        onLoading: ({ receivedBytes, totalBytes }) => onLoading?.({ receivedBytes, totalBytes }),
        onKernels: (kernels) => this.#tell('kernel', this.#runsOn(kernels)),
        onProgress: (message) => this.#progress(message),
        onRested: () => this.#rest(),
        onJudge: () => {},
        onReverted: ({ run, failure }) => {
          this.#begin(run);
          this.#failure = new RunError(failure);
          this.#rest();
        },
        onFailure: (failure) => {
          this.#failure = new RunError(failure);
          this.#rest();
        },
      },
      { flavour: kernel ?? null, threads: threads ?? null, preset: preset ?? null },
    );
  }

  get configuration() {
    return loaded(this.#configuration);
  }

  get steps() {
    return this.#steps;
  }

  get isTraining() {
    return this.#isTraining;
  }

  get kernel() {
    return this.#kernel;
  }

  get presets() {
    return loaded(this.#ready).presets;
  }

  get limits() {
    return loaded(this.#ready).limits;
  }

  get imageCount() {
    return loaded(this.#ready).imageCount;
  }

  /** @param {RunOptions} options */
  async load(options) {
    this.#ready = await this.#asked(this.#client.load(null));
    this.#runsOn(this.#ready.kernels);
    this.#begin(this.#ready.run);
    if (options.preset !== undefined || options.seed !== undefined || options.settings) await this.reset(options);
  }

  /** @param {TrainOptions} [options] */
  async train({ until, signal } = {}) {
    if (until !== undefined && !Number.isSafeInteger(until)) throw new RangeError('until is a whole number of steps.');
    signal?.throwIfAborted();
    const pause = () => void this.pause();
    signal?.addEventListener('abort', pause, { once: true });
    try {
      this.#isTraining = true;
      const { state } = await this.#asked(this.#client.train(until ?? null));
      if (state === 'paused') this.#rest();
      while (this.#isTraining) await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
      if (this.#failure) throw this.#takeFailure();
      return this.#steps;
    } finally {
      signal?.removeEventListener('abort', pause);
    }
  }

  /** @param {TrainOptions} [options] */
  async *trained(options) {
    /** @type {StepReport[]} */
    const reports = [];
    let wake = () => {};
    const stop = this.on('step', (told) => {
      reports.push(...told.reports);
      wake();
    });
    let isOver = false;
    const training = this.train(options).finally(() => {
      isOver = true;
      wake();
    });
    // What it rejects with is thrown by the loop below.
    training.catch(() => {});
    try {
      for (;;) {
        for (let report = reports.shift(); report; report = reports.shift()) yield report;
        if (isOver) break;
        await new Promise((resolve) => (wake = () => resolve(undefined)));
      }
      await training;
    } finally {
      stop();
      if (!isOver) await this.pause();
    }
  }

  async pause() {
    if (this.#failure) return;
    await this.#asked(this.#client.pause());
    this.#rest();
  }

  async step(count = 1) {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError('step() takes a whole number of steps, 1 or more.');
    await this.pause();
    const reports = [];
    for await (const report of this.trained({ until: this.#steps + count })) reports.push(report);
    return reports;
  }

  /** @param {{ weights?: 'average' | 'raw', digit?: number | null }} [options] */
  async samples({ weights = 'average', digit = null } = {}) {
    if (!['average', 'raw'].includes(weights)) throw new RangeError('weights is average or raw.');
    if (digit !== null && !DIGITS.includes(digit)) throw new RangeError('digit is a whole number from 0 to 9, or null.');
    await this.#asked(this.#client.show({ shown: weights, digit }));
    return loaded(this.#samples);
  }

  /** @param {Pick<RunOptions, 'preset' | 'seed' | 'settings'>} [options] */
  async reset(options = {}) {
    const { preset, seed, settings = {} } = optionsOf(options);
    const found = this.presets.find(({ name }) => name === (preset ?? this.presets[0]?.name));
    if (!found) throw new RangeError(`There is no such preset; choose one of ${this.presets.map(({ name }) => name).join(', ')}.`);
    const configuration = configured(configured(found.configuration, settings, this.limits), { seed }, this.limits);
    const { run } = await this.#asked(this.#client.reset(configuration));
    this.#begin(run);
    this.#rest();
  }

  async checkpoint() {
    return (await this.#asked(this.#client.checkpoint(true))).file;
  }

  /** @param {Uint8Array | ArrayBuffer | Blob} file */
  async restore(file) {
    const isFile = file instanceof Blob || file instanceof ArrayBuffer || ArrayBuffer.isView(file);
    if (!isFile) throw new TypeError('restore() takes a file: bytes or a Blob.');
    const bytes = new Uint8Array(file instanceof Blob ? await file.arrayBuffer() : file);
    const { run } = await this.#asked(this.#client.restore(bytes, USUAL_VIEW));
    this.#begin(run);
    this.#rest();
  }

  async weights() {
    return (await this.#asked(this.#client.weights())).file;
  }

  /**
   * @template {keyof RunEvents} Name
   * @param {Name} event
   * @param {(told: RunEvents[Name]) => void} listener
   */
  on(event, listener) {
    const listeners = this.#listeners[event];
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  close() {
    this.#client.close();
    this.#rest();
  }

  /**
   * @template Answer
   * @param {Promise<Answer>} answer
   * @returns {Promise<Answer>}
   */
  async #asked(answer) {
    if (this.#failure) throw this.#takeFailure();
    try {
      return await answer;
    } catch (error) {
      if (error instanceof RequestLost) throw this.#failure ?? new Error('The run was closed.');
      throw error instanceof Refused ? new RangeError(error.message) : error;
    }
  }

  /** What a run goes on from is told once; anything else is its end. */
  #takeFailure() {
    const failure = /** @type {RunError} */ (this.#failure);
    if (failure.cause === 'diverged') this.#failure = null;
    return failure;
  }

  /** @param {import('../../www/protocol.js').Run} run */
  #begin({ configuration, samples, milestones }) {
    this.#configuration = configuration;
    this.#samples = samples;
    this.#steps = samples.step;
    this.#milestones = milestones.length;
    this.#failure = null;
  }

  /** @param {import('../../www/protocol.js').ProgressMessage} message */
  #progress({ reports, samples, verdict, readable, elapsedMilliseconds, stepsPerSecond }) {
    this.#steps = reports.at(-1)?.step ?? this.#steps;
    if (reports.length > 0) this.#tell('step', { steps: this.#steps, reports, elapsedMilliseconds, stepsPerSecond });
    if (samples) {
      this.#samples = { step: samples.step, pixels: samples.pixels };
      this.#tell('samples', this.#samples);
    }
    if (verdict) this.#tell('verdict', verdict);
    for (const milestone of readable.slice(this.#milestones)) this.#tell('readable', milestone);
    this.#milestones = readable.length;
  }

  /** @param {import('../../www/protocol.js').Kernels} kernels */
  #runsOn({ flavour, threads }) {
    this.#kernel = { kernel: flavour, threads };
    return this.#kernel;
  }

  /** Training has stopped. */
  #rest() {
    this.#isTraining = false;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /**
   * @template {keyof RunEvents} Name
   * @param {Name} event
   * @param {RunEvents[Name]} told
   */
  #tell(event, told) {
    for (const listener of this.#listeners[event]) listener(told);
  }
}

/**
 * @template Value
 * @param {Value | null} value
 * @returns {Value}
 */
function loaded(value) {
  if (value === null) throw new TypeError('nothing is loaded yet');
  return value;
}
