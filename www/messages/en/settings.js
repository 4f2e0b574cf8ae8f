/** The form of settings: its fields, what they take, and the presets. */

import { numbers } from './numbers.js';

const { number } = numbers;

export const settings = {
  heading: 'Settings',
  preset: 'Preset',
  defaults: 'Defaults',
  fieldset: 'Settings of the next run',
  more: 'More settings',
  newSeed: 'New random seed',

  fields: {
    conditioning: 'Conditioning',
    clusterCount: 'Clusters',
    seed: 'Seed',
    baseWidth: 'Base width',
    batchSize: 'Batch size',
    discriminatorLearningRate: 'Learning rate of <b class="d">D</b>',
    generatorLearningRate: 'Learning rate of <b class="g">G</b>',
    generatorLoss: 'Loss of <b class="g">G</b>',
    latentSize: 'Latent size',
    discriminatorBeta1: 'β1 of <b class="d">D</b>’s Adam',
    generatorBeta1: 'β1 of <b class="g">G</b>’s Adam',
    discriminatorBeta2: 'β2 of <b class="d">D</b>’s Adam',
    generatorBeta2: 'β2 of <b class="g">G</b>’s Adam',
    averageDecay: 'Moving average’s decay',
    reuseFakes: 'Reuse fakes',
    generatorTurn: '<b class="g">G</b>’s turn',
    batchNormalization: 'Batch normalisation',
    kernelSize: 'Kernels of <b class="g">G</b>',
    imageLimit: 'Training images',
  },

  /** What a choice offers, by field and value. */
  choices: {
    conditioning: { none: 'none', labels: 'labels', clusters: 'clusters', labelsAndClusters: 'labels, clusters' },
    generatorLoss: { nonSaturating: 'non-saturating', minimax: 'minimax', softmax: 'softmax' },
    generatorTurn: { twoOptimizers: 'two optimisers', stackedFrozen: 'stacked, D frozen', stackedUnfrozen: 'stacked, D not frozen' },
    kernelSize: { four: '4 × 4', five: '5 × 5' },
  },

  applies: 'Changes apply at reset.',
  differs: 'Changed: press Reset to apply.',
  /** @param {string} value */
  running: (value) => `Running with ${value}`,
  /** @param {number} minimum @param {number} maximum */
  range: (minimum, maximum) => `${number(minimum)} to ${number(maximum)}`,
  /** @param {number} minimum @param {number} maximum */
  notANumber: (minimum, maximum) => `Enter a number from ${number(minimum)} to ${number(maximum)}.`,
  /** @param {number} minimum @param {number} maximum */
  notWhole: (minimum, maximum) => `Enter a whole number from ${number(minimum)} to ${number(maximum)}.`,
  refused: 'Not reset: one setting needs correcting.',
  /** @param {string} sentence of the program */
  refusal: (sentence) => sentence,
  /** @param {boolean} isOn @returns {string} */
  switched: (isOn) => (isOn ? 'on' : 'off'),
  /** @param {number} count of fields in the closed group that differ from the run */
  differingCount: (count) => (count === 0 ? '' : `${count} changed`),
  /** @param {number} count of wrong fields in the closed group */
  wrongCount: (count) => (count === 1 ? '1 needs correcting' : `${count} need correcting`),
  /** The address that repeats a run. */
  link: {
    copy: 'Copy link',
    address: 'Address that repeats this run',
    copied: 'Copied: it repeats this run.',
    byHand: 'It repeats this run: copy it from here.',
  },
  /** What the address asks for in vain. */
  address: {
    /** @param {string} parameter @param {string} value @param {string} sentence that says what can be asked for */
    ignored: (parameter, value, sentence) => `?${parameter}=${value} is ignored. ${sentence}`,
    /** @param {readonly string[]} values */
    oneOf: (values) => `Choose ${values.slice(0, -1).join(', ')} or ${values.at(-1)}.`,
    /** @param {readonly string[]} values */
    anyOf: (values) => `Choose any of ${values.join(', ')}.`,
    /** @param {number} longest */
    name: (longest) => `Enter a name of 1 to ${longest} characters.`,
    picture: 'Enter the address of a picture.',
    ownPicture: 'Enter the address of a picture on this page’s own host.',
    origins: 'Enter origins such as https://lms.example, with commas between.',
    /** @param {string} name */
    meant: (name) => `Did you mean ${name}?`,
    stranger: 'No setting has this name.',
    /** What a call is told that asks for no settings at all. */
    call: 'reset() takes settings as an address has them, such as "preset=plain&seed=5", or a plain object of them.',
  },
  /** What a choice means, by field and value. @type {Record<string, string>} */
  hints: {
    'conditioning none': 'both see images only',
    'conditioning labels': 'both are told the digit',
    'conditioning clusters': 'both are told a group',
    'conditioning labelsAndClusters': 'both are told digit and look',
    'reuseFakes true': 'G learns from D’s batch',
    'reuseFakes false': 'G makes a fresh batch',
    'generatorLoss nonSaturating': 'strong while D wins',
    'generatorLoss minimax': 'fades while D wins',
    'generatorLoss softmax': 'always 0: learns nothing',
    'generatorTurn twoOptimizers': 'each over its own variables',
    'generatorTurn stackedFrozen': 'a third model, D fixed',
    'generatorTurn stackedUnfrozen': 'D learns to call fakes real',
    'batchNormalization true': 'after each hidden layer',
    'batchNormalization false': 'none',
    'kernelSize 4': 'divides evenly by stride 2',
    'kernelSize 5': 'overlaps unevenly',
    'imageLimit 0': '0: all of them',
  },
};

export const presets = {
  /** How a preset is called in a choice, by its name. @type {Record<string, string>} */
  names: { fast: 'fast', unlabelled: 'unlabelled', plain: 'plain', answer: 'answer', tutorial: 'tutorial', tiny: 'tiny' },
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
};
