/** Fetches and starts the training program: the best build that this browser runs, or the next best where one cannot be had. */

import { FailureError, download, failure, named } from './download.js';
import { FLAVOURS, obstacle } from './flavours.js';
import { GLUE } from './glue.js';

/**
 * @typedef {import('./glue.js').Program} Program
 * @typedef {import('./protocol.js').Files} Files
 * @typedef {import('./protocol.js').Flavour} Flavour
 * @typedef {import('./protocol.js').PassedOver} PassedOver
 * @typedef {import('./download.js').Source} Source
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
 * @property {Pick<Files, 'root' | 'program'>} files
 * @property {Flavour | null} flavour to try first; `null` for the best
 * @property {boolean} hasHelpers whether there are workers that can become threads
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
    const inTheWay = isAbsent(flavour, wish) ? 'absent' : obstacle(flavour);
    if (inTheWay) {
      if (flavour === wish.flavour) passedOver.push({ flavour, reason: inTheWay, failure: null });
      continue;
    }
    try {
      return { ...(await start(flavour, wish.files, report, signal)), passedOver };
    } catch (error) {
      const isLast = flavour === inOrder(wish.flavour).filter((candidate) => !isAbsent(candidate, wish)).at(-1);
      if (isLast || signal.aborted || !(error instanceof FailureError)) throw error;
      passedOver.push({ flavour, reason: 'failed', failure: error.failure });
    }
  }
  throw failure('program', 'dcgan_wasm_bg.wasm', 'this browser runs none of the builds that are here');
}

/**
 * The one asked for, then the others, best first.
 * @param {Flavour | null} first
 */
function inOrder(first) {
  return first ? [first, ...FLAVOURS.filter((flavour) => flavour !== first)] : FLAVOURS;
}

/**
 * @param {Flavour} flavour
 * @param {Wish} wish
 */
function isAbsent(flavour, { files: { program }, hasHelpers }) {
  return !program[flavour] || (flavour === 'threads' && !hasHelpers);
}

/**
 * Compiles from bytes, so that a server's wrong MIME type for WebAssembly does not matter.
 * @param {Flavour} flavour
 * @param {Pick<Files, 'root' | 'program'>} files
 * @param {(receivedBytes: number, totalBytes: number | null) => void} report
 * @param {AbortSignal} signal
 * @returns {Promise<Omit<StartedProgram, 'passedOver'>>}
 */
async function start(flavour, files, report, signal) {
  const binary = binaryOf(flavour, files);
  const bytes = await download(binary, report, signal);
  const program = await GLUE[flavour]().catch((error) => {
    throw failure('program', binary.name.replace('_bg.wasm', '.js'), error);
  });
  try {
    const module = await WebAssembly.compile(bytes);
    const { memory } = await program.default({ module_or_path: module });
    return { flavour, program, module, memory };
  } catch (error) {
    throw failure('program', binary.name, error);
  }
}

/**
 * Where a build's binary half is to be had, and what a person knows it by.
 * @param {Flavour} flavour
 * @param {Pick<Files, 'root' | 'program'>} files
 * @returns {Source}
 */
function binaryOf(flavour, { root, program }) {
  const from = program[flavour];
  if (from === undefined) throw new TypeError(`there is no build ${flavour}`);
  return named(from, root, 'dcgan_wasm_bg.wasm');
}
