/** The training worker: fetches the program and the images, owns the trainer, and answers the page's messages (protocol.js). */

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
 */

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
    case 'show':
      loop.show(possible(message, trainer.configuration));
      break;
  }
  const state = loop.training ? 'training' : 'paused';
  post({ kind: 'state', request: message.request, state, stepsTaken: trainer.stepsTaken, nextTurn: 'discriminator' });
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
  if (broken && broken.cause !== 'diverged') throw new FailureError(broken);
  /** @type {Run} */
  let run;
  try {
    run = begin(configuration, view);
  } catch (error) {
    if (isTrap(error) || !(error instanceof Error)) throw error;
    return post({ kind: 'refused', request, sentence: error.message });
  }
  post({ kind: 'began', request, run });
  assess();
}

/**
 * Puts a new run in the place of the current one, which stays as it is when the configuration is refused.
 * @param {Configuration} configuration
 * @param {View} wished
 * @returns {Run}
 */
function begin(configuration, wished) {
  const next = new program.Trainer(configuration, dataset);
  const view = possible(wished, next.configuration);
  const samples = { step: 0, view, pixels: next.samples(view.shown, view.digit) };
  const run = { configuration: next.configuration, samples, elapsedMilliseconds: 0 };
  loop?.abandon();
  trainer?.free();
  trainer = next;
  loop = new TrainingLoop({ trainer, view, post, fail: (error) => fail(null, error), yieldThen });
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
 * The pixels are handed over, not copied.
 * @param {WorkerMessage} message
 */
function post(message) {
  const { samples = null } = 'run' in message ? message.run : 'samples' in message ? message : {};
  self.postMessage(message, samples ? [samples.pixels.buffer] : []);
}
