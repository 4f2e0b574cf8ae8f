/** Names that mean nothing, and the ones that may have been meant. */

import { NAMES } from './wishes.js';

/** @typedef {import('./wishes.js').Complaint} Complaint */

/** Names shorter than this have neighbours that mean something else. */
const SHORTEST = 5;
/** A link may hold any number of misspelt names; so many are told. */
const MOST_TOLD = 8;

/**
 * Names that mean nothing, and the one that each is near to. What hosts add to addresses, such as `utm_source`, is near none.
 * @param {URLSearchParams} asked
 * @returns {(Complaint & { near: string | null })[]}
 */
export function strangersIn(asked) {
  const strangers = [...new Set(asked.keys())].filter((name) => !NAMES.includes(name));
  return strangers.map((name) => {
    const near = NAMES.find((known) => isNear(plain(known), plain(name))) ?? null;
    return { name, text: asked.get(name) ?? '', near, advice: ({ settings }) => (near ? settings.address.meant(near) : settings.address.stranger) };
  });
}

/** @param {URLSearchParams} asked by a link, which may have been through the hands of hosts */
export function misspeltIn(asked) {
  return strangersIn(asked)
    .filter(({ near }) => near !== null)
    .slice(0, MOST_TOLD);
}

/** @param {string} name */
function plain(name) {
  return name.replace(/[-_]/g, '').toLowerCase();
}

/**
 * Whether two names are one, but for a letter that is put in, left out or replaced.
 * @param {string} known
 * @param {string} name
 */
function isNear(known, name) {
  let same = 0;
  while (same < known.length && known[same] === name[same]) same++;
  const [rest, other] = [known.slice(same), name.slice(same)];
  if (rest === other) return true;
  return known.length >= SHORTEST && (rest.slice(1) === other.slice(1) || rest.slice(1) === other || rest === other.slice(1));
}
