/** Where a page that is no frame keeps its run: a few places in the browser's database, of which each open tab has one of its own. */

import { RunDatabase } from './run-database.js';

/** @typedef {import('./run-database.js').Kept} Kept */
/** @typedef {import('./run-database.js').KeptRecord} KeptRecord */

const MARK = 'page ';
const PLACES = [1, 2, 3, 4, 5, 6, 7, 8];
/** A run that nobody has come back to for so long is removed. */
const OLDEST_MILLISECONDS = 30 * 24 * 3600 * 1000;

/** @param {string} title in the database */
export function isOfPage(title) {
  return title.startsWith(MARK);
}

export class PageShelf {
  #database;
  /** The titles of its places, one folder of a host apart from another. */
  #titles;
  /** What was found, and is nobody else's while this document lives. @type {string | null} */
  #found = null;
  /** Where this document keeps its run. @type {string | null} */
  #own = null;

  /** @param {Window & typeof globalThis} window */
  constructor(window) {
    this.#database = new RunDatabase(window);
    this.#titles = PLACES.map((place) => `${MARK}${place} ${new URL('.', window.location.href).pathname}`);
  }

  /**
   * The newest run that no other tab has.
   * @returns {Promise<KeptRecord | null>}
   */
  async find() {
    for (const title of (await this.#kept()).reverse()) {
      if (!(await this.#database.lock(title))) continue;
      this.#found = title;
      return this.#database.get(title);
    }
    return null;
  }

  /** What was found is gone on with: what is kept from now on takes its place, and what was kept before stays where it is. */
  take() {
    this.#own = this.#found;
  }

  /** What was found is wanted no more. */
  async discard() {
    if (this.#found !== null && this.#found !== this.#own) await this.#database.delete(this.#found);
  }

  /** @param {Kept} kept */
  async keep(kept) {
    const isFirst = this.#own === null;
    const place = this.#own ?? (await this.#claim());
    this.#own ??= place;
    await this.#database.put(place, kept);
    // What is on offer stays.
    if (isFirst) await this.#database.prune((title) => isOfPage(title) && title !== this.#found, OLDEST_MILLISECONDS, Infinity);
  }

  async forget() {
    if (this.#own !== null) await this.#database.delete(this.#own);
  }

  /** Removes the runs of this host's pages and frames, all of them. */
  async clear() {
    await this.#database.clear();
  }

  /** @returns {Promise<string[]>} titles under which something is kept, in the order in which it was */
  async #kept() {
    return (await this.#database.titles()).filter((title) => this.#titles.includes(title));
  }

  /** A place with nothing in it, or else that with the oldest run. */
  async #claim() {
    const kept = await this.#kept();
    const free = this.#titles.filter((title) => !kept.includes(title));
    // What was found stays until it is gone on with or discarded: its lock is this document's own, and is not given twice.
    for (const title of [...free, ...kept]) if (await this.#database.lock(title)) return title;
    throw new Error('every place is taken by another tab');
  }
}
