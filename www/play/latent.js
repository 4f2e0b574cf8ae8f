/** The latent plane: what G draws between four latent vectors, where a point is dragged, now or at a moment that was kept. */

import { knowsDigits } from '../conditioning.js';
import { isCalm } from '../motion.js';
import { write } from '../paced.js';
import { part } from '../parts.js';
import { Inquiries } from './inquiries.js';
import { PlaneHandle } from './plane-handle.js';
import { watchSeen } from './seen.js';
import { AREA, Sheet } from './sheet.js';

/**
 * @typedef {import('../protocol.js').Corner} Corner
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').Run} Run
 * @typedef {import('./plane-handle.js').Point} Point
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {Pick<import('../session.js').TrainingSession, 'imagine' | 'state' | 'view'>} Session
 */

/** As ImagineMessage orders them. */
const CORNERS = /** @type {const} */ (['leftAbove', 'rightAbove', 'leftBelow', 'rightBelow']);
/** The corners of the grid of 64 images that the page shows above. */
const FIRST_SAMPLES = [0, 7, 56, 63];
const FIRST_DIGITS = [3, 8, 5, 6];
const SAMPLES = 64;
const DIGITS = 10;
/** Small images in a row of the plane. */
const CELLS = 7;
const STRIP_LENGTH = 9;
/** Under the handle the plane must stay faint. */
const FAINT = 0.55;

/**
 * Milliseconds between two requests of each kind while the point moves; while weights change; and then with reduced motion. What costs while
 * weights change is not G, which draws an image in a fraction of a millisecond, but the browser's frame: so kinds that are nearly due go
 * along with the image.
 */
const INTERVALS = {
  moved: { image: 0, strip: 100, grid: 1200, slack: 0 },
  trained: { image: 200, strip: 1200, grid: 1200, slack: 200 },
  calm: { image: 400, strip: 1400, grid: 1400, slack: 400 },
};
/** @type {readonly Kind[]} */
const KINDS = ['image', 'strip', 'grid'];
const DESCRIPTION_INTERVAL_MILLISECONDS = 5000;
/** Words follow the point as fast as they can be read, and the step number at leisure. */
const WORDS_INTERVALS = { moved: 125, trained: 500 };

/** @typedef {'image' | 'strip' | 'grid'} Kind the large image, the row through the point, the small images of the whole plane */

export class LatentPlane {
  #root;
  #messages;
  #session;
  #sheets;
  #handle;
  #inquiries = new Inquiries((due) => this.#ask(due));
  /** @type {Corner[]} */
  #corners = FIRST_SAMPLES.map((sample) => ({ sample, digit: null }));
  #knowsDigits = false;
  /** The step of the kept moment whose weights draw. @type {number | null} */
  #at = null;
  #step = 0;
  #shown = '';
  /** Counts what makes an answer that is under way worthless. */
  #epoch = 0;
  #hasImage = false;
  #describedAt = -Infinity;
  /** When words are written next. */
  #wordsAt = Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #wordsTimer;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {Session} session
   */
  constructor(root, messages, session) {
    this.#root = root;
    this.#messages = messages;
    this.#session = session;
    const canvas = (/** @type {string} */ name) => part(root, name, HTMLCanvasElement);
    this.#sheets = {
      image: new Sheet(canvas('latent-image')),
      strip: new Sheet(canvas('latent-strip'), { columns: STRIP_LENGTH, gap: 1 }),
      grid: new Sheet(canvas('latent-grid'), { columns: CELLS, rows: CELLS, brightness: FAINT }),
    };
    const elements = {
      plane: part(root, 'latent-plane', HTMLElement),
      handle: part(root, 'latent-handle', HTMLElement),
      across: part(root, 'latent-across', HTMLInputElement),
      down: part(root, 'latent-down', HTMLInputElement),
    };
    this.#handle = new PlaneHandle(elements, CELLS, () => this.#moved());
    for (const index of CORNERS.keys()) this.#openCorner(index);
    watchSeen(root, (isSeen) => this.#inquiries.open(isSeen));
    this.relabel();
  }

  /**
   * A run begins, or a branch of the one before.
   * @param {Run} run
   */
  begin({ configuration, samples }) {
    const couldChoose = this.#knowsDigits;
    this.#knowsDigits = knowsDigits(configuration);
    this.#at = null;
    this.#step = samples.step;
    if (this.#knowsDigits !== couldChoose) {
      this.#corners = this.#corners.map(({ sample }, index) => ({ sample, digit: this.#knowsDigits ? (FIRST_DIGITS[index] ?? null) : null }));
    }
    part(this.#root, 'latent-classes', HTMLElement).hidden = !this.#knowsDigits;
    part(this.#root, 'latent-no-classes', HTMLElement).hidden = this.#knowsDigits;
    this.#redraw();
  }

  /** @param {ProgressMessage} message */
  show({ reports, forgotten }) {
    this.#step = reports.at(-1)?.step ?? this.#step;
    if (this.#at !== null && forgotten.includes(this.#at)) this.travel(null);
    if (this.#session.view.shown !== this.#shown) this.#redraw();
    else if (reports.length > 0 && this.#at === null) this.#want(isCalm(this.#root) ? 'calm' : 'trained');
  }

  /**
   * Has a kept moment's weights draw, or the present ones again.
   * @param {number | null} step of the moment
   */
  travel(step) {
    if (step === this.#at) return;
    this.#at = step;
    this.#epoch++;
    this.#want('moved');
    this.#scheduleWords();
  }

  /** Says everything anew, in the language that the messages now are in. */
  relabel() {
    this.#describedAt = -Infinity;
    this.#write();
  }

  /** @param {number} index */
  #openCorner(index) {
    const root = this.#corner(index);
    const select = part(root, 'digit', HTMLSelectElement);
    for (let digit = 0; digit < DIGITS; digit++) select.add(new Option(String(digit)));
    select.addEventListener('change', () => this.#change(index, { digit: Number(select.value) }));
    part(root, 'another', HTMLButtonElement).addEventListener('click', () => this.#change(index, { sample: this.#nextSample(index) }));
  }

  /** @param {number} index */
  #corner(index) {
    return part(this.#root, `corner-${CORNERS[index]}`, HTMLElement);
  }

  /**
   * The vector after a corner's own, leaving out those of other corners.
   * @param {number} index
   */
  #nextSample(index) {
    const taken = this.#corners.map(({ sample }) => sample);
    let sample = taken[index] ?? 0;
    do sample = (sample + 1) % SAMPLES;
    while (taken.includes(sample));
    return sample;
  }

  /**
   * @param {number} index
   * @param {Partial<Corner>} change
   */
  #change(index, change) {
    this.#corners = this.#corners.map((corner, other) => (other === index ? { ...corner, ...change } : corner));
    this.#redraw();
  }

  /** Everything is to be drawn at once, and nothing that was asked for before is worth showing. */
  #redraw() {
    this.#epoch++;
    this.#shown = this.#session.view.shown;
    for (const kind of KINDS) this.#inquiries.want(kind);
    this.relabel();
  }

  #moved() {
    this.#inquiries.want('image');
    this.#inquiries.want('strip', INTERVALS.moved.strip);
    this.#scheduleWords();
  }

  /** @param {keyof typeof INTERVALS} reason */
  #want(reason) {
    const { slack, ...intervals } = INTERVALS[reason];
    for (const kind of KINDS) this.#inquiries.want(kind, intervals[kind], slack);
  }

  /** @param {Set<string>} due */
  async #ask(due) {
    if (['loading', 'failed'].includes(this.#session.state)) return;
    const kinds = /** @type {Kind[]} */ ([...due]);
    const epoch = this.#epoch;
    const points = kinds.flatMap((kind) => this.#points(kind));
    const corners = /** @type {[Corner, Corner, Corner, Corner]} */ (this.#corners);
    const wish = { at: this.#at, shown: this.#session.view.shown, corners, points: points.flatMap(({ across, down }) => [across, down]) };
    const pixels = await this.#session.imagine(wish);
    if (!pixels || epoch !== this.#epoch) return;
    let start = 0;
    for (const kind of kinds) {
      const count = this.#points(kind).length;
      this.#sheets[kind].show(pixels.subarray(start * AREA, (start + count) * AREA));
      start += count;
    }
    const isFirst = !this.#hasImage;
    this.#hasImage = true;
    this.#scheduleWords(isFirst ? WORDS_INTERVALS.moved : WORDS_INTERVALS.trained);
  }

  /**
   * @param {Kind} kind
   * @returns {Point[]}
   */
  #points(kind) {
    const { point } = this.#handle;
    if (kind === 'image') return [point];
    if (kind === 'strip') return Array.from({ length: STRIP_LENGTH }, (_, index) => ({ across: index / (STRIP_LENGTH - 1), down: point.down }));
    const place = (/** @type {number} */ index) => index / (CELLS - 1);
    return Array.from({ length: CELLS * CELLS }, (_, index) => ({ across: place(index % CELLS), down: place(Math.floor(index / CELLS)) }));
  }

  /** @param {number} interval */
  #scheduleWords(interval = WORDS_INTERVALS.moved) {
    const at = performance.now() + interval;
    if (at >= this.#wordsAt) return;
    this.#wordsAt = at;
    clearTimeout(this.#wordsTimer);
    this.#wordsTimer = setTimeout(() => {
      this.#wordsAt = Infinity;
      this.#write();
    }, interval);
  }

  #write() {
    const { count, play } = this.#messages;
    const { across, down } = this.#handle.point;
    this.#handle.describe(
      (percent) => play.latent.acrossValue(count(percent)),
      (percent) => play.latent.downValue(count(percent)),
    );
    part(this.#root, 'latent-strip-images', HTMLElement).style.setProperty('--across', across.toFixed(4));
    for (const [index, weight] of shares(across, down).entries()) this.#writeCorner(index, weight);
    const source = this.#source();
    this.#text('latent-source', this.#hasImage ? source : '');
    part(this.#root, 'latent-untrained', HTMLElement).hidden = (this.#at ?? this.#step) > 0;
    if (performance.now() - this.#describedAt < DESCRIPTION_INTERVAL_MILLISECONDS) return;
    this.#describedAt = performance.now();
    const label = play.latent.image(count(Math.round(100 * across)), count(Math.round(100 * down)), source);
    part(this.#root, 'latent-image', HTMLElement).setAttribute('aria-label', this.#hasImage ? label : play.latent.imageNone);
  }

  /** Which weights draw. */
  #source() {
    const { count, play } = this.#messages;
    const { shown } = this.#session.view;
    return this.#at === null ? play.latent.drawnNow(shown, count(this.#step)) : play.latent.drawnThen(shown, count(this.#at));
  }

  /**
   * @param {number} index
   * @param {number} weight
   */
  #writeCorner(index, weight) {
    const { count, play } = this.#messages;
    const { sample = 0, digit = null } = this.#corners[index] ?? {};
    const root = this.#corner(index);
    const select = part(root, 'digit', HTMLSelectElement);
    select.hidden = !this.#knowsDigits;
    if (digit !== null && select.value !== String(digit)) select.value = String(digit);
    write(part(root, 'share', HTMLElement), play.latent.share(count(sample + 1), count(Math.round(100 * weight))));
  }

  /** @param {string} name @param {string} text */
  #text(name, text) {
    write(part(this.#root, name, HTMLElement), text);
  }
}

/**
 * What each corner contributes to a point.
 * @param {number} across
 * @param {number} down
 */
function shares(across, down) {
  return [(1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down];
}
