/** The paper that a digit is drawn on: by pointer, or by a brush that arrow keys move and Space puts down. */

import { SIDE } from './sheet.js';

/**
 * @typedef {import('./drawing.js').Drawing} Drawing
 * @typedef {import('./drawing.js').Place} Place
 */

/**
 * @typedef {object} PadEvents
 * @property {() => void} onStroke the drawing has changed, and goes on
 * @property {() => void} onLift a stroke is finished
 * @property {() => void} onBrush the brush that is moved by keys is somewhere else, or has been put down or lifted
 */

const LEAP = 4;

/** @type {Readonly<Record<string, [number, number]>>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Pad {
  #pad;
  #brush;
  #drawing;
  #events;
  /** Where the pointer drew last. @type {Place | null} */
  #latest = null;
  #column = SIDE / 2;
  #row = SIDE / 2;
  #isDown = false;

  /**
   * @param {HTMLElement} pad
   * @param {HTMLElement} brush on it, with the role of a slider; its place is in its properties --column and --row
   * @param {Drawing} drawing
   * @param {PadEvents} events
   */
  constructor(pad, brush, drawing, events) {
    this.#pad = pad;
    this.#brush = brush;
    this.#drawing = drawing;
    this.#events = events;
    pad.addEventListener('pointerdown', (event) => this.#touch(event));
    pad.addEventListener('pointermove', (event) => this.#latest && this.#draw(event));
    for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => this.#release());
    brush.addEventListener('keydown', (event) => this.#press(event));
    brush.addEventListener('blur', () => this.#lift());
    this.#place();
  }

  /** Whether a stroke is under way. */
  get isDrawing() {
    return this.#latest !== null || this.#isDown;
  }

  /**
   * Says in words where the brush is.
   * @param {(column: number, row: number, isDown: boolean) => string} inWords
   */
  describe(inWords) {
    this.#brush.setAttribute('aria-valuetext', inWords(this.#column + 1, this.#row + 1, this.#isDown));
  }

  /** @param {PointerEvent} event */
  #touch(event) {
    if (event.button !== 0 || this.#latest) return;
    this.#pad.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.#lift();
    this.#drawing.remember();
    this.#latest = this.#placeOf(event);
    this.#draw(event);
  }

  /** @param {PointerEvent} event */
  #draw(event) {
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const moment of passed.length > 0 ? passed : [event]) {
      const place = this.#placeOf(moment);
      this.#drawing.stroke(this.#latest ?? place, place);
      this.#latest = place;
    }
    this.#events.onStroke();
  }

  #release() {
    if (!this.#latest) return;
    this.#latest = null;
    this.#events.onLift();
  }

  /**
   * @param {PointerEvent} event
   * @returns {Place}
   */
  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.#pad.getBoundingClientRect();
    return { x: (SIDE * (clientX - left)) / width, y: (SIDE * (clientY - top)) / height };
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) this.#move(arrow, event.shiftKey ? LEAP : 1);
    else if (event.key === ' ' && !event.repeat) this.#toggle();
    else if (event.key !== ' ') return;
    event.preventDefault();
  }

  /**
   * @param {[number, number]} direction
   * @param {number} length
   */
  #move([right, below], length) {
    const from = this.#middle();
    const within = (/** @type {number} */ index) => Math.min(SIDE - 1, Math.max(0, index));
    this.#column = within(this.#column + length * right);
    this.#row = within(this.#row + length * below);
    this.#place();
    if (!this.#isDown) return;
    this.#drawing.stroke(from, this.#middle());
    this.#events.onStroke();
  }

  #toggle() {
    if (this.#isDown) return this.#lift();
    this.#isDown = true;
    this.#drawing.remember();
    this.#drawing.stroke(this.#middle(), this.#middle());
    this.#place();
    this.#events.onStroke();
  }

  #lift() {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#place();
    this.#events.onLift();
  }

  #middle() {
    return { x: this.#column + 0.5, y: this.#row + 0.5 };
  }

  #place() {
    this.#brush.style.setProperty('--column', String(this.#column));
    this.#brush.style.setProperty('--row', String(this.#row));
    this.#brush.setAttribute('aria-valuenow', String(this.#column + 1));
    this.#brush.toggleAttribute('data-down', this.#isDown);
    this.#events.onBrush();
  }
}
