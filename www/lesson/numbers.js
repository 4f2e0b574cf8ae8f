/** Numbers of very different sizes in a few characters, and what the page works out from logits. */

/** @typedef {import('../messages.js').Messages} Messages */

const SUPERSCRIPTS = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/**
 * A number with three digits that count, as a power of ten where it is small; an exact 0 stays 0.
 * @param {Messages} messages
 * @param {number} value
 */
export function short(messages, value) {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(size)) return messages.decimal(value, 0);
  const magnitude = Math.floor(Math.log10(size));
  if (magnitude >= -3) return messages.decimal(value, Math.max(0, Math.min(5, 2 - magnitude)));
  const power = [...String(-magnitude)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return `${messages.decimal(value / 10 ** magnitude, 1)}·10⁻${power}`;
}

/**
 * The probability that a logit stands for.
 * @param {number} logit
 */
export function probability(logit) {
  return 1 / (1 + Math.exp(-logit));
}

/**
 * The terms of the losses for one image, without the rounding of a probability before its logarithm: −log D is softplus(−logit), and
 * −log(1 − D) is softplus(logit).
 * @type {Record<TermForm, (logit: number) => number>}
 *
 * @typedef {'real' | 'fake' | 'nonSaturating' | 'minimax' | 'softmax'} TermForm
 */
export const TERMS = {
  real: (logit) => softplus(-logit),
  fake: (logit) => softplus(logit),
  nonSaturating: (logit) => softplus(-logit),
  minimax: (logit) => -softplus(logit),
  // Softmax of a single number is 1, whatever the number.
  softmax: () => 0,
};

/** @param {number} value */
function softplus(value) {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}

/**
 * The length of a gradient, from the lengths of its layers' parts.
 * @param {import('../protocol.js').GradientNorm[]} norms
 * @param {import('../protocol.js').Turn} network
 */
export function wholeNorm(norms, network) {
  return Math.hypot(...norms.filter((norm) => norm.network === network).map(({ norm }) => norm));
}
