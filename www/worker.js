/** The training worker: fetches the program and the images, owns the trainer, and answers the page's messages (protocol.js). */

import { anatomyOf, opinionOf, quizOf } from './answers.js';
import { knowsDigits } from './conditioning.js';
import { FailureError, download, failure } from './download.js';
import { startHelpers, threadCount } from './helpers.js';
import { startProgram } from './program.js';
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
 * @typedef {import('./program.js').Program} Program
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Moment} Moment
 * @typedef {Extract<PageMessage, { kind: 'imagine' | 'ask' | 'quiz' | 'weights' }>} Inquiry
 */

/** Between two progress messages where page and worker share the only processor: what is painted is taken from the training. */
const SHARED_PROCESSOR_INTERVAL_MILLISECONDS = 250;

/** @type {Program} */
let program;
/** @type {InstanceType<Program['Dataset']>} */
let dataset;
/** @type {InstanceType<Program['Trainer']>} */
let trainer;
/** @type {TrainingLoop} */
let loop;
/** @type {InstanceType<Program['Judge']> | null} */
let judge = null;
/**
 * Why the run cannot go on, until another begins.
 * @type {Failure | null}
 */
let broken = null;

self.addEventListener('message', async (/** @type {MessageEvent<PageMessage>} */ event) => {
  const message = event.data;
  try {
    await handle(message);
  } catch (error) {
    fail(message.request, error);
  }
});

/** @param {PageMessage} message */
function handle(message) {
  switch (message.kind) {
    case 'load':
      return load(message);
    case 'reset':
      return reset(message);
    case 'branch':
      return branch(message);
  }
  if (broken) throw new FailureError(broken);
  switch (message.kind) {
    case 'train':
      loop.train();
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
    default:
      return post(answer(message));
  }
  const state = loop.training ? 'training' : 'paused';
  post({ kind: 'state', request: message.request, state, stepsTaken: trainer.stepsTaken, nextTurn: nextTurn() });
}

/** @returns {import('./protocol.js').Turn} */
function nextTurn() {
  return trainer.isHalfWay ? 'generator' : 'discriminator';
}

/**
 * Questions to the run that change nothing of it.
 * @param {Inquiry} message
 * @returns {WorkerMessage}
 */
function answer(message) {
  const { request } = message;
  switch (message.kind) {
    case 'imagine':
      return { kind: 'imagined', request, pixels: imagine(message) };
    case 'ask':
      return { kind: 'opinion', request, opinion: opinionOf(trainer.ask(message.pixels, message.digit)) };
    case 'quiz':
      return { kind: 'quiz', request, quiz: quizOf(trainer.quiz()) };
    case 'weights':
      return { kind: 'weights', request, file: trainer.weights(JSON.stringify(trainer.configuration)) };
  }
}

/** @param {import('./protocol.js').ImagineMessage} message */
function imagine({ at, shown, corners, points }) {
  const digits = knowsDigits(trainer.configuration);
  const wished = /** @type {typeof corners} */ (corners.map(({ sample, digit }) => ({ sample, digit: digits ? digit : null })));
  const moment = at === null ? null : loop.past(at)?.handle;
  // A moment that has been forgotten since the page asked: the present takes its place.
  if (!moment) return trainer.imagine(shown, wished, new Float32Array(points));
  return trainer.imagineAt(/** @type {Moment} */ (moment), shown, wished, new Float32Array(points));
}

/** @param {LoadMessage} message */
async function load(message) {
  const [started, images, labels] = await loadTogether(message);
  program = started.program;
  const kernels = () => ({ flavour: started.flavour, threads: threadCount(started), passedOver: started.passedOver });
  startHelpers(started, message.threads, () => post({ kind: 'kernels', kernels: kernels() }));
  dataset = open(message, images, labels);
  const [defaults, limits, presets] = [program.defaultConfiguration(), program.configurationLimits(), program.presets()];
  const preset = presets.find(({ name }) => name === message.preset)?.configuration;
  const run = begin(message.configuration ?? preset ?? defaults, message.view);
  post({ kind: 'ready', request: message.request, defaults, limits, presets, imageCount: dataset.length, kernels: kernels(), run });
  callJudge(message.judge);
}

/**
 * Fetches the judge, which the training can do without.
 * @param {string} address
 */
async function callJudge(address) {
  try {
    judge = judgeOf(await download(address, () => {}), address);
  } catch (error) {
    return error instanceof FailureError ? post({ kind: 'judge', failure: error.failure }) : fail(null, error);
  }
  post({ kind: 'judge', failure: null });
  assess();
}

/**
 * @param {Uint8Array} bytes
 * @param {string} address
 */
function judgeOf(bytes, address) {
  try {
    return new program.Judge(bytes);
  } catch (error) {
    throw isTrap(error) ? error : failure('data', address, error);
  }
}

/** Has the run judged from now on, if the judge is there. */
function assess() {
  const present = judge;
  if (!present || broken) return;
  try {
    loop.judgeWith((shown, count) => trainer.judge(present, shown, count));
  } catch (error) {
    fail(null, error);
  }
}

/**
 * The program, started, and both files of data. The first that fails ends the others: nothing can be done without any of them.
 * @param {LoadMessage} message
 */
async function loadTogether(message) {
  const others = new AbortController();
  const progress = Array.from({ length: 3 }, () => ({ received: 0, total: /** @type {number | null} */ (null) }));
  const reportOf = (/** @type {number} */ index) => (/** @type {number} */ received, /** @type {number | null} */ total) => {
    progress[index] = { received, total };
    postLoading(progress);
  };
  try {
    return await Promise.all([
      startProgram(message, reportOf(0), others.signal),
      download(message.images, reportOf(1), others.signal),
      download(message.labels, reportOf(2), others.signal),
    ]);
  } finally {
    others.abort();
  }
}

/** @param {{ received: number, total: number | null }[]} progress of each file */
function postLoading(progress) {
  let receivedBytes = 0;
  /** @type {number | null} */
  let totalBytes = 0;
  for (const { received, total } of progress) {
    receivedBytes += received;
    totalBytes = totalBytes === null || total === null ? null : totalBytes + total;
  }
  post({ kind: 'loading', receivedBytes, totalBytes });
}

/**
 * @param {LoadMessage} message
 * @param {Uint8Array} images
 * @param {Uint8Array} labels
 */
function open(message, images, labels) {
  try {
    return new program.Dataset(images, labels);
  } catch (error) {
    throw isTrap(error) ? error : failure('data', message.images, error);
  }
}

/** @param {ResetMessage} message */
function reset({ request, configuration, view }) {
  replace(request, () => begin(configuration, view));
}

/** @param {import('./protocol.js').BranchMessage} message */
function branch({ request, step, configuration, view }) {
  replace(request, () => {
    const past = loop.past(step);
    if (!past) throw new Error(`The moment after step ${step} is no longer kept; choose another.`);
    const next = trainer.branch(/** @type {Moment} */ (past.handle), configuration);
    past.moments.cutAfter(step);
    return put(next, view, past);
  });
}

/**
 * Puts another run in the place of the current one, which goes on when the other is refused.
 * @param {number} request
 * @param {() => Run} beginOther
 */
function replace(request, beginOther) {
  if (broken && broken.cause !== 'diverged') throw new FailureError(broken);
  /** @type {Run} */
  let run;
  try {
    run = beginOther();
  } catch (error) {
    if (isTrap(error) || !(error instanceof Error)) throw error;
    return post({ kind: 'refused', request, sentence: error.message });
  }
  post({ kind: 'began', request, run });
  assess();
}

/**
 * A new run in the place of the current one, which stays as it is when the configuration is refused.
 * @param {Configuration} configuration
 * @param {View} view
 * @returns {Run}
 */
function begin(configuration, view) {
  const next = new program.Trainer(configuration, dataset);
  loop?.forget();
  return put(next, view);
}

/**
 * @param {InstanceType<Program['Trainer']>} next
 * @param {View} wished
 * @param {import('./training-loop.js').Past} [past] of a run that is continued
 * @returns {Run}
 */
function put(next, wished, past) {
  const view = possible(wished, next.configuration);
  const samples = { step: next.stepsTaken, view, pixels: next.samples(view.shown, view.digit) };
  const run = { configuration: next.configuration, samples, elapsedMilliseconds: past?.elapsedMilliseconds ?? 0 };
  loop?.abandon();
  trainer?.free();
  trainer = next;
  loop = new TrainingLoop({
    trainer,
    view,
    post,
    fail: (error) => fail(null, error),
    yieldThen,
    wait: (turn, milliseconds) => setTimeout(turn, milliseconds),
    look: () => anatomyOf(next.anatomy()),
    keep: () => next.keep(),
    past,
    manner: loop?.manner,
    ...(navigator.hardwareConcurrency === 1 && { progressInterval: SHARED_PROCESSOR_INTERVAL_MILLISECONDS }),
  });
  if (!past) loop.keepBeginning();
  broken = null;
  return run;
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
 * Stops the run for good.
 * @param {number | null} request that failed
 * @param {unknown} error
 */
function fail(request, error) {
  loop?.abandon();
  broken = failureOf(error);
  post({ kind: 'failed', request, failure: broken });
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (error instanceof FailureError) return error.failure;
  return failure(isTrap(error) ? 'trapped' : 'diverged', '', error).failure;
}

/**
 * Whether the program stopped in the middle of something: it broke off, ran out of memory, or overran its stack.
 * @param {unknown} error
 */
function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

const channel = new MessageChannel();
/** @type {(() => void)[]} */
const turns = [];
channel.port1.onmessage = () => turns.shift()?.();

/** @type {(turn: () => void) => void} */
function yieldThen(turn) {
  turns.push(turn);
  channel.port2.postMessage(null);
}

/**
 * Large arrays are handed over, not copied.
 * @param {WorkerMessage} message
 */
function post(message) {
  self.postMessage(message, arraysOf(message));
}

/**
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
      return [message.file.buffer];
    default:
      return [];
  }
}
