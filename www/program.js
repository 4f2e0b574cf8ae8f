/** Fetches and starts the training program: the best build that this browser runs, or the next best where one cannot be had. */

import { FailureError, download, failure } from './download.js';
import { FLAVOURS, obstacle } from './flavours.js';

/**
 * @typedef {import('./protocol.js').Flavour} Flavour
 * @typedef {import('./protocol.js').PassedOver} PassedOver
 * @typedef {typeof import('../pkg/simd128/dcgan_wasm.js')} Program
 */

/**
 * A build that has started.
 * @typedef {object} StartedProgram
 * @property {Flavour} flavour
 * @property {Program} program
 * @property {WebAssembly.Module} module
 * @property {WebAssembly.Memory} memory
 * @property {PassedOver[]} passedOver builds that were asked for, or tried, before this one
 */

/**
 * @typedef {object} Wish
 * @property {string} package address of the directory that holds a directory for each build
 * @property {Flavour | null} flavour to try first; `null` for the best
 */

/**
 * Nothing of a build is fetched before its turn comes.
 * @param {Wish} wish
 * @param {(receivedBytes: number, totalBytes: number | null) => void} report called as bytes arrive
 * @param {AbortSignal} signal that gives it all up
 * @returns {Promise<StartedProgram>}
 */
export async function startProgram(wish, report, signal) {
  /** @type {PassedOver[]} */
  const passedOver = [];
  for (const flavour of inOrder(wish.flavour)) {
    const inTheWay = obstacle(flavour);
    if (inTheWay) {
      if (flavour === wish.flavour) passedOver.push({ flavour, reason: inTheWay, failure: null });
      continue;
    }
    try {
      return { ...(await start(flavour, wish.package, report, signal)), passedOver };
    } catch (error) {
      const isLast = flavour === inOrder(wish.flavour).at(-1);
      if (isLast || signal.aborted || !(error instanceof FailureError)) throw error;
      passedOver.push({ flavour, reason: 'failed', failure: error.failure });
    }
  }
  throw new TypeError('the list of builds ends with one that every browser may try');
}

/**
 * The one asked for, then the others, best first.
 * @param {Flavour | null} first
 */
function inOrder(first) {
  return first ? [first, ...FLAVOURS.filter((flavour) => flavour !== first)] : FLAVOURS;
}

/**
 * Compiles from bytes, so that a server's wrong MIME type for WebAssembly does not matter.
 * @param {Flavour} flavour
 * @param {string} folder
 * @param {(receivedBytes: number, totalBytes: number | null) => void} report
 * @param {AbortSignal} signal
 * @returns {Promise<Omit<StartedProgram, 'passedOver'>>}
 */
async function start(flavour, folder, report, signal) {
  const script = new URL(`${flavour}/dcgan_wasm.js`, folder).href;
  const binary = new URL(`${flavour}/dcgan_wasm_bg.wasm`, folder).href;
  const bytes = await download(binary, report, signal);
  /** @type {Program} */
  const program = await import(script).catch((error) => {
    throw failure('program', script, error);
  });
  try {
    const module = await WebAssembly.compile(bytes);
    const { memory } = await program.default({ module_or_path: module });
    return { flavour, program, module, memory };
  } catch (error) {
    throw failure('program', binary, error);
  }
}
