/** Why training may have produced numbers that are none: settings that are known to drive it there. */

/** What may be to blame. @typedef {'learningRate' | 'normalization' | 'memory' | 'chance'} Suspect */

/** Adam moves each weight by about the learning rate at every step: DCGANs train by 0.0001 to 0.002 (Radford et al. 2016, section 4). */
const HIGHEST_LEARNING_RATE = 0.005;
/** Where squared gradients are forgotten within so few steps, one large gradient meets the small scale of the ones before. */
const LEAST_BETA2 = 0.9;

/**
 * The settings that are most likely to blame, or chance where none stands out.
 * @param {import('./protocol.js').Configuration} configuration
 * @returns {Suspect[]}
 */
export function suspectsOf({ generatorAdam, discriminatorAdam, batchNormalization }) {
  const adams = [generatorAdam, discriminatorAdam];
  /** @type {Suspect[]} */
  const suspects = [];
  if (adams.some(({ learningRate }) => learningRate > HIGHEST_LEARNING_RATE)) suspects.push('learningRate');
  if (adams.some(({ beta1, beta2 }) => beta2 < LEAST_BETA2 || beta1 > beta2)) suspects.push('memory');
  if (!batchNormalization) suspects.push('normalization');
  return suspects.length > 0 ? suspects : ['chance'];
}
