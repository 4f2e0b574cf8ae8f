/** Tells whether somebody can see an element: it is in the window, in a tab that is shown, and a frame's host has not put it off stage. */

/** How often to look whether it is still laid out: nobody observes in a frame that is not displayed. */
const INTERVAL_MILLISECONDS = 500;

export class Stage {
  #element;
  #timer;
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
    this.#element = element;
    this.#onChange = onChange;
    this.#timer = setInterval(() => this.#tell(), INTERVAL_MILLISECONDS);
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
    clearInterval(this.#timer);
    this.#observer.disconnect();
    this.#watching.abort();
  }

  #tell() {
    const isLaidOut = this.#element.getClientRects().length > 0;
    const isSeen = this.#isInWindow && isLaidOut && !document.hidden && this.#isPresented !== false;
    if (isSeen === this.#isSeen) return;
    this.#isSeen = isSeen;
    this.#onChange(isSeen);
  }
}
