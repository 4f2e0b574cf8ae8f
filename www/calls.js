/** The calls that a frame's parent may make: what each takes, how that is told, and what it does. */

import { calls as english } from './messages/en/calls.js';
import { calls as russian } from './messages/ru/calls.js';
import { queryOf } from './wishes.js';

/**
 * @typedef {import('./frame.js').DemoElement} DemoElement
 * @typedef {typeof english} Words
 */

/**
 * @typedef {object} Call
 * @property {(given: unknown[]) => boolean} accepts
 * @property {keyof Words['takes']} takes the words for that
 * @property {(demo: DemoElement, given: any[], shelf: import('./shelves.js').ParentShelf) => unknown} run
 */

/** Runs of the largest networks are a tenth of this. */
const MOST_BYTES = 256 * 2 ** 20;
/** A request is a name for an answer. */
const LONGEST_REQUEST = 1000;

/** In frames only, so that they are no part of a visit's messages. @type {Readonly<Record<string, Words>>} */
export const WORDS = { en: english, ru: russian };

/** @type {Readonly<Record<string, Call>>} */
const CALLS = {
  play: { accepts: isNothing, takes: 'nothing', run: (demo) => demo.play() },
  pause: { accepts: isNothing, takes: 'nothing', run: (demo) => demo.pause() },
  step: { accepts: orNothing(isCount), takes: 'count', run: (demo, [count]) => demo.step(count) },
  reset: { accepts: orNothing((value) => queryOf(value) !== null), takes: 'settings', run: (demo, [settings]) => demo.reset(settings) },
  checkpoint: { accepts: isNothing, takes: 'nothing', run: (demo) => demo.checkpoint() },
  restore: { accepts: (given) => given.length === 1 && isFile(given[0]), takes: 'file', run: (demo, [file]) => demo.restore(file) },
  state: {
    accepts: isNothing,
    takes: 'nothing',
    run: ({ state, steps, configuration, onStage }) => ({ state, steps, configuration, onStage }),
  },
  kept: { accepts: (given) => given.length === 1 && isKept(given[0]), takes: 'kept', run: (_, [kept], shelf) => shelf.answer(kept) },
};

/**
 * @param {unknown} name
 * @param {unknown} given its arguments
 * @returns {Call | ((words: Words) => string)} or what tells in a sentence what is wrong with it
 */
export function callOf(name, given) {
  if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) return (words) => words.unknown(Object.keys(CALLS));
  const call = /** @type {Call} */ (CALLS[name]);
  return Array.isArray(given) && call.accepts(given) ? call : (words) => words.takes[call.takes](name);
}

/**
 * @param {unknown} value
 * @returns {value is string | number | undefined}
 */
export function isRequest(value) {
  return value === undefined || typeof value === 'number' || (typeof value === 'string' && value.length <= LONGEST_REQUEST);
}

/** @param {unknown[]} given */
function isNothing(given) {
  return given.length === 0;
}

/** @param {(value: unknown) => boolean} accepts */
function orNothing(accepts) {
  return (/** @type {unknown[]} */ given) => isNothing(given) || (given.length === 1 && accepts(given[0]));
}

/** @param {unknown} value */
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** @param {unknown} value */
function isFile(value) {
  if (value instanceof Blob) return value.size <= MOST_BYTES;
  return (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) && value.byteLength <= MOST_BYTES;
}

/** @param {unknown} value what a frame has told its parent to keep, or `null` */
function isKept(value) {
  const { file, isTraining } = /** @type {Partial<import('./shelves.js').Kept>} */ (Object(value));
  return value === null || (file instanceof Uint8Array && isFile(file) && typeof isTraining === 'boolean');
}
