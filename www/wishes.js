/** What an address, an attribute or a call may ask of the demo: every name, what it takes, and what is said where it is given anything else. */

import { FIELDS, complaintOf, typedNumber } from './fields.js';
import { FLAVOURS, MOST_THREADS } from './flavours.js';
import { english, languages } from './messages.js';
import { PART_NAMES } from './shown-parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 */

/**
 * Something that is asked for in vain, and ignored.
 * @typedef {object} Complaint
 * @property {string} name
 * @property {string} text what stood there
 * @property {(messages: Messages) => string} advice a sentence that says what would do
 */

/**
 * What a name takes.
 * @typedef {object} Kind
 * @property {(word: string, base: string) => boolean} accepts given the address of the page, too
 * @property {Complaint['advice']} advice
 * @property {boolean} [isList] whether it takes several words, separated by spaces or commas, of which the wrong ones are ignored
 */

/** @param {readonly string[]} values @returns {Kind} */
const oneOf = (values) => ({
  accepts: (word) => values.includes(word),
  advice: ({ settings }) => settings.address.oneOf(values),
});

/** @param {number} minimum @param {number} maximum @returns {Kind} */
const wholeNumber = (minimum, maximum) => ({
  accepts: (word) => String(Number(word)) === word && Number.isInteger(Number(word)) && Number(word) >= minimum && Number(word) <= maximum,
  advice: ({ settings }) => settings.notWhole(minimum, maximum),
});

/** @type {Kind} */
const switched = { ...oneOf(['true', 'false']), accepts: (word) => ['', 'true', 'false'].includes(word) };

const CODES = languages.map(({ code }) => code);
const LONGEST_NAME = 100;
/** More steps than anybody takes in a month. */
const MOST_STEPS = 1e9;

/** What an element's attributes take, beside those of its run. @type {Readonly<Record<string, Kind>>} */
export const ATTRIBUTES = {
  parts: { isList: true, accepts: (word) => PART_NAMES.includes(word), advice: ({ settings }) => settings.address.anyOf(PART_NAMES) },
  autoplay: oneOf(['visible', 'true', 'false']),
  'max-steps': wholeNumber(1, MOST_STEPS),
  theme: oneOf(['auto', 'light', 'dark']),
  motion: oneOf(['auto', 'reduced']),
  loading: oneOf(['lazy', 'eager']),
  // Whose page it is decides where its pictures come from.
  poster: {
    accepts: (word, base) => ['http:', 'https:', 'file:', 'blob:'].includes(urlOf(word, base)?.protocol ?? '') || /^data:image\//i.test(word),
    advice: ({ settings }) => settings.address.picture,
  },
};

/** What the page's address takes, beside the settings of its run. @type {Readonly<Record<string, Kind>>} */
export const ADDRESS = {
  ...ATTRIBUTES,
  // A link is anybody's: it may not have this page ask another host for anything.
  poster: { accepts: isOnHostOf, advice: ({ settings }) => settings.address.ownPicture },
  kernel: oneOf(FLAVOURS),
  threads: wholeNumber(1, MOST_THREADS),
  compact: switched,
  lang: { ...oneOf(CODES), accepts: (word) => CODES.includes(word.toLowerCase().split('-')[0] ?? '') },
  presenter: switched,
  keep: { accepts: (word) => word.length > 0 && word.length <= LONGEST_NAME, advice: ({ settings }) => settings.address.name(LONGEST_NAME) },
  resume: oneOf(['true', 'false']),
  origins: {
    isList: true,
    accepts: (word) => /^https?:\/\//.test(word) && urlOf(word)?.origin === word,
    advice: ({ settings }) => settings.address.origins,
  },
};

/** Every name that stands for something in an address. */
export const NAMES = ['preset', ...Object.keys(FIELDS), ...Object.keys(ADDRESS)];

/** No one has use for more in a call. */
const LONGEST_SETTINGS = 10_000;
/** A person needs to see no more of what is wrong. */
const LONGEST_QUOTE = 60;

/**
 * What is asked for beside a run, as far as it is right.
 * @param {URLSearchParams} asked
 * @param {Readonly<Record<string, Kind>>} takes
 * @param {string} base address that others are relative to
 * @returns {{ values: Map<string, string>, complaints: Complaint[] }} words of a list with spaces between
 */
export function wishesIn(asked, takes, base) {
  /** @type {Map<string, string>} */
  const values = new Map();
  /** @type {Complaint[]} */
  const complaints = [];
  for (const [name, { accepts, advice, isList }] of Object.entries(takes)) {
    const text = asked.get(name);
    if (text === null) continue;
    const words = isList ? text.split(/[\s,]+/).filter((word) => word !== '') : [text];
    const right = words.filter((word) => accepts(word, base));
    if (right.length > 0 || words.length === 0) values.set(name, right.join(' '));
    const wrong = words.filter((word) => !right.includes(word));
    if (wrong.length > 0) complaints.push({ name, text: wrong.join(' '), advice });
  }
  return { values, complaints };
}

/**
 * A run that is asked for: what it changes in a preset, settings by the names of their fields, such as `?seed=5&generatorBeta1=0.9`.
 * @param {URLSearchParams} asked
 * @param {Configuration} base
 * @param {Pick<import('./protocol.js').ReadyMessage, 'presets' | 'limits'>} program
 * @returns {{ configuration: Configuration, complaints: Complaint[] }}
 */
export function runIn(asked, base, { presets, limits }) {
  const configuration = structuredClone(base);
  const { complaints } = wishesIn(asked, { preset: oneOf(presets.map(({ name }) => name)) }, '');
  for (const [name, field] of Object.entries(FIELDS)) {
    const text = asked.get(name);
    if (text === null) continue;
    const value = field.limits ? typedNumber(text) : (field.values?.find((permitted) => String(permitted) === text) ?? text);
    if (complaintOf(name, value, limits, english) === null) field.write(configuration, value);
    else complaints.push({ name, text, advice: (messages) => complaintOf(name, value, limits, messages) ?? '' });
  }
  return { configuration, complaints };
}

/**
 * Whether there are names that mean nothing here; misspelt.js knows whether they should.
 * @param {URLSearchParams} asked
 */
export function hasStrangers(asked) {
  return [...asked.keys()].some((name) => !NAMES.includes(name));
}

/**
 * What a call asks for, as an address would: a string of that form, or a plain object of strings, numbers and switches.
 * @param {unknown} settings
 * @returns {URLSearchParams | null} `null` for anything else
 */
export function queryOf(settings) {
  if (typeof settings === 'string') return settings.length <= LONGEST_SETTINGS ? new URLSearchParams(settings) : null;
  try {
    // Also of another page's realm, but no array, no map, and nothing that somebody has made of a class of the browser's.
    if (Object.prototype.toString.call(settings) !== '[object Object]') return null;
    const entries = Object.entries(/** @type {object} */ (settings));
    const isRight = entries.length <= NAMES.length && entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
    return isRight ? queryOf(new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()) : null;
  } catch {
    // A getter of theirs has thrown.
    return null;
  }
}

/**
 * @param {Complaint} complaint
 * @param {Messages} messages
 */
export function sentenceOf({ name, text, advice }, messages) {
  return messages.settings.address.ignored(quoted(name), quoted(text), advice(messages));
}

/** @param {string} text */
function quoted(text) {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

/**
 * @param {string} text
 * @param {string} [base]
 */
function urlOf(text, base) {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** @param {string} text @param {string} base */
function isOnHostOf(text, base) {
  const [url, page] = [urlOf(text, base), new URL(base)];
  // Not by their origins: those of all files are `null`, and a file of another machine is a request to it.
  return url !== null && ['http:', 'https:', 'file:'].includes(url.protocol) && url.protocol === page.protocol && url.host === page.host;
}
