/** The training worker: fetches the program and the images, owns the trainer, and answers the page's messages (protocol.js). */

import { FailureError, download, failure } from './download.js';
import { TrainingLoop } from './training-loop.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').LoadMessage} LoadMessage
 * @typedef {import('./protocol.js').PageMessage} PageMessage
 * @typedef {import('./protocol.js').ResetMessage} ResetMessage
 * @typedef {import('./protocol.js').Run} Run
 * @typedef {import('./protocol.js').WorkerMessage} WorkerMessage
 * @typedef {typeof import('../pkg/dcgan_wasm.js')} Program
 */

/** @type {Program} */
let program;
/** @type {InstanceType<Program['Dataset']>} */
let dataset;
/** @type {InstanceType<Program['Trainer']>} */
let trainer;
/** @type {TrainingLoop} */
let loop;
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
  }
  const state = loop.training ? 'training' : 'paused';
  post({ kind: 'state', request: message.request, state, stepsTaken: trainer.stepsTaken });
}

/** @param {LoadMessage} message */
async function load(message) {
  const [bytes, images, labels] = await downloadTogether([message.program, message.images, message.labels]);
  program = await start(message.program, bytes);
  dataset = open(message, images, labels);
  const defaults = program.defaultConfiguration();
  const run = begin(message.configuration ?? defaults);
  const limits = program.configurationLimits();
  post({ kind: 'ready', request: message.request, defaults, limits, imageCount: dataset.length, run });
}

/**
 * The first download that fails ends the others: nothing can be done without any of them.
 * @param {[string, string, string]} addresses
 */
async function downloadTogether(addresses) {
  const others = new AbortController();
  const progress = addresses.map(() => ({ received: 0, total: /** @type {number | null} */ (null) }));
  const fetchOne = (/** @type {string} */ address, /** @type {number} */ index) =>
    download(
      address,
      (received, total) => {
        progress[index] = { received, total };
        postLoading(progress);
      },
      others.signal,
    );
  try {
    const [first, second, third] = addresses;
    return await Promise.all([fetchOne(first, 0), fetchOne(second, 1), fetchOne(third, 2)]);
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
 * Compiles from bytes, so that a server's wrong MIME type for WebAssembly does not matter.
 * @param {string} address
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function start(address, bytes) {
  const module = await import('../pkg/dcgan_wasm.js').catch((error) => {
    throw failure('program', new URL('../pkg/dcgan_wasm.js', import.meta.url).href, error);
  });
  try {
    await module.default({ module_or_path: bytes });
  } catch (error) {
    throw failure('program', address, error);
  }
  return module;
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
function reset({ request, configuration }) {
  if (broken && broken.cause !== 'diverged') throw new FailureError(broken);
  /** @type {Run} */
  let run;
  try {
    run = begin(configuration);
  } catch (error) {
    if (isTrap(error) || !(error instanceof Error)) throw error;
    return post({ kind: 'refused', request, sentence: error.message });
  }
  post({ kind: 'began', request, run });
}

/**
 * Puts a new run in the place of the current one, which stays as it is when the configuration is refused.
 * @param {Configuration} configuration
 * @returns {Run}
 */
function begin(configuration) {
  const next = new program.Trainer(configuration, dataset);
  const run = { configuration: next.configuration, samples: next.samples() };
  loop?.abandon();
  trainer?.free();
  trainer = next;
  loop = new TrainingLoop({ trainer, post, fail: (error) => fail(null, error), yieldThen });
  broken = null;
  return run;
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
  const pixels = 'run' in message ? message.run.samples : 'samples' in message ? message.samples?.pixels : undefined;
  self.postMessage(message, pixels ? [pixels.buffer] : []);
}
