/** Keeps the run of a frame while it trains, since a deck destroys its frames without a warning, and goes on with it when the frame is back. */

/**
 * @typedef {import('./frame.js').DemoElement} DemoElement
 * @typedef {import('./shelves.js').Shelf} Shelf
 */

export class Keeper {
  #demo;
  #shelves;
  #resumes;
  /** Where this frame's run is kept, once that is known. @type {Shelf | null} */
  #shelf = null;
  #isTraining = false;
  #isKeeping = false;
  /** The run as it was handed out last. @type {Uint8Array<ArrayBuffer> | null} */
  #newest = null;
  /** What is kept. @type {import('./shelves.js').Kept | null} */
  #kept = null;

  /**
   * @param {HTMLElement & DemoElement} demo
   * @param {Shelf[]} shelves where a run may be kept, the best first
   * @param {boolean} resumes whether a run that was kept goes on
   */
  constructor(demo, shelves, resumes) {
    this.#demo = demo;
    this.#shelves = shelves;
    this.#resumes = resumes;
  }

  /** Goes on with the run that was kept, if there is one, and keeps what follows. Never throws. */
  async begin() {
    await this.#resume();
    this.#note();
    this.#demo.addEventListener('checkpoint', (event) => {
      this.#newest = /** @type {CustomEvent<{ file: Uint8Array<ArrayBuffer> }>} */ (event).detail.file;
      this.#keep();
    });
    this.#demo.addEventListener('state', () => {
      this.#note();
      // Whether it trained is kept with it.
      if (this.#demo.state === 'paused') this.#keep();
      else if (this.#demo.state === 'ready' && this.#demo.steps === 0) this.#forget();
    });
  }

  async #resume() {
    const kept = await this.#find();
    if (!kept || !this.#resumes) return;
    try {
      await this.#demo.restore(kept.file);
      this.#kept = kept;
      // A frame that begins by itself may have begun already; and who had paused finds it paused.
      if (kept.isTraining) await this.#demo.play();
      else await this.#demo.pause();
    } catch {
      // Kept by another version, or damaged: then this frame begins anew, and its next checkpoint takes the place.
    }
  }

  /** The first shelf that is there is this frame's. */
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

  /** Whether it trains; that it pauses because nobody sees it does not count. */
  #note() {
    const isSeen = this.#demo.onStage !== false && document.visibilityState === 'visible';
    if (this.#demo.state === 'training') this.#isTraining = true;
    else if (isSeen) this.#isTraining = false;
  }

  async #keep() {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    for (let next = this.#next; next; next = this.#next) {
      this.#kept = next;
      try {
        await this.#shelf?.keep(next);
      } catch {
        // Full, or denied meanwhile: what was kept before stays, and the next one is tried.
      }
    }
    this.#isKeeping = false;
  }

  /** What is to be kept, where that is not kept yet. */
  get #next() {
    const [file, isTraining] = [this.#newest, this.#isTraining];
    return file && (file !== this.#kept?.file || isTraining !== this.#kept.isTraining) ? { file, isTraining } : null;
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
