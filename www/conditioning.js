/** What networks are told of an image, as far as the page has to know. */

/** @typedef {import('./protocol.js').Configuration} Configuration */

/** Where images are put into groups by their looks. @type {readonly Configuration['conditioning'][]} */
export const WITH_CLUSTERS = ['clusters', 'labelsAndClusters'];

/**
 * Whether the networks are told which digit an image shows, so that a digit can be asked for.
 * @param {Configuration} configuration
 */
export function knowsDigits({ conditioning }) {
  return conditioning === 'labels' || conditioning === 'labelsAndClusters';
}
