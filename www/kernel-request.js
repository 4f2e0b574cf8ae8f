/** What an address or an element asks of the training program: `kernel` pins a build, `threads` a number of threads. */

import { FLAVOURS } from './flavours.js';

/** More than any browser's machine has use for at these sizes of networks. */
const MOST_THREADS = 16;

/**
 * @typedef {object} KernelRequest
 * @property {import('./protocol.js').Flavour | null} flavour `null` for the best that starts
 * @property {number | null} threads `null` for as many as are worth it
 * @property {Complaint[]} complaints about what was asked for and is ignored
 */

/** @typedef {{ parameter: 'kernel' | 'threads', value: string, mostThreads: number }} Complaint */

/**
 * @param {URLSearchParams} query such as `kernel=relaxed`
 * @returns {KernelRequest}
 */
export function kernelRequest(query) {
  /** @type {Complaint[]} */
  const complaints = [];
  /** @type {<Value>(parameter: Complaint['parameter'], permitted: readonly Value[]) => Value | null} */
  const read = (parameter, permitted) => {
    const value = query.get(parameter);
    const found = permitted.find((candidate) => String(candidate) === value) ?? null;
    if (value !== null && found === null) complaints.push({ parameter, value, mostThreads: MOST_THREADS });
    return found;
  };
  const flavour = read('kernel', FLAVOURS);
  const threads = read('threads', Array.from({ length: MOST_THREADS }, (_, index) => index + 1));
  return { flavour, threads, complaints };
}
