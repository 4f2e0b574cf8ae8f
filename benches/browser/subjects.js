/** Answers harness.js from inside a worker: prepares subjects and takes their times. */

/**
 * Something whose time is measured.
 * @typedef {object} Subject
 * @property {string} name
 * @property {number} flops of one run
 * @property {(times: number) => void} run
 * @property {string[]} [phaseNames]
 * @property {() => Iterable<number>} [takePhaseTimes] milliseconds spent in each phase since the last call
 */

/**
 * What a worker is made of.
 * @typedef {object} Program
 * @property {(description: any) => Promise<void>} load
 * @property {(wanted: any) => Subject[]} make
 * @property {() => number} bytes of its memory
 */

/** How much of a subject is measured before another's turn comes. @typedef {{ milliseconds?: number, runs?: number }} Turn */

/** The shortest time that is taken, in milliseconds: two hundred times what the clock can tell apart. */
const SHORTEST = 1;

/** @param {Program} program */
export function answerHarness(program) {
  /** @type {{ subject: Subject, times: number }[]} */
  const prepared = [];

  /** @param {any} wanted */
  const prepare = (wanted) =>
    program.make(wanted).map((subject) => {
      prepared.push({ subject, times: timesWorthTaking(subject) });
      return { index: prepared.length - 1, name: subject.name, flops: subject.flops };
    });

  /** @param {{ index: number, turn: Turn }} request */
  const run = ({ index, turn }) => {
    const { subject, times } = /** @type {{ subject: Subject, times: number }} */ (prepared[index]);
    subject.takePhaseTimes?.();
    const taken = timesOf(subject, times, turn);
    return { taken, runs: times * taken.length, phases: phasesOf(subject), bytes: program.bytes() };
  };

  self.addEventListener('message', async ({ data: { kind, request } }) => {
    try {
      const handler = { load: program.load, prepare, run }[/** @type {'load' | 'prepare' | 'run'} */ (kind)];
      self.postMessage({ answer: await handler(request) });
    } catch (error) {
      self.postMessage({ error: String(error) });
    }
  });
}

/**
 * @param {Subject} subject
 * @returns {Record<string, number> | undefined}
 */
function phasesOf(subject) {
  const names = subject.phaseNames ?? [];
  const times = [...(subject.takePhaseTimes?.() ?? [])];
  return names.length > 0 ? Object.fromEntries(names.map((name, index) => [name, times[index] ?? NaN])) : undefined;
}

/**
 * How many runs the clock is read for at once. The first runs are those of code that V8 has not optimised yet, so that it is
 * found twice.
 * @param {Subject} subject
 */
function timesWorthTaking(subject) {
  let times = 1;
  for (let attempt = 0; attempt < 2; attempt++) {
    for (times = 1; millisecondsOf(subject, times) < SHORTEST; times *= 2);
  }
  return times;
}

/**
 * The times of single runs, taken for about as long, or for about as many runs, as the turn lasts, and at least once.
 * @param {Subject} subject
 * @param {number} times
 * @param {Turn} turn
 */
function timesOf(subject, times, { milliseconds = 0, runs = 0 }) {
  const taken = [];
  const end = performance.now() + milliseconds;
  do taken.push(millisecondsOf(subject, times) / times);
  while (performance.now() < end || times * taken.length < runs);
  return taken;
}

/**
 * @param {Subject} subject
 * @param {number} times
 */
function millisecondsOf(subject, times) {
  const start = performance.now();
  subject.run(times);
  return performance.now() - start;
}
