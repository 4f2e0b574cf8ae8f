/** The ways of giving G its loss that the experiment compares, as settings: a preset and what differs from it. */

/**
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').Preset} Preset
 * @typedef {'twoOptimizers' | 'stackedFrozen' | 'stackedUnfrozen' | 'minimax' | 'softmax' | 'adamBeta05' | 'adamBeta09'} Variant
 */

/**
 * A number shown while a variant runs.
 * @typedef {'steps' | 'discriminatorLoss' | 'generatorLoss' | 'fakeProbability' | 'gradientNorm' | 'pull' | 'discriminatorMovedInOwnTurn'
 *   | 'discriminatorMoved' | 'generatorMoved' | 'stackedDifference' | 'readable'} Figure
 */

/**
 * @typedef {object} Settings
 * @property {Preset['name']} preset
 * @property {Partial<Configuration>} changes
 * @property {Figure[]} telling the numbers in which the variant shows
 */

const ANSWER_RATE = { learningRate: 1e-4, beta2: 0.999 };

/** @type {Record<Variant, Settings>} */
export const VARIANTS = {
  twoOptimizers: { preset: 'plain', changes: {}, telling: ['discriminatorMoved', 'generatorMoved', 'readable'] },
  stackedFrozen: {
    preset: 'plain',
    changes: { generatorTurn: 'stackedFrozen' },
    telling: ['stackedDifference', 'discriminatorMoved', 'readable'],
  },
  stackedUnfrozen: {
    preset: 'plain',
    changes: { generatorTurn: 'stackedUnfrozen' },
    telling: ['discriminatorMoved', 'fakeProbability', 'readable'],
  },
  minimax: { preset: 'plain', changes: { generatorLoss: 'minimax' }, telling: ['gradientNorm', 'pull', 'readable'] },
  softmax: {
    preset: 'plain',
    changes: { generatorLoss: 'softmax' },
    telling: ['discriminatorLoss', 'generatorLoss', 'discriminatorMovedInOwnTurn', 'generatorMoved'],
  },
  adamBeta05: {
    preset: 'plain',
    changes: { generatorAdam: { ...ANSWER_RATE, beta1: 0.5 }, discriminatorAdam: { ...ANSWER_RATE, beta1: 0.5 } },
    telling: ['steps', 'fakeProbability', 'readable'],
  },
  adamBeta09: {
    preset: 'plain',
    changes: { generatorAdam: { ...ANSWER_RATE, beta1: 0.9 }, discriminatorAdam: { ...ANSWER_RATE, beta1: 0.9 } },
    telling: ['steps', 'fakeProbability', 'readable'],
  },
};

export const VARIANT_NAMES = /** @type {Variant[]} */ (Object.keys(VARIANTS));

/**
 * The whole configuration of a variant.
 * @param {Variant} variant
 * @param {Preset[]} presets
 * @returns {Configuration}
 */
export function configurationOf(variant, presets) {
  const { preset, changes } = VARIANTS[variant];
  const base = presets.find(({ name }) => name === preset);
  if (!base) throw new TypeError(`there is no preset ${preset}`);
  return { ...base.configuration, ...changes };
}

/**
 * Which variant a configuration is, whatever its seed.
 * @param {Configuration} configuration
 * @param {Preset[]} presets
 * @returns {Variant | null}
 */
export function variantOf(configuration, presets) {
  const isThis = (/** @type {Variant} */ variant) =>
    agree({ ...configurationOf(variant, presets), seed: configuration.seed }, configuration);
  return VARIANT_NAMES.find(isThis) ?? null;
}

/**
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
function agree(one, other) {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other;
  const [fields, others] = [Object.entries(one), new Map(Object.entries(other))];
  return fields.length === others.size && fields.every(([name, value]) => agree(value, others.get(name)));
}
