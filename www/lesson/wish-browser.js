/** What D tells G: the latest images of G with D's wishes beside them, one of them large, pixel by pixel. */

import { drawingDensity } from '../density.js';
import { largestWish, paintImage, paintWishes, SIDE } from '../heat-map.js';
import { part } from '../parts.js';
import { imageOf, smallCanvas } from './image-column.js';
import { probability, short } from './numbers.js';
import { write } from '../paced.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Anatomy} Anatomy
 * @typedef {import('../protocol.js').GeneratorTurn} GeneratorTurn
 */

/** How the arrow keys and their neighbours move the cursor: right and down. @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-SIDE, 0], End: [SIDE, 0] };

/** Canvas pixels along a side of a pixel of the large images. */
const CELLS = { least: 10, most: 40 };
const TELLING_INTERVAL_MILLISECONDS = 5000;

export class WishBrowser {
  #root;
  #messages;
  #heat;
  #cursor;
  /** @type {ReturnType<typeof tile>[]} */
  #tiles = [];
  /** @type {GeneratorTurn | null} */
  #turn = null;
  /** @type {import('../heat-map.js').Palette | null} */
  #colours = null;
  #count = 0;
  #chosen = 0;
  #toldAt = -Infinity;
  /** Of what is to be told a little later. @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;
  #pixel = { x: SIDE / 2, y: SIDE / 2 };

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#heat = part(root, 'large-heat', HTMLCanvasElement);
    this.#cursor = part(root, 'heat-cursor', HTMLElement);
    this.#heat.addEventListener('keydown', (event) => this.#press(event));
    for (const kind of /** @type {const} */ (['pointermove', 'pointerdown'])) {
      for (const name of ['large-heat', 'large-image']) {
        part(root, name, HTMLCanvasElement).addEventListener(kind, (event) => this.#point(event));
      }
    }
  }

  /**
   * @param {Anatomy | null} anatomy whose G's turn is shown
   * @param {import('../heat-map.js').Palette} colours
   */
  show(anatomy, colours) {
    this.#colours = colours;
    const turn = anatomy?.generator ?? null;
    // The same again is another language.
    if (turn === this.#turn) this.#toldAt = -Infinity;
    this.#turn = turn;
    this.#count = this.#turn && anatomy ? anatomy.count : 0;
    this.#chosen = Math.min(this.#chosen, Math.max(0, this.#count - 1));
    const { tells } = this.#messages.lesson;
    write(part(this.#root, 'tells-note', HTMLElement), this.#turn ? tells.choose : tells.waiting);
    part(this.#root, 'magnifier', HTMLElement).hidden = !this.#turn;
    this.#provideTiles();
    const largest = this.#turn ? largestWish(this.#turn.wishes) : 0;
    const scale = largest > 0 ? tells.scale(short(this.#messages, largest)) : tells.none;
    write(part(this.#root, 'wish-scale', HTMLElement), this.#turn ? scale : '');
    if (!this.#turn) return;
    for (const [index, { image, heat }] of this.#tiles.entries()) {
      paintImage(image, imageOf(this.#turn.fake, index));
      paintWishes(heat, imageOf(this.#turn.fake, index), imageOf(this.#turn.wishes, index), largest, colours);
    }
    this.#describeTiles(this.#turn);
    this.#magnify();
  }

  /** As many tiles as images; those that stay keep the focus. */
  #provideTiles() {
    const list = part(this.#root, 'tiles', HTMLElement);
    while (this.#tiles.length > this.#count) this.#tiles.pop()?.button.remove();
    while (this.#tiles.length < this.#count) {
      const index = this.#tiles.length;
      const made = tile();
      made.button.addEventListener('click', () => this.#choose(index));
      this.#tiles.push(made);
      list.append(made.button);
    }
  }

  /** @param {GeneratorTurn} turn */
  #describeTiles({ logits }) {
    const { count, decimal, lesson } = this.#messages;
    for (const [index, { button, words }] of this.#tiles.entries()) {
      const value = logits[index] ?? 0;
      button.setAttribute('aria-pressed', String(index === this.#chosen));
      write(words.intro, lesson.tells.tile(count(index + 1)));
      write(words.logit, decimal(value, 2));
      write(words.link, lesson.tells.tileOpinion);
      write(words.opinion, decimal(probability(value), 3));
    }
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    if (!this.#turn) return;
    this.#toldAt = -Infinity;
    this.#describeTiles(this.#turn);
    this.#magnify();
  }

  #magnify() {
    if (!this.#turn || !this.#colours) return;
    const { fake, wishes, logits } = this.#turn;
    const { decimal } = this.#messages;
    const pixels = imageOf(fake, this.#chosen);
    const logit = logits[this.#chosen] ?? 0;
    const image = part(this.#root, 'large-image', HTMLCanvasElement);
    for (const canvas of [image, this.#heat]) sharpen(canvas);
    paintImage(image, pixels);
    paintWishes(this.#heat, pixels, imageOf(wishes, this.#chosen), largestWish(wishes), this.#colours);
    write(part(this.#root, 'large-logit', HTMLElement), decimal(logit, 3));
    write(part(this.#root, 'large-probability', HTMLElement), decimal(probability(logit), 3));
    this.#read(false);
  }

  /**
   * Shows the wish at the cursor.
   * @param {boolean} isMoved whether by the person, who then wants to hear it at once
   */
  #read(isMoved) {
    if (!this.#turn) return;
    const { x, y } = this.#pixel;
    const index = y * SIDE + x;
    const wish = imageOf(this.#turn.wishes, this.#chosen)[index] ?? 0;
    const ink = this.#messages.decimal((imageOf(this.#turn.fake, this.#chosen)[index] ?? 0) / 255, 2);
    const direction = wish > 0 ? 'more' : wish < 0 ? 'less' : 'none';
    const sign = wish > 0 ? '+' : '';
    const told = { row: y + 1, column: x + 1, ink, wish: sign + short(this.#messages, wish), direction };
    const sentence = this.#messages.lesson.tells.pixel(/** @type {Parameters<Messages['lesson']['tells']['pixel']>[0]} */ (told));
    write(part(this.#root, 'wish', HTMLElement), sentence);
    this.#heat.setAttribute('aria-valuenow', String(index + 1));
    this.#tell(sentence, isMoved);
    this.#cursor.style.setProperty('--x', String(x));
    this.#cursor.style.setProperty('--y', String(y));
  }

  /**
   * Says it to those who do not see the page; while training not with every step.
   * @param {string} sentence
   * @param {boolean} isUrgent
   */
  #tell(sentence, isUrgent) {
    clearTimeout(this.#telling);
    const wait = isUrgent ? 0 : this.#toldAt + TELLING_INTERVAL_MILLISECONDS - performance.now();
    if (wait > 0) {
      this.#telling = setTimeout(() => this.#tell(sentence, true), wait);
      return;
    }
    this.#toldAt = performance.now();
    this.#heat.setAttribute('aria-valuetext', sentence);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    this.#goTo(Math.floor(((event.clientX - left) / width) * SIDE), Math.floor(((event.clientY - top) / height) * SIDE));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#goTo(this.#pixel.x + move[0], this.#pixel.y + move[1]);
  }

  /** @param {number} x @param {number} y */
  #goTo(x, y) {
    const inside = (/** @type {number} */ value) => Math.min(SIDE - 1, Math.max(0, value));
    this.#pixel = { x: inside(x), y: inside(y) };
    this.#read(true);
  }
}

/**
 * Gives a canvas at least as many pixels as the screen has there; the browser makes them fit.
 * @param {HTMLCanvasElement} canvas
 */
function sharpen(canvas) {
  const needed = Math.ceil((canvas.clientWidth * drawingDensity(canvas)) / SIDE);
  const width = SIDE * Math.max(CELLS.least, Math.min(CELLS.most, CELLS.least * Math.ceil(needed / CELLS.least)));
  if (canvas.width !== width) canvas.width = canvas.height = width;
}

/** A button that shows an image, what is wished of it, and what D says of it. */
function tile() {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'tile';
  const [image, heat] = [smallCanvas(SIDE, SIDE), smallCanvas(SIDE, SIDE)];
  const opinion = document.createElement('span');
  opinion.className = 'opinion';
  const words = { intro: unseen(), logit: document.createElement('span'), link: unseen(), opinion: document.createElement('b') };
  opinion.append(words.intro, ' ', words.logit, words.link, ' ', words.opinion);
  button.append(image, heat, opinion);
  return { button, image, heat, words };
}

/** For those who do not see the page. */
function unseen() {
  const element = document.createElement('span');
  element.className = 'unseen';
  return element;
}
