/**
 * The host of a trainer: fetches the program and the images, owns the trainer, and answers the page's messages (protocol.js).
 *
 * It knows neither a worker's scope nor a document, so that it can stand behind either (worker.js, page-port.js).
 */

import { anatomyOf, opinionOf, quizOf } from './answers.js';
import { knowsDigits } from './conditioning.js';
import { FailureError, download, failure, sourceOf } from './download.js';
import { startHelpers, threadCount } from './helpers.js';
import { LossHistory } from './loss-history.js';
import { startProgram } from './program.js';
import { read as readNotes, written as writtenNotes } from './run-notes.js';
import { TrainingLoop } from './training-loop.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').LoadMessage} LoadMessage
 * @typedef {import('./protocol.js').PageMessage} PageMessage
 * @typedef {import('./protocol.js').ResetMessage} ResetMessage
 * @typedef {import('./protocol.js').Run} Run
 * @typedef {import('./protocol.js').View} View
 * @typedef {import('./protocol.js').WorkerMessage} WorkerMessage
 * @typedef {import('./download.js').Source} Source
 * @typedef {import('./program.js').Program} Program
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Moment} Moment
 * @typedef {Extract<PageMessage, { kind: 'imagine' | 'ask' | 'quiz' | 'weights' }>} Inquiry
 */

/**
 * What a place gives a host, beside a way to post.
 * @typedef {object} Place
 * @property {(() => Worker) | null} [startHelper] starts a worker that can become a thread of the program (helper.js); where there is none,
 *   the build with threads does not run
 * @property {(turn: () => void) => void} [yieldThen] runs `turn` once the messages that wait have been heard
 * @property {number} [sliceMilliseconds] the longest stretch of steps between two of these
 */

/** Requests that take steps, whose numbers may turn out to be none. */
const STEPPING = ['train', 'step', 'turn', 'checkpoint'];
/** Between two progress messages where page and worker share the only processor: what is painted is taken from the training. */
const SHARED_PROCESSOR_INTERVAL_MILLISECONDS = 250;

export class TrainerHost {
  #post;
  #startHelper;
  #yieldThen;
  #sliceMilliseconds;
  /** Ends what is being fetched, and tells that nothing more is to be said. */
  #end = new AbortController();
  /** @type {Program | null} */
  #program = null;
  /** @type {InstanceType<Program['Dataset']> | null} */
  #dataset = null;
  /** @type {{ trainer: InstanceType<Program['Trainer']>, loop: TrainingLoop } | null} */
  #run = null;
  /** @type {InstanceType<Program['Judge']> | null} */
  #judge = null;
  /** Why nothing goes on here any more. @type {Failure | null} */
  #broken = null;

  /**
   * @param {(message: WorkerMessage, transfer: Transferable[]) => void} post says something to the page
   * @param {Place} place
   */
  constructor(post, { startHelper = null, yieldThen = yieldingByMessages(), sliceMilliseconds } = {}) {
    this.#post = (/** @type {WorkerMessage} */ message) => {
      if (!this.#end.signal.aborted) post(message, arraysOf(message));
    };
    this.#startHelper = startHelper;
    this.#yieldThen = yieldThen;
    this.#sliceMilliseconds = sliceMilliseconds;
  }

  /** @param {PageMessage} message from the page */
  async hear(message) {
    try {
      await this.#handle(message);
    } catch (error) {
      const { request } = message;
      if (!this.#run || this.#broken || isTrap(error) || !(error instanceof Error)) return this.#fail(request, error);
      if (!STEPPING.includes(message.kind)) return this.#post({ kind: 'refused', request, sentence: error.message });
      this.#goBack(error);
      if (message.kind === 'checkpoint') this.#post({ kind: 'refused', request, sentence: error.message });
      else this.#postState(request);
    }
  }

  /** Stops without another word, and gives the memory of the run back. */
  close() {
    this.#end.abort();
    this.#run?.loop.abandon();
    // A program that stopped in the middle of its work can no longer be asked for anything.
    if (this.#broken) return;
    this.#run?.loop.forget();
    for (const held of [this.#run?.trainer, this.#dataset, this.#judge]) held?.free();
  }

  /** @param {PageMessage} message */
  #handle(message) {
    switch (message.kind) {
      case 'ping':
        return this.#post({ kind: 'pong', request: message.request });
      case 'load':
        return this.#load(message);
      case 'reset':
        return this.#reset(message);
      case 'branch':
        return this.#branch(message);
      case 'restore':
        return this.#restore(message);
      case 'adopt':
        return this.#adopt(message);
    }
    if (this.#broken) throw new FailureError(this.#broken);
    const { trainer, loop } = present(this.#run);
    switch (message.kind) {
      case 'train':
        loop.train(message.until);
        break;
      case 'pause':
        loop.pause();
        break;
      case 'step':
        loop.step();
        break;
      case 'turn':
        loop.turn();
        break;
      case 'pace':
        loop.pace(message.millisecondsPerTurn);
        break;
      case 'watch':
        loop.watch(message.watched);
        break;
      case 'show':
        loop.show(possible(message, trainer.configuration));
        break;
      case 'checkpoint':
        return this.#post(this.#checkpoint(message));
      default:
        return this.#post(this.#answer(message));
    }
    this.#postState(message.request);
  }

  /** @param {number} request */
  #postState(request) {
    const { trainer, loop } = present(this.#run);
    const state = loop.training ? 'training' : 'paused';
    this.#post({ kind: 'state', request, state, stepsTaken: trainer.stepsTaken, nextTurn: nextTurnOf(trainer) });
  }

  /**
   * A file holds whole steps only.
   * @param {import('./protocol.js').CheckpointMessage} message
   * @returns {WorkerMessage}
   */
  #checkpoint({ request, finishesStep }) {
    const { trainer, loop } = present(this.#run);
    if (trainer.isHalfWay && !finishesStep) return { kind: 'refused', request, sentence: 'A step is half taken.' };
    loop.completeStep();
    const file = /** @type {Uint8Array<ArrayBuffer>} */ (trainer.checkpoint(loop.losses.toNumbers(), writtenNotes(loop.notes)));
    return { kind: 'checkpoint', request, file, stepsTaken: trainer.stepsTaken, nextTurn: nextTurnOf(trainer) };
  }

  /**
   * Questions to the run that change nothing of it.
   * @param {Inquiry} message
   * @returns {WorkerMessage}
   */
  #answer(message) {
    const { request } = message;
    const { trainer } = present(this.#run);
    switch (message.kind) {
      case 'imagine':
        return { kind: 'imagined', request, pixels: this.#imagine(message) };
      case 'ask':
        return { kind: 'opinion', request, opinion: opinionOf(trainer.ask(message.pixels, message.digit)) };
      case 'quiz':
        return { kind: 'quiz', request, quiz: quizOf(trainer.quiz()) };
      case 'weights':
        return { kind: 'weights', request, file: trainer.weights(JSON.stringify(trainer.configuration)) };
    }
  }

  /** @param {import('./protocol.js').ImagineMessage} message */
  #imagine({ at, shown, corners, points }) {
    const { trainer, loop } = present(this.#run);
    const digits = knowsDigits(trainer.configuration);
    const wished = /** @type {typeof corners} */ (corners.map(({ sample, digit }) => ({ sample, digit: digits ? digit : null })));
    const moment = at === null ? null : loop.past(at)?.handle;
    // A moment that has been forgotten since the page asked: the present takes its place.
    if (!moment) return trainer.imagine(shown, wished, new Float32Array(points));
    return trainer.imagineAt(/** @type {Moment} */ (moment), shown, wished, new Float32Array(points));
  }

  /** @param {LoadMessage} message */
  async #load(message) {
    const [started, images, labels] = await this.#loadTogether(message);
    if (this.#end.signal.aborted) return;
    const { program } = started;
    this.#program = program;
    const kernels = () => ({ flavour: started.flavour, threads: threadCount(started), passedOver: started.passedOver });
    if (this.#startHelper) startHelpers(started, message.threads, this.#startHelper, () => this.#post({ kind: 'kernels', kernels: kernels() }));
    this.#dataset = open(program, sourceOf(message.files, 'images'), images, labels);
    const [defaults, limits, presets] = [program.defaultConfiguration(), program.configurationLimits(), program.presets()];
    const preset = presets.find(({ name }) => name === message.preset)?.configuration;
    const { run, refusal } = this.#first(message, message.configuration ?? preset ?? defaults);
    const imageCount = this.#dataset.length;
    this.#post({ kind: 'ready', request: message.request, defaults, limits, presets, imageCount, kernels: kernels(), run, refusal });
    this.#callJudge(sourceOf(message.files, 'judge'));
  }

  /**
   * The first run: the one in the file, where there is one that can be gone on with.
   * @param {LoadMessage} message
   * @param {Configuration} configuration of a new one
   * @returns {{ run: Run, refusal: string | null }}
   */
  #first({ checkpoint, view }, configuration) {
    if (!checkpoint) return { run: this.#begin(configuration, view), refusal: null };
    try {
      return { run: this.#putFile(checkpoint, view), refusal: null };
    } catch (error) {
      if (isTrap(error) || !(error instanceof Error)) throw error;
      return { run: this.#begin(configuration, view), refusal: error.message };
    }
  }

  /**
   * Fetches the judge, which the training can do without.
   * @param {Source} source
   */
  async #callJudge(source) {
    try {
      const bytes = await download(source, () => {}, this.#end.signal);
      if (this.#end.signal.aborted) return;
      this.#judge = judgeOf(present(this.#program), bytes, source);
    } catch (error) {
      return error instanceof FailureError ? this.#post({ kind: 'judge', failure: error.failure }) : this.#fail(null, error);
    }
    this.#post({ kind: 'judge', failure: null });
    this.#assess();
  }

  /** Has the run judged from now on, if the judge is there. */
  #assess() {
    const judge = this.#judge;
    if (!judge || this.#broken) return;
    const { trainer, loop } = present(this.#run);
    try {
      loop.judgeWith((shown, count) => trainer.judge(judge, shown, count));
    } catch (error) {
      this.#fail(null, error);
    }
  }

  /**
   * The program, started, and both files of data. The first that fails ends the others: nothing can be done without any of them.
   * @param {LoadMessage} message
   */
  async #loadTogether({ files, flavour }) {
    const others = new AbortController();
    const { signal } = others;
    this.#end.signal.addEventListener('abort', () => others.abort());
    const progress = Array.from({ length: 3 }, () => ({ received: 0, total: /** @type {number | null} */ (null) }));
    const reportOf = (/** @type {number} */ index) => (/** @type {number} */ received, /** @type {number | null} */ total) => {
      progress[index] = { received, total };
      this.#post(loadingOf(progress));
    };
    try {
      return await Promise.all([
        startProgram({ files, flavour, hasHelpers: this.#startHelper !== null }, reportOf(0), signal),
        download(sourceOf(files, 'images'), reportOf(1), signal),
        download(sourceOf(files, 'labels'), reportOf(2), signal),
      ]);
    } finally {
      others.abort();
    }
  }

  /** @param {ResetMessage} message */
  #reset({ request, configuration, view }) {
    this.#replace(request, () => this.#begin(configuration, view));
  }

  /** @param {import('./protocol.js').BranchMessage} message */
  #branch({ request, step, configuration, view }) {
    this.#replace(request, () => {
      const { trainer, loop } = present(this.#run);
      const past = loop.past(step);
      if (!past) throw new Error(`The moment after step ${step} is no longer kept; choose another.`);
      const next = trainer.branch(/** @type {Moment} */ (past.handle), configuration);
      past.moments.cutAfter(step);
      return this.#put(next, view, past);
    });
  }

  /** @param {import('./protocol.js').RestoreMessage} message */
  #restore({ request, file, view }) {
    this.#replace(request, () => this.#putFile(file, view));
  }

  /** @param {import('./protocol.js').AdoptMessage} message */
  #adopt({ request, images, labels, configuration, checkpoint, view }) {
    this.#replace(request, () => {
      const dataset = new (present(this.#program).Dataset)(images, labels);
      try {
        const run = checkpoint ? this.#putFile(checkpoint, view, dataset) : this.#begin(configuration, view, dataset);
        // Runs share what they train on, so that none is left without it.
        this.#dataset?.free();
        this.#dataset = dataset;
        return run;
      } catch (error) {
        if (!isTrap(error)) dataset.free();
        throw error;
      }
    });
  }

  /**
   * The run that a file holds in the place of the current one, which stays as it is when the file is refused.
   * @param {Uint8Array} file
   * @param {View} view
   * @param {InstanceType<Program['Dataset']>} [dataset] that it goes on with
   * @returns {Run}
   */
  #putFile(file, view, dataset = present(this.#dataset)) {
    const restored = present(this.#program).Trainer.restore(file, dataset);
    const { notes, history } = restored;
    const trainer = restored.take();
    const losses = new LossHistory();
    losses.takeNumbers(history, trainer.stepsTaken);
    this.#run?.loop.forget();
    return { ...this.#put(trainer, view, { ...readNotes(notes, trainer.stepsTaken), losses }), history };
  }

  /**
   * Puts the run as it was last kept in the place of the one whose numbers are none any more.
   * @param {Error} error
   */
  #goBack(error) {
    const { trainer, loop } = present(this.#run);
    loop.abandon();
    const past = loop.past(loop.latestKept);
    if (!past) return this.#fail(null, error);
    const run = this.#put(trainer.branch(/** @type {Moment} */ (past.handle), trainer.configuration), loop.view, past);
    const { failure: told } = failure('diverged', '', error);
    this.#post({ kind: 'reverted', run, failure: { ...told, standsAt: run.samples.step } });
    this.#assess();
  }

  /**
   * Puts another run in the place of the current one, which goes on when the other is refused.
   * @param {number} request
   * @param {() => Run} beginOther
   */
  #replace(request, beginOther) {
    if (this.#broken) throw new FailureError(this.#broken);
    /** @type {Run} */
    let run;
    try {
      run = beginOther();
    } catch (error) {
      if (isTrap(error) || !(error instanceof Error)) throw error;
      return this.#post({ kind: 'refused', request, sentence: error.message });
    }
    this.#post({ kind: 'began', request, run });
    this.#assess();
  }

  /**
   * A new run in the place of the current one, which stays as it is when the configuration is refused.
   * @param {Configuration} configuration
   * @param {View} view
   * @returns {Run}
   */
  #begin(configuration, view, dataset = present(this.#dataset)) {
    const program = present(this.#program);
    const next = new program.Trainer(configuration, dataset);
    this.#run?.loop.forget();
    return this.#put(next, view);
  }

  /**
   * @param {InstanceType<Program['Trainer']>} trainer
   * @param {View} wished
   * @param {import('./training-loop.js').Past} [past] of a run that is continued
   * @returns {Run}
   */
  #put(trainer, wished, past) {
    const view = possible(wished, trainer.configuration);
    const samples = { step: trainer.stepsTaken, view, pixels: trainer.samples(view.shown, view.digit) };
    const before = this.#run;
    before?.loop.abandon();
    before?.trainer.free();
    const loop = new TrainingLoop({
      trainer,
      view,
      post: this.#post,
      fail: (error) => this.#stumble(error),
      yieldThen: this.#yieldThen,
      wait: (turn, milliseconds) => setTimeout(turn, milliseconds),
      look: () => anatomyOf(trainer.anatomy()),
      keep: () => trainer.keep(),
      past,
      manner: before?.loop.manner,
      sliceMilliseconds: this.#sliceMilliseconds,
      ...(navigator.hardwareConcurrency === 1 && { progressInterval: SHARED_PROCESSOR_INTERVAL_MILLISECONDS }),
    });
    this.#run = { trainer, loop };
    if (!past?.moments) loop.keepBeginning();
    const { elapsedMilliseconds, milestones } = loop.notes;
    return { configuration: trainer.configuration, samples, elapsedMilliseconds, milestones, history: null };
  }

  /** @param {unknown} error that a step has thrown */
  #stumble(error) {
    try {
      if (isTrap(error) || !(error instanceof Error)) throw error;
      this.#goBack(error);
    } catch (worse) {
      this.#fail(null, worse);
    }
  }

  /**
   * Stops for good.
   * @param {number | null} request that failed
   * @param {unknown} error
   */
  #fail(request, error) {
    this.#run?.loop.abandon();
    this.#broken = failureOf(error);
    this.#post({ kind: 'failed', request, failure: this.#broken });
  }
}

/**
 * Puts a host behind a channel to the page: a worker's own scope, or a port. It says `listening` at once.
 * @param {Pick<MessagePort, 'addEventListener' | 'postMessage'>} channel
 * @param {Place} [place]
 */
export function hostBehind(channel, place) {
  const host = new TrainerHost((message, transfer) => channel.postMessage(message, transfer), place);
  channel.addEventListener('message', (event) => void host.hear(/** @type {MessageEvent<PageMessage>} */ (event).data));
  channel.postMessage(/** @satisfies {WorkerMessage} */ ({ kind: 'listening' }));
  return host;
}

/**
 * The page asks for nothing else before everything is loaded.
 * @template Part
 * @param {Part | null} part
 * @returns {Part}
 */
function present(part) {
  if (part === null) throw new TypeError('nothing is loaded yet');
  return part;
}

/**
 * @param {{ received: number, total: number | null }[]} progress of each file
 * @returns {WorkerMessage}
 */
function loadingOf(progress) {
  let receivedBytes = 0;
  /** @type {number | null} */
  let totalBytes = 0;
  for (const { received, total } of progress) {
    receivedBytes += received;
    totalBytes = totalBytes === null || total === null ? null : totalBytes + total;
  }
  return { kind: 'loading', receivedBytes, totalBytes };
}

/**
 * @param {Program} program
 * @param {Source} source of the images, which are told of where the two do not fit together
 * @param {Uint8Array} images
 * @param {Uint8Array} labels
 */
function open(program, source, images, labels) {
  try {
    return new program.Dataset(images, labels);
  } catch (error) {
    throw isTrap(error) ? error : failure('data', source.name, error);
  }
}

/**
 * @param {Program} program
 * @param {Uint8Array} bytes
 * @param {Source} source
 */
function judgeOf(program, bytes, source) {
  try {
    return new program.Judge(bytes);
  } catch (error) {
    throw isTrap(error) ? error : failure('data', source.name, error);
  }
}

/**
 * @param {InstanceType<Program['Trainer']>} trainer
 * @returns {import('./protocol.js').Turn}
 */
function nextTurnOf(trainer) {
  return trainer.isHalfWay ? 'generator' : 'discriminator';
}

/**
 * A digit can be asked for only where the networks are told labels.
 * @param {View} view
 * @param {Configuration} configuration
 * @returns {View}
 */
function possible({ shown, digit }, configuration) {
  return { shown, digit: knowsDigits(configuration) ? digit : null };
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (error instanceof FailureError) return error.failure;
  const { dcganPanic } = /** @type {{ dcganPanic?: string }} */ (globalThis);
  if (dcganPanic) return failure('trapped', '', dcganPanic).failure;
  return failure(isOutOfMemory(error) ? 'memory' : 'trapped', '', error).failure;
}

/**
 * Whether the program broke off for want of memory. It does without a word, where any other way of breaking off is a panic, which has
 * told what happened; or it was given none to begin with.
 * @param {unknown} error
 */
function isOutOfMemory(error) {
  if (error instanceof RangeError) return /memory|allocat/i.test(error.message);
  return error instanceof WebAssembly.RuntimeError && /unreachable/.test(error.message);
}

/**
 * Whether the program stopped in the middle of something: it broke off, ran out of memory, or overran its stack.
 * @param {unknown} error
 */
function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** A message of one's own comes after those that wait, and unlike a timer is not slowed to four milliseconds. */
function yieldingByMessages() {
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const turns = [];
  port1.onmessage = () => turns.shift()?.();
  return (/** @type {() => void} */ turn) => {
    turns.push(turn);
    port2.postMessage(null);
  };
}

/**
 * Large arrays are handed over, not copied.
 * @param {WorkerMessage} message
 * @returns {Transferable[]}
 */
function arraysOf(message) {
  switch (message.kind) {
    case 'ready':
    case 'began':
      return [message.run.samples.pixels.buffer];
    case 'progress':
      return [message.samples, message.kept?.samples].flatMap((samples) => samples?.pixels.buffer ?? []);
    case 'imagined':
      return [message.pixels.buffer];
    case 'weights':
    case 'checkpoint':
      return [message.file.buffer];
    default:
      return [];
  }
}
