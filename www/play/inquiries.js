/** Asks for what is due, one request at a time: whatever is wished for meanwhile is asked for together by the next, as it stands then. */

export class Inquiries {
  #send;
  #now;
  /** When each thing is due, and from when on it goes along with others. @type {Map<string, { at: number, from: number }>} */
  #due = new Map();
  /** When each thing was asked for last. @type {Map<string, number>} */
  #asked = new Map();
  #isOpen = false;
  #isUnderWay = false;
  #isScheduled = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(due: Set<string>) => Promise<void>} send asks for everything that is due, and settles when it is there
   * @param {() => number} now milliseconds of a clock that never goes back
   */
  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** @param {boolean} isOpen whether anything may be asked; what is wished for until then waits */
  open(isOpen) {
    this.#isOpen = isOpen;
    this.#schedule();
  }

  /**
   * @param {string} name of what is wished for
   * @param {number} interval milliseconds since it was last asked for, before which it is not asked for again
   * @param {number} slack milliseconds by which it may come sooner, along with something else that is asked for
   */
  want(name, interval = 0, slack = 0) {
    const at = (this.#asked.get(name) ?? -Infinity) + interval;
    const before = this.#due.get(name) ?? { at: Infinity, from: Infinity };
    this.#due.set(name, { at: Math.min(before.at, at), from: Math.min(before.from, at - slack) });
    this.#schedule();
  }

  /** Wishes made one after the other go into the same request. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#advance();
    });
  }

  async #advance() {
    if (this.#isUnderWay || !this.#isOpen || this.#due.size === 0) return;
    const now = this.#now();
    const next = Math.min(...[...this.#due.values()].map(({ at }) => at));
    if (next > now) return this.#wait(next - now);
    const names = [...this.#due].filter(([, { from }]) => from <= now).map(([name]) => name);
    for (const name of names) {
      this.#due.delete(name);
      this.#asked.set(name, now);
    }
    this.#isUnderWay = true;
    try {
      await this.#send(new Set(names));
    } finally {
      this.#isUnderWay = false;
      this.#schedule();
    }
  }

  /** @param {number} milliseconds */
  #wait(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#schedule(), milliseconds);
  }
}
