/** The workers that help the training worker: they run the same program on the same memory, each a thread of it. */

/**
 * @typedef {import('./program.js').Program & Partial<Pick<typeof import('../pkg/threads/dcgan_wasm.js'), 'threadCount'>>} AnyProgram
 * @typedef {import('./program.js').StartedProgram} StartedProgram
 */

/** More threads than this have nothing to share: the layers are small. */
const MOST_THREADS = 8;
/** How often to look whether a helper that is about to join has done so, and how many times. */
const JOINING = { milliseconds: 5, looks: 200 };

/** As many as the machine has processors, within reason. */
function usualThreads() {
  return Math.min(navigator.hardwareConcurrency, MOST_THREADS);
}

/**
 * How many threads take part in the work now.
 * @param {StartedProgram} started
 */
export function threadCount(started) {
  /** @type {AnyProgram} */
  const program = started.program;
  return program.threadCount?.() ?? 1;
}

/**
 * Starts helpers, which join the work whenever they are ready; one that does not start is not missed.
 *
 * They are children of the worker that starts them: a browser ends them with it.
 * @param {StartedProgram} started
 * @param {number | null} threads wanted, the one that starts them among them; `null` for as many as are worth it
 * @param {() => Worker} startHelper
 * @param {() => void} onJoin called each time that more threads take part
 */
export function startHelpers(started, threads, startHelper, onJoin) {
  if (started.flavour !== 'threads') return;
  const { module, memory } = started;
  let joining = 0;
  for (let helper = 1; helper < (threads ?? usualThreads()); helper++) {
    const worker = startHelper();
    worker.addEventListener('error', (event) => event.preventDefault());
    worker.addEventListener('message', () => whenJoined(started, 1 + ++joining, onJoin));
    worker.postMessage({ module, memory });
  }
}

/**
 * A helper speaks for the last time before it joins, since it never returns from that.
 * @param {StartedProgram} started
 * @param {number} threads expected
 * @param {() => void} onJoin
 */
function whenJoined(started, threads, onJoin, looks = JOINING.looks) {
  if (threadCount(started) >= threads) onJoin();
  else if (looks > 0) setTimeout(whenJoined, JOINING.milliseconds, started, threads, onJoin, looks - 1);
}
