/** Keeps the run of a frame while it trains, since a deck destroys its frames without a warning, and goes on with it when the frame is back. */

/**
 * @typedef {import('./frame.js').DemoElement} DemoElement
 * @typedef {import('./shelves.js').Shelf} Shelf
 */

/** Between two checkpoints, at least. */
const INTERVAL_MILLISECONDS = 1500;
/** The share of time that making checkpoints may take; storing them is the browser's, beside the training. */
const BUDGET = 0.03;

export class Keeper {
  #demo;
  #shelves;
  #resumes;
  #now;
  /** Where this frame's run is kept, once that is known. @type {Shelf | null} */
  #shelf = null;
  #isTraining = false;
  #isKeeping = false;
  #dueAt = 0;
  /** What is kept: after which step, and whether it trained. @type {{ steps: number, isTraining: boolean } | null} */
  #kept = null;

  /**
   * @param {HTMLElement & DemoElement} demo
   * @param {Shelf[]} shelves where a run may be kept, the best first
   * @param {boolean} resumes whether a run that was kept goes on
   * @param {() => number} now milliseconds of a clock that never goes back
   */
  constructor(demo, shelves, resumes, now = () => performance.now()) {
    this.#demo = demo;
    this.#shelves = shelves;
    this.#resumes = resumes;
    this.#now = now;
  }

  /** Goes on with the run that was kept, if there is one, and keeps what follows. Never throws. */
  async begin() {
    await this.#resume();
    this.#dueAt = this.#now() + INTERVAL_MILLISECONDS;
    this.#note();
    this.#demo.addEventListener('step', () => this.#now() >= this.#dueAt && this.#keep());
    this.#demo.addEventListener('state', () => {
      this.#note();
      if (this.#demo.state === 'paused') this.#keep();
      else if (this.#demo.state === 'ready' && this.#demo.steps === 0) this.#forget();
    });
  }

  async #resume() {
    const kept = await this.#find();
    if (!kept || !this.#resumes) return;
    try {
      await this.#demo.restore(kept.file);
      this.#kept = { steps: this.#demo.steps, isTraining: kept.isTraining };
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
    const { steps, nextTurn } = this.#demo;
    // A checkpoint would finish a step that somebody takes by halves.
    if (nextTurn === 'generator') return;
    const isTraining = this.#isTraining;
    if (!this.#shelf || this.#isKeeping || (steps === this.#kept?.steps && isTraining === this.#kept.isTraining)) return;
    this.#isKeeping = true;
    const start = this.#now();
    try {
      const file = await this.#demo.checkpoint();
      this.#dueAt = start + Math.max(INTERVAL_MILLISECONDS, (this.#now() - start) / BUDGET);
      await this.#shelf.keep({ file, isTraining });
      this.#kept = { steps, isTraining };
    } catch {
      // Full, denied meanwhile, or nothing to keep: the run goes on unkept.
      this.#dueAt = this.#now() + INTERVAL_MILLISECONDS;
    }
    this.#isKeeping = false;
    if (this.#demo.state === 'paused' && this.#demo.steps !== steps) await this.#keep();
  }

  /** Another run has begun. */
  async #forget() {
    if (!this.#kept) return;
    this.#kept = null;
    try {
      await this.#shelf?.forget();
    } catch {
      // Then the next checkpoint takes its place.
    }
  }
}
