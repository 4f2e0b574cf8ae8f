/** The failures of the gallery: what each changes in a preset, what shows it, and until when it should have shown. No text. */

/**
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').Preset} Preset
 * @typedef {import('./referee.js').Finding} Finding
 * @typedef {'discriminatorTooStrong' | 'learningRate' | 'batchNormalization' | 'eightImages' | 'beta1' | 'checkerboards'} FailureName
 */

/**
 * What the referee finds, and figures of the images that are shown.
 * @typedef {Finding & { variety: number, checkerboard: number }} Seen
 */

/**
 * What is told of the run beside the explanation, in order.
 * @typedef {'realProbability' | 'fakeProbability' | 'generatorLoss' | 'readable' | 'digits' | 'diversity' | 'variety'
 *   | 'checkerboard'} Evidence
 */

/**
 * @typedef {object} Failure
 * @property {FailureName} name
 * @property {(presets: readonly Preset[]) => Configuration} sound the settings of a run that does not fail so
 * @property {(configuration: Configuration) => void} spoil changes them into those of one that does
 * @property {number} right which of the three expectations comes true, from 0
 * @property {readonly Evidence[]} evidence
 * @property {(seen: Seen) => boolean} shows whether the failure is there to be seen
 * @property {number} patience after so many steps it should have shown
 */

/**
 * A preset's settings.
 * @param {Preset['name']} wanted
 * @returns {Failure['sound']}
 */
const preset = (wanted) => (presets) => {
  const found = presets.find(({ name }) => name === wanted);
  if (!found) throw new RangeError(`there is no preset ${wanted}`);
  return structuredClone(found.configuration);
};

/**
 * The preset `plain` at the answer's learning rate, and without averaged weights: it learns slowly enough to be watched.
 * @type {Failure['sound']}
 */
const slow = (presets) => {
  const configuration = preset('plain')(presets);
  for (const adam of [configuration.generatorAdam, configuration.discriminatorAdam]) adam.learningRate = 1e-4;
  return { ...configuration, averageDecay: 0 };
};

/** Of the images that were judged last. @param {Finding} finding */
const readable = ({ verdict }) => verdict?.readable ?? NaN;

/** What shows each was measured: ARCHITECTURE.md has the numbers. @type {readonly Failure[]} */
export const FAILURES = [
  {
    name: 'discriminatorTooStrong',
    sound: preset('fast'),
    spoil: ({ generatorAdam }) => (generatorAdam.learningRate = 1e-4),
    right: 1,
    evidence: ['realProbability', 'fakeProbability', 'generatorLoss', 'readable'],
    shows: (seen) => seen.step >= 300 && seen.kind === 'saturated' && readable(seen) < 0.1,
    patience: 1500,
  },
  {
    name: 'learningRate',
    sound: preset('fast'),
    spoil: ({ generatorAdam, discriminatorAdam }) => (generatorAdam.learningRate = discriminatorAdam.learningRate = 0.3),
    right: 2,
    evidence: ['realProbability', 'fakeProbability', 'generatorLoss', 'readable'],
    shows: (seen) => seen.kind === 'diverged' || (seen.step >= 400 && seen.generatorLoss > 20 && readable(seen) < 0.1),
    patience: 1500,
  },
  {
    name: 'batchNormalization',
    sound: slow,
    spoil: (configuration) => (configuration.batchNormalization = false),
    right: 2,
    evidence: ['variety', 'realProbability', 'fakeProbability', 'readable'],
    shows: (seen) => seen.step >= 600 && seen.variety < 0.06,
    patience: 1200,
  },
  {
    name: 'eightImages',
    sound: preset('fast'),
    spoil: (configuration) => (configuration.imageLimit = 8),
    right: 1,
    evidence: ['readable', 'digits', 'diversity', 'generatorLoss'],
    shows: (seen) => seen.step >= 300 && readable(seen) > 0.7 && (seen.verdict?.digitsCovered ?? 10) <= 6,
    patience: 1500,
  },
  {
    name: 'beta1',
    sound: preset('fast'),
    spoil: ({ generatorAdam, discriminatorAdam }) => (generatorAdam.beta1 = discriminatorAdam.beta1 = 0.9),
    right: 1,
    evidence: ['realProbability', 'fakeProbability', 'generatorLoss', 'readable'],
    shows: (seen) => seen.step >= 500 && readable(seen) < 0.2,
    patience: 1200,
  },
  {
    name: 'checkerboards',
    sound: slow,
    spoil: (configuration) => (configuration.kernelSize = 5),
    right: 0,
    evidence: ['checkerboard', 'realProbability', 'fakeProbability', 'readable'],
    shows: (seen) => seen.step >= 500 && seen.checkerboard > 0.02,
    patience: 1500,
  },
];

/**
 * The settings of a failure's run.
 * @param {Failure} failure
 * @param {readonly Preset[]} presets
 */
export function failingConfiguration({ sound, spoil }, presets) {
  const configuration = sound(presets);
  spoil(configuration);
  return configuration;
}
