/** Runs in the page's address: the settings that one asks for, and the address that repeats a run. */

import { FIELDS, complaintOf, isUsed, typedNumber } from './fields.js';
import { english } from './messages.js';

/**
 * @typedef {import('./fields.js').Value} Value
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').ConfigurationLimits} ConfigurationLimits
 * @typedef {import('./protocol.js').Preset} Preset
 */

/** A setting that is ignored: its field, what stands in the address, and what that is read as. @typedef {{ name: string, text: string, value: Value }} Complaint */

/**
 * A preset with what the address changes in it: settings by the names of their fields, such as `?seed=5&generatorBeta1=0.9`.
 * @param {URLSearchParams} address
 * @param {Configuration} preset
 * @param {ConfigurationLimits} limits
 * @returns {{ configuration: Configuration, ignored: Complaint[] }}
 */
export function requested(address, preset, limits) {
  const configuration = structuredClone(preset);
  /** @type {Complaint[]} */
  const ignored = [];
  for (const [name, field] of Object.entries(FIELDS)) {
    const text = address.get(name);
    if (text === null) continue;
    const value = field.limits ? typedNumber(text) : (field.values?.find((permitted) => String(permitted) === text) ?? text);
    if (complaintOf(name, value, limits, english) === null) field.write(configuration, value);
    else ignored.push({ name, text, value });
  }
  return { configuration, ignored };
}

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
  const pinned = address.searchParams.get('kernel');
  address.search = new URLSearchParams({
    preset: nearest.preset,
    ...Object.fromEntries(nearest.differing.map((name) => [name, String(valueOf(name))])),
    ...(pinned === null ? {} : { kernel: pinned }),
  }).toString();
  address.hash = '';
  return address.href;
}
