/** What other people's code asks of a run, checked before any of it reaches the worker. */

import { FIELDS, complaintOf, isUsed } from '../../www/fields.js';
import { FLAVOURS, MOST_THREADS } from '../../www/flavours.js';
import { settings as words } from '../../www/messages/en/settings.js';

/**
 * @typedef {import('../types/index.js').RunOptions} RunOptions
 * @typedef {import('../../www/protocol.js').Configuration} Configuration
 * @typedef {import('../../www/protocol.js').ConfigurationLimits} ConfigurationLimits
 */

const OPTIONS = ['preset', 'seed', 'settings', 'kernel', 'threads', 'onLoading'];

/**
 * @param {unknown} options
 * @returns {RunOptions}
 */
export function optionsOf(options) {
  const known = Object.fromEntries(entriesOf(options, 'options', OPTIONS));
  const { kernel, threads, onLoading } = known;
  if (kernel !== undefined && !FLAVOURS.some((flavour) => flavour === kernel)) throw new RangeError(`kernel is one of ${FLAVOURS.join(', ')}.`);
  const isCount = Number.isInteger(threads) && Number(threads) >= 1 && Number(threads) <= MOST_THREADS;
  if (threads !== undefined && !isCount) throw new RangeError(`threads is a whole number from 1 to ${MOST_THREADS}.`);
  if (onLoading !== undefined && typeof onLoading !== 'function') throw new TypeError('onLoading is a function.');
  return known;
}

/**
 * A configuration with other settings; those of an optimiser join the ones that it has.
 * @param {Configuration} base
 * @param {unknown} settings
 * @param {ConfigurationLimits} limits
 * @returns {Configuration}
 */
export function configured(base, settings, limits) {
  /** @type {Configuration} */
  const configuration = /** @type {any} */ (joined({ ...base }, settings, 'settings'));
  const valueOf = (/** @type {string} */ name) => FIELDS[name]?.read(configuration);
  for (const name of Object.keys(FIELDS)) {
    const complaint = isUsed(name, valueOf) && complaintOf(name, /** @type {import('../../www/fields.js').Value} */ (valueOf(name)), limits, { settings: words });
    if (complaint) throw new RangeError(`${name} is wrong. ${complaint}`);
  }
  return configuration;
}

/**
 * @param {Readonly<Record<string, unknown>>} base
 * @param {unknown} given
 * @param {string} title of what is given
 * @returns {Record<string, unknown>}
 */
function joined(base, given, title) {
  const result = { ...base };
  for (const [name, value] of entriesOf(given, title, Object.keys(base))) {
    const before = base[name];
    const isGroup = typeof before === 'object';
    if (!isGroup && !['string', 'number', 'boolean'].includes(typeof value)) throw new TypeError(`${name}: a number, a string or a boolean is needed.`);
    result[name] = isGroup ? joined(/** @type {Record<string, unknown>} */ (before), value, name) : value;
  }
  return result;
}

/**
 * What stands in a plain object, under no other names than these; what is `undefined` is not there.
 * @param {unknown} given
 * @param {string} title
 * @param {readonly string[]} names
 * @returns {[string, unknown][]}
 */
function entriesOf(given, title, names) {
  if (Object.prototype.toString.call(given) !== '[object Object]') throw new TypeError(`${title}: a plain object is needed.`);
  const entries = Object.entries(/** @type {object} */ (given));
  const stranger = entries.find(([name]) => !names.includes(name));
  if (stranger) throw new RangeError(`${title}: nothing is called ${stranger[0].slice(0, 60)}; choose among ${names.join(', ')}.`);
  return entries.filter(([, value]) => value !== undefined);
}
