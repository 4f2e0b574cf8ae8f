/** What the page says of a run: its state, its failures, its verdicts and its pictures. */

import { numbers } from './numbers.js';

/** @typedef {import('../../protocol.js').Failure} Failure */
/** @typedef {import('../../protocol.js').Flavour} Flavour */
/** @typedef {{ loss: string, balance: string }} LossInWords a loss, and where it stands at balance */

const { count, duration, megabytes, plural, share } = numbers;

/** @type {Record<Flavour, string>} */
const BUILD_NAMES = { threads: 'relaxed SIMD on shared memory', relaxed: 'relaxed SIMD', simd128: 'SIMD128' };

/** How a defect is reported. */
const REPORT = 'This is a defect of the page: please report it, with the words below, to those who publish it.';

/** @type {Record<import('../../suspects.js').Suspect, string>} */
const SUSPECTS = {
  learningRate: 'Likely the learning rates: 0.0001 to 0.002 are usual. Lower them and press Reset, or go back further and continue with lower ones.',
  memory: 'Adam forgets squared gradients sooner than usual here: raise beta2 to 0.999, with beta1 at 0.5.',
  normalization: 'Without batch normalisation nothing holds the numbers in the layers in bounds: turn it on, or lower the learning rates.',
  chance: 'No setting stands out. Training goes on as before when you press Train; if it fails there again, lower the learning rates.',
};

export const run = {
  state: {
    loading: 'Loading',
    ready: 'Ready to train',
    training: 'Training',
    pausing: 'Pausing after this step',
    stepping: 'Taking one step',
    resetting: 'Beginning a new run',
    /** @param {number} step */
    paused: (step) => `Paused after step ${count(step)}`,
    failed: 'Stopped',
    /** @param {number} seed */
    reset: (seed) => `New run, seed ${seed}`,
  },

  transport: { train: 'Train', pause: 'Pause', pausing: 'Pausing…' },

  loading: {
    download: 'Loading the training program and the images',
    start: 'Starting the training program',
    /**
     * @param {number} received
     * @param {number | null} total
     */
    size: (received, total) =>
      total === null ? `${megabytes(received)} so far` : `${numbers.decimal(received / 1e6, 1)} of ${megabytes(total)}`,
  },

  kernels: {
    /** @param {Flavour} flavour @param {number} threads */
    running: (flavour, threads) =>
      `Kernels: ${BUILD_NAMES[flavour]}, ${count(threads)} ${plural(threads, { one: 'thread', other: 'threads' })}.`,
    /** @param {import('../../protocol.js').PassedOver} passedOver */
    passed: ({ flavour, reason, failure }) => {
      if (reason === 'relaxedSimd') return `?kernel=${flavour} cannot run here: this browser has no relaxed SIMD.`;
      if (reason === 'isolation') return `?kernel=${flavour} cannot run here: the server does not isolate the page (cargo xtask serve does).`;
      if (reason === 'absent') return `?kernel=${flavour} cannot run here: this copy of the demo comes without it.`;
      return `The ${flavour} build did not start, so the next best runs: ${closed(failure ? `${failure.file}, ${failure.detail}` : '')}`;
    },
  },

  isolation: {
    /** @param {number} threads */
    offer: (threads) => `Use ${count(threads)} threads`,
    offerNote: 'Reloads the page, and the run begins anew. Your browser then keeps a small script of this page, which it needs for threads, until you take it back here.',
    end: 'Back to one thread',
    endNote: 'Removes the script that lets this page use threads, and reloads the page: the run begins anew.',
    failed: 'This browser did not accept the script that threads need here; training goes on with one.',
  },

  /** @type {Record<Failure['cause'], (failure: Failure) => { sentence: string, advice: string, detail?: string }>} */
  failure: {
    browser: () => ({
      sentence: 'This browser cannot run the training.',
      advice: 'It lacks module workers: open the page in Chrome or Edge 111, Firefox 114, Safari 16.4, or anything newer.',
    }),
    unreachable: ({ file }) => ({
      sentence: `The page could not fetch ${file}.`,
      advice: 'Check that the server is still running (cargo xtask serve) and that you are connected to it, then retry.',
    }),
    missing: ({ file, detail }) => ({
      sentence: `The server does not have ${file} (status ${detail}).`,
      advice: 'Serve the whole checkout, with its pkg and data folders (cargo xtask serve does), then retry.',
    }),
    replaced: ({ file }) => ({
      sentence: `The server sent a web page in place of ${file}.`,
      advice: 'It probably lacks that file: publish the whole checkout, with its pkg and data folders, then retry.',
    }),
    interrupted: ({ file }) => ({
      sentence: `The download of ${file} broke off.`,
      advice: 'Check the connection, then retry.',
    }),
    corrupt: ({ file }) => ({
      sentence: `The file ${file} is damaged, or of another version than this page.`,
      advice: 'Reload the page, or retry; if this stays, publish the whole checkout again, with its pkg and data folders.',
    }),
    program: ({ file, detail }) => ({
      sentence: `The training program ${file} could not be started.`,
      advice: 'Retry; if this stays, the file is damaged: rebuild it with cargo xtask build.',
      detail,
    }),
    data: ({ detail }) => ({
      sentence: opened(closed(detail)),
      advice: 'Retry; if this stays, the files in the data folder are damaged: make them anew with cargo xtask shard.',
    }),
    diverged: ({ detail, standsAt = 0, suspects = [] }) => ({
      sentence: opened(closed(detail)),
      advice: [
        `That update was not applied: the run stands at step ${count(standsAt)} again.`,
        ...suspects.map((suspect) => SUSPECTS[suspect]),
      ].join(' '),
    }),
    trapped: ({ detail }) => ({
      sentence: 'The training program stopped unexpectedly.',
      advice: `Retry to go on from where it was last kept. ${REPORT}`,
      detail,
    }),
    memory: ({ detail }) => ({
      sentence: 'The browser has no more memory for the training program.',
      advice: 'Close other tabs and retry, or choose a smaller width or batch size and press Reset.',
      detail,
    }),
    silent: () => ({
      sentence: 'The training worker does not answer any more.',
      advice: 'Retry to go on from where it was last kept.',
    }),
    worker: ({ file, detail }) => ({
      sentence: `The training worker ${file} could not be started, or broke off.`,
      advice: 'Check that the server is still running and serves the whole checkout, then retry.',
      detail,
    }),
  },
  /** @param {number} step @param {Failure['cause']} cause */
  recovered: (step, cause) => {
    const goesOn = `Another worker goes on by itself, from step ${count(step)}: nothing else is lost.`;
    return cause === 'trapped' ? `${goesOn} ${REPORT}` : goesOn;
  },

  verdict: {
    loading: 'no verdict yet',
    /** @param {number} covered digits */
    found: (covered) => `readable, ${covered === 0 ? 'no digit yet' : covered === 10 ? 'all ten digits' : `${covered} of ten digits`}`,
    /** @param {import('../../protocol.js').DatedVerdict} verdict */
    base: (verdict) => {
      const source = verdict.shown === 'raw' ? 'Raw weights' : 'Averaged weights';
      return `${source}, ${count(verdict.count)} fresh images, step ${count(verdict.step)}`;
    },
    /** @param {Failure} failure */
    missing: ({ file, detail }) =>
      `The judge could not be loaded (${file}, ${detail}): training goes on without verdicts until the page is reloaded.`,
  },

  milestones: {
    notYet: 'not yet',
    /** @param {number} step */
    steps: (step) => `${count(step)} ${plural(step, { one: 'step', other: 'steps' })}`,
    /** @param {import('../../protocol.js').Milestone} milestone */
    passed: (milestone) =>
      `${share(milestone.share)} readable after ${duration(milestone.elapsedMilliseconds)} (${run.milestones.steps(milestone.step)})`,
  },

  view: {
    unlabelled: 'whatever comes: this run knows no labels.',
  },

  digits: {
    none: 'No images yet: the generator draws once everything is loaded.',
    /** @param {import('../../protocol.js').Samples} samples */
    drawn: ({ step, view }) => {
      if (step === 0) return 'Grid of 64 images from the untrained generator: nothing to be read yet.';
      const wish = view.digit === null ? '' : `, asked for the digit ${view.digit},`;
      const source = view.shown === 'raw' ? 'raw' : 'averaged';
      const generator = `the generator, with ${source} weights,${wish}`;
      return `Grid of 64 images that ${generator} draws from 64 fixed latent vectors after step ${count(step)}.`;
    },
  },

  chart: {
    discriminator: 'D',
    generator: 'G',
    step: 'step',
    /** Where each line stands when D says 1/2 to everything, as written beside the dotted lines. */
    balance: {
      discriminator: { balanceValue: '2 ln 2', balanceName: 'D balanced' },
      nonSaturating: { balanceValue: 'ln 2', balanceName: 'G balanced' },
      minimax: { balanceValue: '−ln 2', balanceName: 'G balanced' },
      softmax: { balanceValue: '0', balanceName: 'always' },
    },
    empty: 'Losses of D and G: no step taken yet.',
    /** @param {number} step @param {LossInWords} d @param {LossInWords} g */
    summary: (step, d, g) =>
      `Losses up to step ${count(step)}, smoothed: D ${d.loss} (at balance ${d.balance}), G ${g.loss} (at balance ${g.balance}).`,
  },

  /** @param {string} least @param {string} greatest */
  between: (least, greatest) => `${least} to ${greatest}`,
};

/** @param {string} sentence */
function opened(sentence) {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** @param {string} sentence */
function closed(sentence) {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
