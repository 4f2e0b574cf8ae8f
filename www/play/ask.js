/** The question to D: what it thinks of a drawing, where it wants ink changed, and what becomes of a drawing that does as D wishes. */

import { enable, onPress } from '../buttons.js';
import { knowsDigits } from '../conditioning.js';
import { largestWish } from '../heat-map.js';
import { paced, write } from '../paced.js';
import { part } from '../parts.js';
import { Drawing, centred, followed } from './drawing.js';
import { Inquiries } from './inquiries.js';
import { Pad } from './pad.js';
import { watchSeen } from './seen.js';
import { AREA, Sheet } from './sheet.js';
import { WishBoard } from './wish-board.js';

/**
 * @typedef {import('../protocol.js').Opinion} Opinion
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').Run} Run
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {Pick<import('../session.js').TrainingSession, 'askDiscriminator' | 'quiz' | 'state'>} Session
 */

/** Milliseconds between two questions: while drawing, while D changes, and between two steps along the gradient. */
const INTERVALS = { drawn: 50, trained: 1000, followed: 150 };
const WORDS_INTERVAL_MILLISECONDS = 125;
const NOTHING = '–';
const DIGITS = 10;
const FOLLOWED_STEPS = 12;
/** A tenth of the way from paper to ink: in the drawing, which goes from 0 to 255, and in what D sees, from -1 to 1. */
const STRIDE = 25.5;
const TENTH_OF_INK = 0.2;

/** @typedef {{ left: number, ink: Float32Array, before: number }} Walk along the gradient */

export class AskView {
  #root;
  #messages;
  #session;
  #drawing = new Drawing();
  #pad;
  #sheet;
  #board;
  #inquiries = new Inquiries(() => this.#ask());
  #knowsDigits = false;
  #step = 0;
  /** @type {Opinion | null} */
  #opinion = null;
  /** What is drawn is as it should be, not to be centred. */
  #isExact = false;
  /** @type {Walk | null} */
  #walk = null;
  /** The logit before and after the latest walk. @type {{ before: number, after: number } | null} */
  #walked = null;
  /** Somebody waits for the answer, who may not see it. */
  #isAwaited = false;
  #epoch = 0;
  #writeSoon = paced(() => this.#write(), WORDS_INTERVAL_MILLISECONDS);

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {Session} session
   */
  constructor(root, messages, session) {
    this.#root = root;
    this.#messages = messages;
    this.#session = session;
    this.#sheet = new Sheet(part(root, 'pad-image', HTMLCanvasElement));
    this.#board = new WishBoard(part(root, 'ask-wishes', HTMLCanvasElement));
    this.#pad = new Pad(part(root, 'pad', HTMLElement), part(root, 'pad-brush', HTMLElement), this.#drawing, {
      onStroke: () => this.#drawn(),
      onLift: () => this.#finished(),
      onBrush: () => this.#writeSoon(),
    });
    this.#onClick('pad-real', () => this.#fetch(true));
    this.#onClick('pad-generated', () => this.#fetch(false));
    this.#onClick('pad-undo', () => this.#undo());
    this.#onClick('pad-clear', () => this.#put(new Uint8Array(AREA)));
    this.#onClick('ask-follow', () => this.#follow());
    part(root, 'pad-centre', HTMLInputElement).addEventListener('change', () => this.#finished());
    const digit = part(root, 'ask-digit', HTMLSelectElement);
    digit.add(new Option('', ''));
    for (let value = 0; value < DIGITS; value++) digit.add(new Option(String(value)));
    digit.addEventListener('change', () => this.#finished());
    watchSeen(root, (isSeen) => this.#inquiries.open(isSeen));
    this.relabel();
  }

  /**
   * A run begins, or a branch of the one before: another D.
   * @param {Run} run
   */
  begin({ configuration, samples }) {
    this.#knowsDigits = knowsDigits(configuration);
    this.#step = samples.step;
    this.#stop();
    this.#forget();
    part(this.#root, 'ask-said-to-be', HTMLElement).hidden = !this.#knowsDigits;
    this.#inquiries.want('opinion');
    this.#writeSoon();
  }

  /** @param {ProgressMessage} message */
  show({ reports }) {
    this.#step = reports.at(-1)?.step ?? this.#step;
    if (reports.length === 0) return;
    this.#inquiries.want('opinion', INTERVALS.trained);
  }

  /** Says everything anew, in the language that the messages now are in. */
  relabel() {
    const { play } = this.#messages;
    const [any] = part(this.#root, 'ask-digit', HTMLSelectElement).options;
    if (any) any.text = play.ask.anyDigit;
    this.#write();
  }

  /** @param {string} name @param {() => void} act */
  #onClick(name, act) {
    onPress(part(this.#root, name, HTMLButtonElement), act);
  }

  /** The brush moves. */
  #drawn() {
    this.#stop();
    this.#isExact = false;
    this.#refresh(INTERVALS.drawn);
  }

  /** The brush is lifted, or something else that is judged by has changed. */
  #finished() {
    this.#isAwaited = true;
    this.#refresh(0);
  }

  /** @param {Uint8Array} pixels of a finished image, or of blank paper */
  #put(pixels) {
    this.#stop();
    this.#drawing.remember();
    this.#drawing.put(pixels);
    this.#isExact = true;
    this.#finished();
  }

  #undo() {
    this.#stop();
    this.#drawing.undo();
    this.#isExact = false;
    this.#finished();
  }

  /**
   * Puts in an image that nobody drew.
   * @param {boolean} isReal
   * @returns {Promise<void>}
   */
  async #fetch(isReal) {
    if (!this.#canAsk()) return;
    const epoch = this.#epoch;
    const quiz = await this.#session.quiz();
    if (!quiz || epoch !== this.#epoch) return;
    const index = quiz.areReal.indexOf(isReal);
    // One quiz in a thousand has images of one kind only.
    if (index < 0) return this.#fetch(isReal);
    this.#put(quiz.pixels.slice(index * AREA, (index + 1) * AREA));
  }

  /** @param {number} interval before which D is not asked again */
  #refresh(interval) {
    if (this.#drawing.isBlank) this.#forget();
    this.#sheet.show(this.#drawing.pixels.slice());
    this.#paint();
    this.#inquiries.want('opinion', interval);
    this.#writeSoon();
  }

  /** There is no opinion of what is drawn, and none that is under way will be one. */
  #forget() {
    this.#epoch++;
    this.#opinion = null;
    this.#paint();
  }

  #paint() {
    this.#board.show(this.#seen(), this.#opinion?.wishes ?? null);
  }

  /** What D gets to see: the drawing, centred once a stroke is finished. */
  #seen() {
    const isCentred = part(this.#root, 'pad-centre', HTMLInputElement).checked && !this.#isExact && !this.#pad.isDrawing;
    return isCentred ? centred(this.#drawing.pixels) : this.#drawing.pixels.slice();
  }

  /** The digit that the drawing is said to be. */
  #digit() {
    const { value } = part(this.#root, 'ask-digit', HTMLSelectElement);
    return !this.#knowsDigits || value === '' ? null : Number(value);
  }

  #canAsk() {
    return !['loading', 'failed'].includes(this.#session.state);
  }

  async #ask() {
    if (this.#drawing.isBlank || !this.#canAsk()) return;
    const epoch = this.#epoch;
    const opinion = await this.#session.askDiscriminator(this.#seen(), this.#digit());
    if (!opinion || epoch !== this.#epoch) return;
    this.#opinion = opinion;
    this.#paint();
    if (this.#walk) this.#stride(this.#walk, opinion);
    else if (this.#isAwaited && !this.#pad.isDrawing) this.#say(opinion);
    this.#writeSoon();
  }

  /** Begins to do what D wishes, in small steps that can be seen. */
  #follow() {
    const pixels = this.#seen();
    this.#drawing.remember();
    this.#drawing.put(pixels);
    this.#isExact = true;
    this.#walked = null;
    this.#walk = { left: FOLLOWED_STEPS, ink: Float32Array.from(pixels), before: NaN };
    this.#refresh(0);
  }

  /**
   * @param {Walk} walk
   * @param {Opinion} opinion of the drawing as it is now
   */
  #stride(walk, { logit, wishes }) {
    if (walk.left === FOLLOWED_STEPS) walk.before = logit;
    if (walk.left === 0) {
      this.#walk = null;
      this.#walked = { before: walk.before, after: logit };
      write(part(this.#root, 'ask-said', HTMLElement), this.#walkedInWords());
      return;
    }
    walk.left--;
    walk.ink = followed(walk.ink, wishes, STRIDE);
    this.#drawing.put(Uint8Array.from(walk.ink, Math.round));
    this.#refresh(INTERVALS.followed);
  }

  /** Ends the way along the gradient, and what was said of one: the drawing is another. */
  #stop() {
    this.#walk = null;
    this.#walked = null;
  }

  /**
   * Tells those who do not see it; not while D changes by training, which would never end.
   * @param {Opinion} opinion
   */
  #say({ logit, probability }) {
    this.#isAwaited = false;
    const { decimal, play } = this.#messages;
    write(part(this.#root, 'ask-said', HTMLElement), play.ask.said(decimal(logit, 2), decimal(probability, 2), play.ask.verdict(logit > 0)));
  }

  #walkedInWords() {
    const { count, decimal, play } = this.#messages;
    if (!this.#walked) return '';
    return play.ask.followed(count(FOLLOWED_STEPS), decimal(this.#walked.before, 2), decimal(this.#walked.after, 2));
  }

  #write() {
    const { count, decimal, play } = this.#messages;
    const { logit, probability, wishes } = this.#opinion ?? {};
    const verdict = logit === undefined ? play.ask.nothing : play.ask.verdict(logit > 0);
    this.#text('ask-logit', logit === undefined ? NOTHING : decimal(logit, 2));
    this.#text('ask-probability', probability === undefined ? NOTHING : decimal(probability, 2));
    this.#text('ask-verdict', verdict);
    this.#text('ask-digit-found', this.#digitInWords());
    this.#text('ask-scale', wishes ? play.ask.scale(decimal(TENTH_OF_INK * largestWish(wishes), 2)) : '');
    this.#text('ask-source', this.#step === 0 ? play.ask.untrained : play.ask.source(count(this.#step)));
    this.#text('ask-followed', this.#walkedInWords());
    this.#text('ask-follow', this.#walk ? play.ask.following : play.ask.follow);
    const meter = part(this.#root, 'ask-meter', HTMLElement);
    meter.setAttribute('aria-valuenow', (probability ?? 0).toFixed(2));
    meter.style.setProperty('--value', String(probability ?? 0));
    this.#writeBoards(verdict);
    this.#enable('pad-undo', this.#drawing.canUndo);
    this.#enable('pad-clear', !this.#drawing.isBlank);
    this.#enable('ask-follow', this.#opinion !== null && !this.#walk);
  }

  /** @param {string} verdict */
  #writeBoards(verdict) {
    const { count, play } = this.#messages;
    const { isBlank, pixels } = this.#drawing;
    const inked = pixels.reduce((sum, ink) => sum + (ink > 0 ? 1 : 0), 0) / AREA;
    part(this.#root, 'pad-invitation', HTMLElement).hidden = !isBlank;
    label(part(this.#root, 'pad-image', HTMLElement), play.ask.drawing(isBlank, count(Math.round(100 * inked))));
    label(part(this.#root, 'ask-wishes', HTMLElement), play.ask.wishesLabel(verdict));
    this.#pad.describe((column, row, isDown) => play.ask.brushValue(count(column), count(row), isDown));
  }

  #digitInWords() {
    const { play } = this.#messages;
    const digit = this.#digit();
    if (!this.#opinion || !this.#knowsDigits) return '';
    if (digit !== null) return play.ask.judgedAs(String(digit));
    return this.#opinion.digit === null ? '' : play.ask.takenFor(String(this.#opinion.digit));
  }

  /** @param {string} name @param {boolean} isEnabled */
  #enable(name, isEnabled) {
    enable(part(this.#root, name, HTMLButtonElement), isEnabled);
  }

  /** @param {string} name @param {string} text */
  #text(name, text) {
    write(part(this.#root, name, HTMLElement), text);
  }
}

/** @param {HTMLElement} element @param {string} text */
function label(element, text) {
  if (element.getAttribute('aria-label') !== text) element.setAttribute('aria-label', text);
}
