/** The address that repeats a run. */

import { FIELDS, isUsed } from './fields.js';
import { FLAVOURS } from './flavours.js';

/**
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Preset} Preset
 */

/**
 * The address that repeats a run: the preset nearest to it, and what differs from that.
 * @param {Configuration} configuration
 * @param {readonly Preset[]} presets
 * @param {string} page the page's own address, of which a build of the program that is pinned stays
 * @returns {string}
 */
export function addressOf(configuration, presets, page) {
  const valueOf = (/** @type {string} */ name) => FIELDS[name]?.read(configuration);
  const used = Object.keys(FIELDS).filter((name) => isUsed(name, valueOf));
  const candidates = presets.map((preset) => ({
    preset: preset.name,
    differing: used.filter((name) => FIELDS[name]?.read(preset.configuration) !== valueOf(name)),
  }));
  const nearest = candidates.reduce((best, candidate) => (candidate.differing.length < best.differing.length ? candidate : best));
  const address = new URL(page);
  const pinned = FLAVOURS.find((flavour) => flavour === address.searchParams.get('kernel'));
  address.search = new URLSearchParams({
    preset: nearest.preset,
    ...Object.fromEntries(nearest.differing.map((name) => [name, String(valueOf(name))])),
    ...(pinned && { kernel: pinned }),
  }).toString();
  address.hash = '';
  return address.href;
}
