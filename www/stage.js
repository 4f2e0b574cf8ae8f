/** Tells whether somebody can see an element: it is in the window, in a tab that is shown, and a frame's host has not put it off stage. */

export class Stage {
  #isInWindow = false;
  /** @type {boolean | null} */
  #isPresented = null;
  #isSeen = false;
  #onChange;
  #watching = new AbortController();
  #observer;

  /**
   * @param {Element} element
   * @param {(isSeen: boolean) => void} onChange
   */
  constructor(element, onChange) {
    this.#onChange = onChange;
    this.#observer = new IntersectionObserver((entries) => {
      this.#isInWindow = entries.at(-1)?.isIntersecting ?? false;
      this.#tell();
    });
    this.#observer.observe(element);
    document.addEventListener('visibilitychange', () => this.#tell(), { signal: this.#watching.signal });
  }

  /** Whether it can be seen now. */
  get isSeen() {
    return this.#isSeen;
  }

  /** What a frame's host says: on stage, off it, or nothing (`null`). @type {boolean | null} */
  get presented() {
    return this.#isPresented;
  }

  set presented(isPresented) {
    this.#isPresented = isPresented;
    this.#tell();
  }

  /** Ends watching. */
  close() {
    this.#observer.disconnect();
    this.#watching.abort();
  }

  #tell() {
    const isSeen = this.#isInWindow && !document.hidden && this.#isPresented !== false;
    if (isSeen === this.#isSeen) return;
    this.#isSeen = isSeen;
    this.#onChange(isSeen);
  }
}
