/** The fields of the settings: where each stands in a configuration, and what it takes. */

import { WITH_CLUSTERS } from './conditioning.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').ConfigurationLimits} ConfigurationLimits
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {number | string | boolean} Value
 */

/**
 * @typedef {object} Field
 * @property {keyof ConfigurationLimits | null} limits the name of its range; a choice and a switch have none
 * @property {readonly Value[]} [values] that a choice or a switch can take
 * @property {boolean} [isWhole]
 * @property {{ field: string, values: readonly Value[] }} [usedWith] the values of another field without which this one means nothing
 * @property {(configuration: Configuration) => Value} read
 * @property {(configuration: Configuration, value: any) => void} write
 */

/** @typedef {Exclude<keyof Configuration, 'generatorAdam' | 'discriminatorAdam'>} Setting */

/**
 * A setting that is no number.
 * @param {Setting} setting
 * @param {readonly Value[]} values
 * @returns {Field}
 */
const choice = (setting, values) => ({
  limits: null,
  values,
  read: (from) => from[setting],
  write: (to, value) => Object.assign(to, { [setting]: value }),
});

/**
 * @param {Setting & keyof ConfigurationLimits} setting
 * @returns {Field}
 */
const number = (setting) => ({ ...choice(setting, []), limits: setting });

/**
 * @param {Setting & keyof ConfigurationLimits} setting
 * @returns {Field}
 */
const wholeNumber = (setting) => ({ ...number(setting), isWhole: true });

/**
 * @param {'generatorAdam' | 'discriminatorAdam'} optimiser
 * @param {keyof import('../pkg/simd128/dcgan_wasm.js').AdamConfiguration} setting
 * @returns {Field}
 */
const adam = (optimiser, setting) => ({
  limits: setting,
  read: (from) => from[optimiser][setting],
  write: (to, value) => (to[optimiser][setting] = value),
});

/** By the names of the form's controls. @type {Readonly<Record<string, Field>>} */
export const FIELDS = {
  conditioning: choice('conditioning', ['none', 'labels', 'clusters', 'labelsAndClusters']),
  clusterCount: { ...wholeNumber('clusterCount'), usedWith: { field: 'conditioning', values: WITH_CLUSTERS } },
  seed: wholeNumber('seed'),
  baseWidth: wholeNumber('baseWidth'),
  batchSize: wholeNumber('batchSize'),
  discriminatorLearningRate: adam('discriminatorAdam', 'learningRate'),
  generatorLearningRate: adam('generatorAdam', 'learningRate'),
  generatorLoss: choice('generatorLoss', ['nonSaturating', 'minimax', 'softmax']),
  latentSize: wholeNumber('latentSize'),
  discriminatorBeta1: adam('discriminatorAdam', 'beta1'),
  generatorBeta1: adam('generatorAdam', 'beta1'),
  discriminatorBeta2: adam('discriminatorAdam', 'beta2'),
  generatorBeta2: adam('generatorAdam', 'beta2'),
  averageDecay: number('averageDecay'),
  reuseFakes: choice('reuseFakes', [true, false]),
  generatorTurn: choice('generatorTurn', ['twoOptimizers', 'stackedFrozen', 'stackedUnfrozen']),
  batchNormalization: choice('batchNormalization', [true, false]),
  kernelSize: wholeNumber('kernelSize'),
  imageLimit: wholeNumber('imageLimit'),
};

/**
 * Whether a field means anything among the values of the others.
 * @param {string} name
 * @param {(field: string) => Value | undefined} valueOf
 */
export function isUsed(name, valueOf) {
  const condition = FIELDS[name]?.usedWith;
  if (condition === undefined) return true;
  const value = valueOf(condition.field);
  return value !== undefined && condition.values.includes(value);
}

/**
 * What is wrong with a value for a field.
 * @param {string} name of the field
 * @param {Value} value `NaN` for what is not a number
 * @param {ConfigurationLimits | null} limits
 * @param {Pick<Messages, 'settings'>} messages
 * @returns {string | null} a sentence that says what the field takes, or `null` if it takes the value
 */
export function complaintOf(name, value, limits, messages) {
  const field = FIELDS[name];
  const range = field?.limits && limits?.[field.limits];
  if (!range) return field?.values?.includes(value) === false && !field.limits ? messages.settings.address.oneOf(field.values.map(String)) : null;
  const isRight = typeof value === 'number' && value >= range.minimum && value <= range.maximum;
  if (isRight && (!field.isWhole || Number.isInteger(value))) return null;
  return (field.isWhole ? messages.settings.notWhole : messages.settings.notANumber)(range.minimum, range.maximum);
}

/** Of what `Number` reads, what a person would call one: no other bases, and no infinity. */
const NUMBER = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;

/**
 * The number that a person has typed, with the mark of any language.
 * @param {string} text
 * @returns {number} `NaN` for what is not a number
 */
export function typedNumber(text) {
  const typed = text.trim().replace(',', '.');
  return NUMBER.test(typed) ? Number(typed) : NaN;
}
