/** The fields of the settings: where each stands in a configuration, and what it takes. */

import { WITH_CLUSTERS } from './conditioning.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').ConfigurationLimits} ConfigurationLimits
 * @typedef {number | string | boolean} Value
 */

/**
 * @typedef {object} Field
 * @property {keyof ConfigurationLimits | null} limits the name of its range; a choice and a switch have none
 * @property {boolean} [isWhole]
 * @property {{ field: string, values: readonly Value[] }} [usedWith] the values of another field without which this one means nothing
 * @property {(configuration: Configuration) => Value} read
 * @property {(configuration: Configuration, value: any) => void} write
 */

/** @typedef {Exclude<keyof Configuration, 'generatorAdam' | 'discriminatorAdam'>} Setting */

/**
 * A setting that is no number.
 * @param {Setting} setting
 * @returns {Field}
 */
const choice = (setting) => ({
  limits: null,
  read: (from) => from[setting],
  write: (to, value) => Object.assign(to, { [setting]: value }),
});

/**
 * @param {Setting & keyof ConfigurationLimits} setting
 * @returns {Field}
 */
const number = (setting) => ({ ...choice(setting), limits: setting });

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
  conditioning: choice('conditioning'),
  clusterCount: { ...wholeNumber('clusterCount'), usedWith: { field: 'conditioning', values: WITH_CLUSTERS } },
  seed: wholeNumber('seed'),
  baseWidth: wholeNumber('baseWidth'),
  batchSize: wholeNumber('batchSize'),
  discriminatorLearningRate: adam('discriminatorAdam', 'learningRate'),
  generatorLearningRate: adam('generatorAdam', 'learningRate'),
  generatorLoss: choice('generatorLoss'),
  latentSize: wholeNumber('latentSize'),
  discriminatorBeta1: adam('discriminatorAdam', 'beta1'),
  generatorBeta1: adam('generatorAdam', 'beta1'),
  discriminatorBeta2: adam('discriminatorAdam', 'beta2'),
  generatorBeta2: adam('generatorAdam', 'beta2'),
  averageDecay: number('averageDecay'),
  reuseFakes: choice('reuseFakes'),
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
