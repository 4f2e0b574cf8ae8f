/** The page's end of the training worker: requests as promises, everything unasked as notifications. */

import { ModuleWorkersMissing } from './module-worker.js';
import { supply } from './supply.js';
import { Watchdog } from './watchdog.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').PageMessage} PageMessage
 * @typedef {import('./protocol.js').WorkerMessage} WorkerMessage
 * @typedef {import('./protocol.js').BeganMessage} BeganMessage
 * @typedef {import('./protocol.js').ReadyMessage} ReadyMessage
 * @typedef {import('./protocol.js').StateMessage} StateMessage
 * @typedef {import('./protocol.js').View} View
 */

/**
 * What the worker says unasked.
 * @typedef {object} Notifications
 * @property {(message: import('./protocol.js').LoadingMessage) => void} onLoading
 * @property {(kernels: import('./protocol.js').Kernels) => void} onKernels
 * @property {(message: import('./protocol.js').ProgressMessage) => void} onProgress
 * @property {(stepsTaken: number) => void} [onRested]
 * @property {(failure: Failure | null) => void} onJudge
 * @property {(message: import('./protocol.js').RevertedMessage) => void} [onReverted]
 * @property {(failure: Failure) => void} onFailure
 */

export { ModuleWorkersMissing };

/** The worker refused a configuration or a file; the message is the sentence that says why. */
export class Refused extends Error {}

/** The request failed; `onFailure` tells why. */
export class RequestLost extends Error {}

/**
 * What of the training is asked for, beside the configuration; `null` leaves the choice to the worker.
 * @typedef {Pick<import('./protocol.js').LoadMessage, 'flavour' | 'threads' | 'preset'>} Choice
 */

/** Requests after which steps may take longer than before. */
const LENGTHY = ['reset', 'branch', 'restore', 'adopt'];

/** Images to train on, and their labels, each an IDX file. @typedef {{ images: Uint8Array<ArrayBuffer>, labels: Uint8Array<ArrayBuffer> }} Images */

/** @type {View} */
export const USUAL_VIEW = { shown: 'average', digit: null };

/**
 * Several requests may be under way at once; the worker answers them in order.
 */
export class TrainerClient {
  #port;
  #notifications;
  #choice;
  #requests = 0;
  #isClosed = false;
  /** @type {Map<number, { resolve: (message: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #watchdog;

  /**
   * @param {Notifications} notifications
   * @param {Choice} choice
   */
  constructor(notifications, choice = { flavour: null, threads: null, preset: null }) {
    this.#notifications = notifications;
    this.#choice = choice;
    this.#port = supply.startWorker();
    this.#port.addEventListener('message', (event) => this.#hear(event.data));
    this.#port.addEventListener('error', (event) => {
      event.preventDefault();
      this.#lose({ cause: 'worker', file: 'www/worker.js', detail: event.message ?? '' });
    });
    this.#watchdog = new Watchdog({
      ping: () => this.#port.postMessage({ kind: 'ping', request: ++this.#requests }),
      onSilence: () => this.#lose({ cause: 'silent', file: '', detail: '' }),
    });
  }

  /** @param {Failure} failure of a worker that answers nothing any more */
  #lose(failure) {
    if (this.#isClosed) return;
    this.close();
    this.#notifications.onFailure(failure);
  }

  /**
   * Loads everything and begins a run, or goes on with one.
   * @param {Configuration | null} configuration `null` for that of the preset
   * @param {View} view
   * @param {Uint8Array | null} checkpoint the run to go on with
   * @param {Images | null} images to train on in the place of the bundled ones
   * @returns {Promise<ReadyMessage>}
   */
  async load(configuration, view = USUAL_VIEW, checkpoint = null, images = null) {
    const files = { ...(await this.#files()), ...images };
    if (this.#isClosed) throw new RequestLost();
    const loaded = this.#ask({ kind: 'load', request: ++this.#requests, files, ...this.#choice, configuration, checkpoint, view });
    this.#watchdog.begin();
    return loaded;
  }

  /**
   * @param {number | null} until the step after which training stops by itself
   * @returns {Promise<StateMessage>} once training has begun
   */
  train(until = null) {
    return this.#ask({ kind: 'train', request: ++this.#requests, until });
  }

  /** @returns {Promise<StateMessage>} once training has stopped and all its progress has been told */
  pause() {
    return this.#ask({ kind: 'pause', request: ++this.#requests });
  }

  /** @returns {Promise<StateMessage>} once exactly one more step has been taken and told */
  step() {
    return this.#ask({ kind: 'step', request: ++this.#requests });
  }

  /**
   * Begins another run; rejects with {@link Refused} and leaves the current one alone if it cannot.
   * @param {Configuration} configuration
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  reset(configuration, view = USUAL_VIEW) {
    return this.#ask({ kind: 'reset', request: ++this.#requests, configuration, view });
  }

  /**
   * Draws with other weights or another digit from now on.
   * @param {View} view
   * @returns {Promise<StateMessage>} once images drawn so have been told
   */
  show(view) {
    return this.#ask({ kind: 'show', request: ++this.#requests, ...view });
  }

  /** @returns {Promise<StateMessage>} once the next half of a step has been taken and told */
  turn() {
    return this.#ask({ kind: 'turn', request: ++this.#requests });
  }

  /**
   * @param {number | null} millisecondsPerTurn
   * @returns {Promise<StateMessage>}
   */
  pace(millisecondsPerTurn) {
    return this.#ask({ kind: 'pace', request: ++this.#requests, millisecondsPerTurn });
  }

  /**
   * @param {boolean} watched
   * @returns {Promise<StateMessage>}
   */
  watch(watched) {
    return this.#ask({ kind: 'watch', request: ++this.#requests, watched });
  }

  /**
   * Continues from a kept moment; rejects with {@link Refused} and leaves the current run alone if it cannot.
   * @param {number} step
   * @param {Configuration} configuration
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  branch(step, configuration, view) {
    return this.#ask({ kind: 'branch', request: ++this.#requests, step, configuration, view });
  }

  /**
   * @param {Omit<import('./protocol.js').ImagineMessage, 'kind' | 'request'>} wish
   * @returns {Promise<import('./protocol.js').ImaginedMessage>}
   */
  imagine(wish) {
    return this.#ask({ kind: 'imagine', request: ++this.#requests, ...wish });
  }

  /**
   * @param {Uint8Array} pixels
   * @param {number | null} digit
   * @returns {Promise<import('./protocol.js').OpinionMessage>}
   */
  askDiscriminator(pixels, digit) {
    return this.#ask({ kind: 'ask', request: ++this.#requests, pixels, digit });
  }

  /** @returns {Promise<import('./protocol.js').QuizAnswerMessage>} */
  quiz() {
    return this.#ask({ kind: 'quiz', request: ++this.#requests });
  }

  /** @returns {Promise<import('./protocol.js').WeightsFileMessage>} */
  weights() {
    return this.#ask({ kind: 'weights', request: ++this.#requests });
  }

  /**
   * @param {boolean} finishesStep whether a step that is half taken is finished first; else it rejects with {@link Refused}
   * @returns {Promise<import('./protocol.js').CheckpointFileMessage>}
   */
  checkpoint(finishesStep) {
    return this.#ask({ kind: 'checkpoint', request: ++this.#requests, finishesStep });
  }

  /**
   * Continues from a file; rejects with {@link Refused} and leaves the current run alone if it cannot.
   * @param {Uint8Array} file
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  restore(file, view) {
    return this.#ask({ kind: 'restore', request: ++this.#requests, file, view });
  }

  /**
   * Begins another run on other images; rejects with {@link Refused} and leaves the current one alone if it cannot.
   * @param {Images} images
   * @param {Configuration} configuration of a new one
   * @param {Uint8Array | null} checkpoint the run to go on with; `null` for a new one
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  adopt({ images, labels }, configuration, checkpoint, view) {
    return this.#ask({ kind: 'adopt', request: ++this.#requests, images, labels, configuration, checkpoint, view });
  }

  /** Ends the worker, whatever it is doing. */
  close() {
    this.#isClosed = true;
    this.#watchdog.end();
    this.#port.terminate();
    this.#loseRequests();
  }

  async #files() {
    try {
      return await supply.files();
    } catch (error) {
      if (!this.#isClosed) this.#notifications.onFailure({ cause: 'data', file: '', detail: error instanceof Error ? error.message : String(error) });
      throw new RequestLost();
    }
  }

  /**
   * @param {PageMessage} message
   * @returns {Promise<any>}
   */
  #ask(message) {
    if (this.#isClosed) return Promise.reject(new RequestLost());
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.request, { resolve, reject });
      if (LENGTHY.includes(message.kind)) this.#watchdog.relax();
      this.#port.postMessage(message);
    });
  }

  /** @param {WorkerMessage} message */
  #hear(message) {
    if (this.#isClosed) return;
    switch (message.kind) {
      case 'listening':
        return;
      case 'pong':
        return this.#watchdog.hear();
      case 'reverted':
        return this.#notifications.onReverted?.(message);
      case 'loading':
        return this.#notifications.onLoading(message);
      case 'kernels':
        return this.#notifications.onKernels(message.kernels);
      case 'judge':
        return this.#notifications.onJudge(message.failure);
      case 'progress':
        return this.#notifications.onProgress(message);
      case 'rested':
        return this.#notifications.onRested?.(message.stepsTaken);
      case 'failed':
        if (message.request !== null) this.#settle(message.request)?.reject(new RequestLost());
        return this.#notifications.onFailure(message.failure);
      case 'refused':
        return this.#settle(message.request)?.reject(new Refused(message.sentence));
      default:
        return this.#settle(message.request)?.resolve(message);
    }
  }

  /** @param {number} request */
  #settle(request) {
    const promise = this.#waiting.get(request);
    this.#waiting.delete(request);
    return promise;
  }

  #loseRequests() {
    for (const { reject } of this.#waiting.values()) reject(new RequestLost());
    this.#waiting.clear();
  }
}
