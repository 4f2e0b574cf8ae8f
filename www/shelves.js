/** Where a frame's run is kept: the browser's database for this session of the tab, or, where that is denied, with the parent or in the frame's name. */

import { isOfPage } from './page-shelf.js';
import { RunDatabase } from './run-database.js';
import { ADDRESS, wishesIn } from './wishes.js';

/** @typedef {import('./run-database.js').Kept} Kept */

/**
 * A place for one run. Each method rejects where the place is denied or full.
 * @typedef {object} Shelf
 * @property {() => Promise<Kept | null>} find
 * @property {(kept: Kept) => Promise<void>} keep
 * @property {() => Promise<void>} forget
 * @property {() => void} [take] what was found is gone on with: what is kept from now on takes its place
 */

const SESSION = 'dcgan-demo session';
/** Runs of sessions that must be over, and more of them than a deck has, are removed. */
const OLDEST_MILLISECONDS = 24 * 3600 * 1000;
const MOST_RUNS = 24;
/** How long a parent may take to answer. */
const PATIENCE_MILLISECONDS = 1000;
const MOST_CLAIMS = 8;

/** What a name that keeps a run begins with. */
const NAME_MARK = 'dcgan-demo run ';
/** Browsers hand a frame's name from process to process. */
const LONGEST_NAME = 16e6;

/**
 * The places for the run of a frame, the best first.
 * @param {Window & typeof globalThis} frame
 * @param {ParentShelf} parentShelf
 * @returns {Shelf[]}
 */
export function shelvesOf(frame, parentShelf) {
  const title = titleOf(frame);
  parentShelf.title = title;
  const others = [parentShelf, new NameShelf(frame)];
  // A name that keeps a run already says that the parent keeps none.
  return [new DatabaseShelf(frame, title), ...(frame.name.startsWith(NAME_MARK) ? others.reverse() : others)];
}

/**
 * What a frame's run is kept as: the name that its address asks for, or else the address and the frame's place in the page around it.
 * @param {Window} frame
 */
export function titleOf(frame) {
  const address = new URL(frame.location.href);
  const name = wishesIn(address.searchParams, ADDRESS, address.href).values.get('keep');
  if (name) return `name ${name}`;
  // The other words say how a run is shown, or run, and not which one it is.
  for (const word of Object.keys(ADDRESS)) address.searchParams.delete(word);
  address.hash = '';
  return `frame ${placeOf(frame)} ${address.href}`;
}

/**
 * Which frame of its parent a frame is, and its parent of that one's, and so on. A frame may count its siblings, whatever origin they have.
 * @param {Window} frame
 */
function placeOf(frame) {
  const places = [];
  for (let inner = frame; inner !== inner.parent; inner = inner.parent) {
    let index = 0;
    while (index < inner.parent.length && inner.parent[index] !== inner) index++;
    places.unshift(index);
  }
  return places.join('.');
}

/** In the database, under an id of the tab's session. Two frames of one title, such as those of a tab and of its duplicate, have a place each. */
export class DatabaseShelf {
  #frame;
  #title;
  #database;
  /** @type {string | null} */
  #claimed = null;

  /**
   * @param {Window & typeof globalThis} frame
   * @param {string} title
   */
  constructor(frame, title) {
    this.#frame = frame;
    this.#title = title;
    this.#database = new RunDatabase(frame);
  }

  /** @returns {Promise<Kept | null>} */
  async find() {
    const { sessionStorage, indexedDB } = this.#frame;
    const session = sessionStorage.getItem(SESSION);
    if (!indexedDB) throw new Error('there is no database here');
    return session === null ? null : this.#database.get(await this.#claim(session));
  }

  /** @param {Kept} kept */
  async keep(kept) {
    const { sessionStorage, crypto } = this.#frame;
    const session = sessionStorage.getItem(SESSION) ?? [...crypto.getRandomValues(new Uint32Array(4))].join('-');
    sessionStorage.setItem(SESSION, session);
    const isFirst = this.#claimed === null;
    await this.#database.put(await this.#claim(session), kept);
    if (isFirst) await this.#database.prune((title) => !isOfPage(title), OLDEST_MILLISECONDS, MOST_RUNS);
  }

  async forget() {
    if (this.#claimed !== null) await this.#database.delete(this.#claimed);
  }

  /**
   * The title that no other living document keeps its run under.
   * @param {string} session
   * @returns {Promise<string>}
   */
  async #claim(session) {
    for (let number = 1; this.#claimed === null && number <= MOST_CLAIMS; number++) {
      const title = `${session} ${number} ${this.#title}`;
      if (await this.#database.lock(title)) this.#claimed = title;
    }
    if (this.#claimed === null) throw new Error('too many frames keep the same run');
    return this.#claimed;
  }
}

/** With a parent that offers it: it answers when it is asked for what it has. */
export class ParentShelf {
  /** What this frame's run is kept as. */
  title = '';
  #tell;
  /** @type {((kept: Kept | null) => void) | null} */
  #onAnswer = null;

  /** @param {(event: string, detail: unknown) => void} tell the parent */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @returns {Promise<Kept | null>} */
  find() {
    return new Promise((resolve, reject) => {
      this.#onAnswer = resolve;
      this.#tell('find', { title: this.title });
      setTimeout(() => reject(new Error('the parent keeps nothing')), PATIENCE_MILLISECONDS);
    });
  }

  /** @param {Kept} kept */
  async keep({ file, isTraining, images }) {
    if (images) throw new Error('a parent keeps no images');
    this.#tell('keep', { title: this.title, file, isTraining });
  }

  async forget() {
    this.#tell('keep', { title: this.title, file: null, isTraining: false });
  }

  /** @param {Kept | null} kept what the parent answers, which counts while it is asked: what it was told to keep, or `null` */
  answer(kept) {
    this.#onAnswer?.(kept && { file: kept.file, isTraining: kept.isTraining });
  }
}

/** In the name of the frame, which outlives its documents. A name that a page's author has given stays as it is. */
export class NameShelf {
  #frame;

  /** @param {Window & typeof globalThis} frame */
  constructor(frame) {
    this.#frame = frame;
  }

  /** @returns {Promise<Kept | null>} */
  async find() {
    const { name } = this.#frame;
    if (name === '') return null;
    if (!name.startsWith(NAME_MARK)) throw new Error('the frame has a name of its own');
    const [training, file] = name.slice(NAME_MARK.length).split(' ');
    return { file: Uint8Array.from(atob(file ?? ''), (letter) => letter.charCodeAt(0)), isTraining: training === 'training' };
  }

  /** @param {Kept} kept */
  async keep({ file, isTraining, images }) {
    if (images) throw new Error('the images are too large for a name');
    const name = `${NAME_MARK}${isTraining ? 'training' : 'paused'} ${base64(file)}`;
    if (name.length > LONGEST_NAME) throw new Error('the run is too large for a name');
    this.#frame.name = name;
  }

  async forget() {
    this.#frame.name = '';
  }
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let letters = '';
  for (let start = 0; start < bytes.length; start += 8192) letters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(letters);
}
