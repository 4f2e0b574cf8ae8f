/** Whether little motion is wanted: by the reader's system, or by the demo's `motion` attribute. */

const REDUCED = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * @param {Element} element of a demo
 * @returns {boolean} whether motion around it is unwelcome now
 */
export function isCalm(element) {
  const root = element.getRootNode();
  return REDUCED.matches || (root instanceof ShadowRoot && root.host.getAttribute('motion') === 'reduced');
}
