/** Keeps the run of a page while it trains, since pages are closed and frames are taken away without a warning, and goes on with it later. */

/**
 * @typedef {import('./run-database.js').Kept} Kept
 * @typedef {import('./shelves.js').Shelf} Shelf
 */

/**
 * What is used of the element.
 * @typedef {object} KeptDemo
 * @property {string} state
 * @property {number} steps
 * @property {boolean | null} onStage
 * @property {() => Promise<void>} play
 * @property {() => Promise<void>} pause
 * @property {import('./trainer-client.js').Images | null} ownImages
 * @property {(file: Uint8Array<ArrayBuffer>) => Promise<void>} restore
 * @property {(files: Blob[]) => Promise<unknown>} open
 */

/** Disks are not written to any faster by a run that trains: a large one is kept less often. */
const BYTES_PER_MILLISECOND = 1000;

export class Keeper {
  #demo;
  #shelves;
  #onOutcome;
  /** Where this page's run is kept, once that is known. @type {Shelf | null} */
  #shelf = null;
  /** @type {Promise<Kept | null> | null} */
  #finding = null;
  #isTraining = false;
  #isKeeping = false;
  #isResuming = false;
  /** The run as it was handed out last. @type {Omit<Kept, 'isTraining'> | null} */
  #newest = null;
  /** What is kept. @type {Kept | null} */
  #kept = null;
  /** Ends the wait until the disk may be written to again. */
  #hurry = () => {};

  /**
   * @param {HTMLElement & KeptDemo} demo
   * @param {Shelf[]} shelves where a run may be kept, the best first
   * @param {(error: unknown) => void} onOutcome told why the run could not be kept; `null` where it was
   */
  constructor(demo, shelves, onOutcome = () => {}) {
    this.#demo = demo;
    this.#shelves = shelves;
    this.#onOutcome = onOutcome;
  }

  /**
   * What the first shelf that is there holds: that is this page's. Never throws.
   * @returns {Promise<Kept | null>}
   */
  find() {
    this.#finding ??= this.#find();
    return this.#finding;
  }

  async #find() {
    for (const shelf of this.#shelves) {
      try {
        const kept = await shelf.find();
        this.#shelf = shelf;
        return kept;
      } catch {
        // Denied here: the next one.
      }
    }
    return null;
  }

  /**
   * Puts a run that was kept in the place of the demo's.
   * @param {Kept} kept
   * @throws {Error} whose message says what is wrong with it; then the current run goes on, and its next checkpoint takes the place
   */
  async resume(kept) {
    const { file, images } = kept;
    this.#isResuming = true;
    try {
      if (images) await this.#demo.open([file, images.images, images.labels].map((bytes) => new Blob([bytes])));
      else await this.#demo.restore(file);
      this.#shelf?.take?.();
      [this.#kept, this.#newest] = [kept, null];
    } finally {
      this.#isResuming = false;
      this.#keep();
    }
    // A frame that begins by itself may have begun already; and who had paused finds it paused.
    if (kept.isTraining) await this.#demo.play();
    else await this.#demo.pause();
  }

  /**
   * Keeps what the demo hands out from now on.
   * @param {Event | null} handedOut the last checkpoint that it handed out before, if any
   */
  follow(handedOut = null) {
    this.#note();
    this.#demo.addEventListener('checkpoint', (event) => this.#take(event));
    if (handedOut) this.#take(handedOut);
    this.#demo.addEventListener('state', () => {
      this.#note();
      // Whether it trained is kept with it.
      if (this.#demo.state === 'paused') this.#keepNow();
      else if (this.#demo.state === 'ready' && this.#demo.steps === 0) this.#forget();
    });
    document.addEventListener('visibilitychange', () => this.#keepNow());
  }

  /** @param {Event} event */
  #take(event) {
    const { file, steps } = /** @type {CustomEvent<import('./checkpoints.js').Checkpoint>} */ (event).detail;
    this.#newest = { file, steps, images: this.#demo.ownImages };
    this.#keep();
  }

  /** Whether it trains; that it pauses because nobody sees it does not count. */
  #note() {
    const isSeen = this.#demo.onStage !== false && document.visibilityState === 'visible';
    if (this.#demo.state === 'training') this.#isTraining = true;
    else if (isSeen) this.#isTraining = false;
  }

  #keepNow() {
    this.#hurry();
    this.#keep();
  }

  async #keep() {
    // While a run takes the place of another, nobody can say which of them a file is kept for.
    if (this.#isKeeping || this.#isResuming) return;
    this.#isKeeping = true;
    for (let next = this.#next; next && !this.#isResuming; next = this.#next) {
      this.#kept = next;
      this.#onOutcome(await this.#put(next));
      await this.#rest(sizeOf(next) / BYTES_PER_MILLISECOND);
    }
    this.#isKeeping = false;
  }

  /**
   * @param {Kept} kept
   * @returns {Promise<unknown>} why it could not be kept; `null` where it was
   */
  async #put(kept) {
    try {
      await this.find();
      if (!this.#shelf) throw new DOMException('no storage', 'SecurityError');
      await this.#shelf.keep(kept);
      return null;
    } catch (error) {
      // What was kept before stays, and the next one is tried.
      return error;
    }
  }

  /** @param {number} milliseconds */
  async #rest(milliseconds) {
    await new Promise((resolve) => {
      this.#hurry = () => resolve(undefined);
      setTimeout(resolve, milliseconds);
    });
  }

  /** What is to be kept, where that is not kept yet. @returns {Kept | null} */
  get #next() {
    const [newest, isTraining] = [this.#newest, this.#isTraining];
    if (!newest || (newest.file === this.#kept?.file && isTraining === this.#kept.isTraining)) return null;
    return { ...newest, isTraining };
  }

  /** Another run has begun. */
  async #forget() {
    if (!this.#kept) return;
    this.#kept = this.#newest = null;
    try {
      await this.#shelf?.forget();
    } catch {
      // Then the next checkpoint takes its place.
    }
  }
}

/** @param {Kept} kept @returns {number} bytes that are written to keep it */
function sizeOf({ file, images }) {
  return file.length + (images ? images.images.length + images.labels.length : 0);
}
