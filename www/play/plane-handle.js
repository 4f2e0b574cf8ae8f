/** The point in a square: dragged by pointer, moved by arrow keys, placed by two sliders; all three always agree. */

/** @typedef {{ across: number, down: number }} Point both from 0 to 1: how far right, and how far down */

/** The shares of the square that an arrow key moves the point by, alone and with Shift. */
const STEP = 0.02;
const LEAP = 0.1;

/** @type {Readonly<Record<string, Point>>} */
const ARROWS = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
};

export class PlaneHandle {
  #plane;
  #handle;
  #sliders;
  #cells;
  #onMove;
  /** @type {Point} */
  #point = { across: 0.5, down: 0.5 };

  /**
   * @param {object} elements
   * @param {HTMLElement} elements.plane the square; the point's place is in its properties --across and --down
   * @param {HTMLElement} elements.handle on it, with the role of a slider
   * @param {HTMLInputElement} elements.across from 0 to 100
   * @param {HTMLInputElement} elements.down from 0 to 100
   * @param {number} cells of the plane in each direction: the point goes from the middle of the first to that of the last
   * @param {(point: Point) => void} onMove
   */
  constructor({ plane, handle, across, down }, cells, onMove) {
    this.#plane = plane;
    this.#handle = handle;
    this.#sliders = { across, down };
    this.#cells = cells;
    this.#onMove = onMove;
    plane.addEventListener('pointerdown', (event) => this.#grasp(event));
    plane.addEventListener('pointermove', (event) => plane.hasPointerCapture(event.pointerId) && this.#follow(event));
    handle.addEventListener('keydown', (event) => this.#press(event));
    for (const name of /** @type {(keyof Point)[]} */ (['across', 'down'])) {
      this.#sliders[name].addEventListener('input', () => this.#move({ ...this.#point, [name]: Number(this.#sliders[name].value) / 100 }));
    }
    this.#place();
  }

  get point() {
    return this.#point;
  }

  /**
   * Says in words where the point is.
   * @param {(percent: number) => string} across
   * @param {(percent: number) => string} down
   */
  describe(across, down) {
    const right = across(Math.round(100 * this.#point.across));
    const below = down(Math.round(100 * this.#point.down));
    say(this.#sliders.across, right);
    say(this.#sliders.down, below);
    say(this.#handle, `${right}, ${below}`);
  }

  /** @param {PointerEvent} event */
  #grasp(event) {
    if (event.button !== 0) return;
    this.#plane.setPointerCapture(event.pointerId);
    this.#handle.focus({ preventScroll: true });
    event.preventDefault();
    this.#follow(event);
  }

  /** @param {PointerEvent} event */
  #follow({ clientX, clientY }) {
    const { left, top, width, height } = this.#plane.getBoundingClientRect();
    const place = (/** @type {number} */ share) => (share * this.#cells - 0.5) / (this.#cells - 1);
    this.#move({ across: place((clientX - left) / width), down: place((clientY - top) / height) });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { across, down } = this.#point;
    const arrow = ARROWS[event.key];
    const length = event.shiftKey ? LEAP : STEP;
    if (arrow) this.#move({ across: across + length * arrow.across, down: down + length * arrow.down });
    else if (event.key === 'Home') this.#move({ across: 0, down });
    else if (event.key === 'End') this.#move({ across: 1, down });
    else return;
    event.preventDefault();
  }

  /** @param {Point} point that may lie outside the square */
  #move({ across, down }) {
    const within = (/** @type {number} */ share) => Math.min(1, Math.max(0, share));
    const moved = { across: within(across), down: within(down) };
    if (moved.across === this.#point.across && moved.down === this.#point.down) return;
    this.#point = moved;
    this.#place();
    this.#onMove(moved);
  }

  #place() {
    const { across, down } = this.#point;
    this.#plane.style.setProperty('--across', across.toFixed(4));
    this.#plane.style.setProperty('--down', down.toFixed(4));
    this.#sliders.across.value = String(Math.round(100 * across));
    this.#sliders.down.value = String(Math.round(100 * down));
    this.#handle.setAttribute('aria-valuenow', String(Math.round(100 * across)));
  }
}

/** @param {HTMLElement} slider @param {string} value */
function say(slider, value) {
  if (slider.getAttribute('aria-valuetext') !== value) slider.setAttribute('aria-valuetext', value);
}
