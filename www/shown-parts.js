/** Which parts of the demo are shown, by the names that an element's `parts` attribute or an address's `parts` parameter has for them. */

/** @type {Readonly<Record<string, string>>} */
const SELECTORS = {
  digits: '.digits',
  controls: '.transport',
  turns: '.beside > .turns',
  view: '.view',
  verdict: '.verdict',
  counters: '.counters',
  losses: '.losses',
  travel: '.travel',
  referee: '.referee',
  opinions: '.opinions',
  settings: '.settings',
  path: '.path',
  experiment: '.experiment',
  gallery: '.gallery',
  latent: '.latent',
  ask: '.ask',
  game: '.game',
  'take-home': '.take-home',
  notes: '.notes',
};

/** Parts that stand in a section of their own, which goes with the last of them. @type {Readonly<Record<string, readonly string[]>>} */
const SECTIONS = {
  '.run': ['digits', 'controls', 'turns', 'view', 'verdict', 'counters', 'losses', 'travel', 'referee', 'opinions'],
  '.beside': ['controls', 'turns', 'view', 'verdict', 'counters', 'losses', 'travel', 'referee', 'opinions'],
  '.lesson': ['path', 'experiment', 'gallery'],
  '.tools': ['latent', 'ask', 'game', 'take-home'],
};

/** Names for several at once. @type {Readonly<Record<string, readonly string[]>>} */
const GROUPS = {
  all: Object.keys(SELECTORS),
  run: SECTIONS['.run'] ?? [],
  lesson: SECTIONS['.lesson'] ?? [],
  tools: SECTIONS['.tools'] ?? [],
  compact: ['digits', 'controls', 'losses'],
};

/** Every name that may be asked for. */
export const PART_NAMES = [...Object.keys(SELECTORS), ...Object.keys(GROUPS)];

/**
 * The parts that are asked for.
 * @param {string} text names of parts and of groups, separated by spaces
 * @returns {Set<string>} names of parts
 */
export function partsOf(text) {
  return new Set(text.split(' ').flatMap((word) => GROUPS[word] ?? (word === '' ? [] : [word])));
}

/**
 * Shows these parts and no others.
 * @param {ParentNode} root
 * @param {ReadonlySet<string>} shown
 */
export function showParts(root, shown) {
  for (const [name, selector] of Object.entries(SELECTORS)) root.querySelector(selector)?.toggleAttribute('data-off', !shown.has(name));
  for (const [selector, names] of Object.entries(SECTIONS)) {
    const section = root.querySelector(selector);
    const count = names.filter((name) => shown.has(name)).length;
    section?.toggleAttribute('data-off', count === 0);
    section?.toggleAttribute('data-partial', count < names.length);
  }
}
