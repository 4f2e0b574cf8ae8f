/** Every sentence that the page's code says; what never changes stands in index.html. One object per language. */

/** @typedef {import('./protocol.js').Failure} Failure */
/** @typedef {import('./protocol.js').Flavour} Flavour */
/** @typedef {{ loss: string, balance: string }} LossInWords a loss, and where it stands at balance */

const integer = new Intl.NumberFormat('en');
const megabytes = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** @type {Record<Flavour, string>} */
const BUILD_NAMES = { threads: 'relaxed SIMD on shared memory', relaxed: 'relaxed SIMD', simd128: 'SIMD128' };

/** @param {number} bytes */
const inMegabytes = (bytes) => megabytes.format(bytes / 1e6);

/**
 * As a person would type it.
 * @param {number} value
 */
const bound = (value) => String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));

/**
 * With a minus sign in place of the hyphen, and none before nought.
 * @param {string} number
 */
const signed = (number) => number.replace('-', Number(number) === 0 ? '' : '−');

export const english = {
  state: {
    loading: 'Loading',
    ready: 'Ready to train',
    training: 'Training',
    pausing: 'Pausing after this step',
    stepping: 'Taking one step',
    resetting: 'Beginning a new run',
    /** @param {number} step */
    paused: (step) => `Paused after step ${integer.format(step)}`,
    diverged: 'Stopped',
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
      total === null ? `${inMegabytes(received)} MB so far` : `${inMegabytes(received)} of ${inMegabytes(total)} MB`,
  },

  kernels: {
    /** @param {Flavour} flavour @param {number} threads */
    running: (flavour, threads) => `Kernels: ${BUILD_NAMES[flavour]}, ${integer.format(threads)} ${threads === 1 ? 'thread' : 'threads'}.`,
    /** @param {import('./kernel-request.js').Complaint} complaint */
    unknown: ({ parameter, value, mostThreads }) => {
      const permitted = parameter === 'kernel' ? 'simd128, relaxed or threads' : `a whole number from 1 to ${mostThreads}`;
      return `?${parameter}=${value} is ignored: it has to be ${permitted}.`;
    },
    /** @param {import('./protocol.js').PassedOver} passedOver */
    passed: ({ flavour, reason, failure }) => {
      if (reason === 'relaxedSimd') return `?kernel=${flavour} cannot run here: this browser has no relaxed SIMD.`;
      if (reason === 'isolation') return `?kernel=${flavour} cannot run here: the server does not isolate the page (cargo xtask serve does).`;
      return `The ${flavour} build did not start, so the next best runs: ${closed(failure ? `${failure.file}, ${failure.detail}` : '')}`;
    },
  },

  /** @type {Record<Failure['cause'], (failure: Failure) => { sentence: string, advice: string, detail?: string }>} */
  failure: {
    unreachable: ({ file }) => ({
      sentence: `The page could not fetch ${file}.`,
      advice: 'Check that the server is still running (cargo xtask serve) and that you are connected to it, then retry.',
    }),
    missing: ({ file, detail }) => ({
      sentence: `The server does not have ${file} (status ${detail}).`,
      advice: 'Serve the whole checkout, with its pkg and data folders (cargo xtask serve does), then retry.',
    }),
    interrupted: ({ file }) => ({
      sentence: `The download of ${file} broke off.`,
      advice: 'Check the connection, then retry.',
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
    diverged: ({ detail }) => ({
      sentence: opened(closed(detail)),
      advice: 'Press Reset to begin a new run with the settings in the form.',
    }),
    trapped: ({ detail }) => ({
      sentence: 'The training program stopped unexpectedly.',
      advice: 'Retry to start it afresh; if it ran out of memory, then choose a smaller width or batch size and press Reset.',
      detail,
    }),
    worker: ({ file, detail }) => ({
      sentence: `The browser could not start the training worker ${file}.`,
      advice: 'Check that the server is still running and serves the whole checkout, then retry.',
      detail,
    }),
  },

  settings: {
    applies: 'Changes apply at reset.',
    differs: 'Changed: press Reset to apply.',
    /** @param {string} value */
    running: (value) => `Running with ${value}`,
    /** @param {number} minimum @param {number} maximum */
    range: (minimum, maximum) => `${bound(minimum)} to ${bound(maximum)}`,
    /** @param {number} minimum @param {number} maximum */
    notANumber: (minimum, maximum) => `Enter a number from ${bound(minimum)} to ${bound(maximum)}.`,
    /** @param {number} minimum @param {number} maximum */
    notWhole: (minimum, maximum) => `Enter a whole number from ${bound(minimum)} to ${bound(maximum)}.`,
    refused: 'Not reset: one setting needs correcting.',
    /** @param {boolean} isOn */
    switched: (isOn) => (isOn ? 'on' : 'off'),
    /** @param {number} count of fields in the closed group that differ from the run */
    differingCount: (count) => (count === 0 ? '' : `${count} changed`),
    /** @param {number} count of wrong fields in the closed group */
    wrongCount: (count) => (count === 1 ? '1 needs correcting' : `${count} need correcting`),
    /** What a choice means, by field and value. @type {Record<string, string>} */
    hints: {
      'conditioning none': 'both see images only',
      'conditioning labels': 'both are told the digit',
      'conditioning clusters': 'both are told a group',
      'conditioning labelsAndClusters': 'both are told digit and look',
      'reuseFakes true': 'G learns from D’s batch',
      'reuseFakes false': 'G makes a fresh batch',
    },
  },

  presets: {
    /** @type {Record<string, string>} */
    sentences: {
      fast: 'Labels and looks, narrow networks and many small steps: readable digits within seconds.',
      unlabelled: 'No labels: finds its own groups of images first, which then take the labels’ place.',
      plain: 'The question’s own: a plain DCGAN, told nothing but what is real and what is not.',
      answer: 'The answer’s optimisers, Adam with learning rate 1e-4 and beta1 0.5: sound, and slow.',
      tutorial: 'Like PyTorch’s DCGAN tutorial, with width 64 and batches of 64: each step takes long.',
      tiny: 'The fast preset with still narrower networks, for phones.',
    },
    /** @param {string} origin */
    custom: (origin) => `custom (from ${origin})`,
    /** @param {string} name @param {string[]} names */
    unknown: (name, names) => `?preset=${name} is ignored: it has to be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}.`,
  },

  verdict: {
    loading: 'no verdict yet',
    /** @param {number} covered digits */
    found: (covered) => `readable, ${covered === 0 ? 'no digit yet' : covered === 10 ? 'all ten digits' : `${covered} of ten digits`}`,
    /** @param {import('./protocol.js').DatedVerdict} verdict */
    base: ({ count, step, shown }) => {
      const source = shown === 'raw' ? 'Raw weights' : 'Averaged weights';
      return `${source}, ${integer.format(count)} fresh images, step ${integer.format(step)}`;
    },
    /** @param {Failure} failure */
    missing: ({ file, detail }) =>
      `The judge could not be loaded (${file}, ${detail}): training goes on without verdicts until the page is reloaded.`,
    /** @param {number} share */
    share: (share) => `${Math.round(100 * share)}\u00a0%`,
  },

  milestones: {
    notYet: 'not yet',
    time: duration,
    /** @param {number} step */
    steps: (step) => `${integer.format(step)} steps`,
    /** @param {import('./protocol.js').Milestone} milestone */
    passed: ({ share, step, elapsedMilliseconds }) =>
      `${Math.round(100 * share)} % readable after ${duration(elapsedMilliseconds)} (${integer.format(step)} steps)`,
  },

  view: {
    unlabelled: 'whatever comes: this run knows no labels.',
  },

  digits: {
    none: 'No images yet: the generator draws once everything is loaded.',
    /** @param {import('./protocol.js').Samples} samples */
    drawn: ({ step, view }) => {
      if (step === 0) return 'Grid of 64 images from the untrained generator: nothing to be read yet.';
      const wish = view.digit === null ? '' : `, asked for the digit ${view.digit},`;
      const source = view.shown === 'raw' ? 'raw' : 'averaged';
      const generator = `the generator, with ${source} weights,${wish}`;
      return `Grid of 64 images that ${generator} draws from 64 fixed latent vectors after step ${integer.format(step)}.`;
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
      `Losses up to step ${integer.format(step)}, smoothed: D ${d.loss} (at balance ${d.balance}), G ${g.loss} (at balance ${g.balance}).`,
  },

  /** @param {string} least @param {string} greatest */
  between: (least, greatest) => `${least} to ${greatest}`,
  /** @param {number} count */
  count: (count) => integer.format(count),
  /** @param {number} value @param {number} digits after the point */
  decimal: (value, digits) => signed(value.toFixed(digits)),
  /** @param {number} value with no more digits than it needs */
  number: (value) => signed(bound(value)),
};

/** @typedef {typeof english} Messages */

/** @param {number} milliseconds */
function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** @param {string} sentence */
function opened(sentence) {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** @param {string} sentence */
function closed(sentence) {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
