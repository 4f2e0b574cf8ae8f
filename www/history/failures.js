/** The failures of the gallery: what each changes in a preset, what shows it, and until when it should have shown. No text. */

/**
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').Preset} Preset
 * @typedef {import('./referee.js').Finding} Finding
 * @typedef {'discriminatorTooStrong' | 'learningRate' | 'batchNormalization' | 'eightImages' | 'beta1' | 'checkerboards'} FailureName
 */

/**
 * What is told of the run beside the explanation, in order.
 * @typedef {'realProbability' | 'fakeProbability' | 'generatorLoss' | 'readable' | 'digits' | 'diversity'} Evidence
 */

/**
 * @typedef {object} Failure
 * @property {FailureName} name
 * @property {string} preset that is changed
 * @property {(configuration: Configuration) => void} change
 * @property {number} right which of the three expectations comes true, from 0
 * @property {readonly Evidence[]} evidence
 * @property {(finding: Finding) => boolean} shows whether the failure is there to be seen
 * @property {number} patience after so many steps it should have shown
 */

/** Of the images that were judged last. @param {Finding} finding */
const readable = ({ verdict }) => verdict?.readable ?? NaN;

/** @type {readonly Failure[]} */
export const FAILURES = [
  {
    name: 'discriminatorTooStrong',
    preset: 'fast',
    change: ({ generatorAdam }) => (generatorAdam.learningRate = 1e-4),
    right: 1,
    evidence: ['realProbability', 'fakeProbability', 'generatorLoss', 'readable'],
    shows: (finding) => finding.step >= 300 && finding.kind === 'saturated' && readable(finding) < 0.1,
    patience: 1500,
  },
  {
    name: 'learningRate',
    preset: 'fast',
    change: ({ generatorAdam, discriminatorAdam }) => (generatorAdam.learningRate = discriminatorAdam.learningRate = 0.3),
    right: 2,
    evidence: ['realProbability', 'fakeProbability', 'generatorLoss', 'readable'],
    shows: (finding) => finding.kind === 'diverged' || (finding.step >= 400 && finding.generatorLoss > 20 && readable(finding) < 0.1),
    patience: 1500,
  },
];

/**
 * The settings of a failure's run.
 * @param {Failure} failure
 * @param {readonly Preset[]} presets
 */
export function failingConfiguration({ preset, change }, presets) {
  const configuration = soundConfiguration({ preset }, presets);
  change(configuration);
  return configuration;
}

/**
 * The settings of the same run without its fault.
 * @param {Pick<Failure, 'preset'>} failure
 * @param {readonly Preset[]} presets
 */
export function soundConfiguration({ preset }, presets) {
  const found = presets.find(({ name }) => name === preset);
  if (!found) throw new RangeError(`there is no preset ${preset}`);
  return structuredClone(found.configuration);
}
