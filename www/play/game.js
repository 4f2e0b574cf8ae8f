/** The game "real or generated?": a visitor and D tell ten images apart, and their scores stand side by side. */

import { enable, onPress } from '../buttons.js';
import { write } from '../paced.js';
import { part } from '../parts.js';
import { Review } from './review.js';
import { Round, riddlesOf } from './round.js';
import { AREA, Sheet } from './sheet.js';

/**
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').Run} Run
 * @typedef {import('./round.js').Outcome} Outcome
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {Pick<import('../session.js').TrainingSession, 'quiz' | 'state'>} Session
 */

/** Before so many steps it is no game. */
const WORTH_PLAYING_STEPS = 300;
const WORDS_INTERVAL_MILLISECONDS = 1000;
const NOTHING = '–';

/**
 * - `idle`: no round has begun
 * - `asking`: images are being fetched
 * - `question`: an image waits for an answer
 * - `answered`: the truth is told
 * - `over`: the last image's truth is told, and the result
 * - `missing`: there was nobody to ask for images
 * @typedef {'idle' | 'asking' | 'question' | 'answered' | 'over' | 'missing'} Stage
 */

export class Game {
  #root;
  #messages;
  #session;
  #sheet;
  #review;
  #step = 0;
  #wroteAt = -Infinity;
  /** @type {Stage} */
  #stage = 'idle';
  #round = new Round([]);
  /** @type {Outcome | null} */
  #outcome = null;
  /** After which step the round's images were drawn. */
  #drawnAt = 0;
  #epoch = 0;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {Session} session
   */
  constructor(root, messages, session) {
    this.#root = root;
    this.#messages = messages;
    this.#session = session;
    this.#sheet = new Sheet(part(root, 'game-image', HTMLCanvasElement));
    this.#review = new Review(part(root, 'game-review', HTMLElement), messages);
    this.#onClick('game-real', () => this.#answer(true));
    this.#onClick('game-generated', () => this.#answer(false));
    this.#onClick('game-next', () => this.#advance());
    part(root, 'game-answers', HTMLElement).addEventListener('keydown', (event) => this.#press(event));
    this.relabel();
  }

  /**
   * A run begins: a round against the G and D of the one before is over.
   * @param {Run} run
   */
  begin({ samples }) {
    this.#step = samples.step;
    this.#epoch++;
    this.#round = new Round([]);
    this.#sheet.show(new Uint8Array(AREA));
    this.#become('idle');
  }

  /** @param {ProgressMessage} message */
  show({ reports }) {
    this.#step = reports.at(-1)?.step ?? this.#step;
    const isEarly = this.#step < WORTH_PLAYING_STEPS;
    if (isEarly === part(this.#root, 'game-early', HTMLElement).hidden) this.#warn();
    else if (isEarly && performance.now() - this.#wroteAt >= WORDS_INTERVAL_MILLISECONDS) this.#warn();
  }

  /** Says everything anew, in the language that the messages now are in. */
  relabel() {
    this.#warn();
    this.#write();
  }

  /** @param {string} name @param {() => void} act */
  #onClick(name, act) {
    onPress(part(this.#root, name, HTMLButtonElement), act);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    if (this.#stage === 'question' && !event.repeat) this.#answer(event.key === 'ArrowLeft');
  }

  /** @param {boolean} saysReal */
  #answer(saysReal) {
    this.#outcome = this.#round.answer(saysReal);
    this.#become(this.#round.isOver ? 'over' : 'answered');
    part(this.#root, 'game-next', HTMLButtonElement).focus();
  }

  async #advance() {
    if (this.#stage === 'answered') this.#ask();
    else await this.#play();
  }

  async #play() {
    const epoch = ++this.#epoch;
    this.#become('asking');
    this.#drawnAt = this.#step;
    const canAsk = !['loading', 'failed'].includes(this.#session.state);
    const quiz = canAsk ? await this.#session.quiz() : null;
    if (epoch !== this.#epoch) return;
    if (!quiz) return this.#become('missing');
    this.#round = new Round(riddlesOf(quiz));
    this.#ask();
  }

  /** Shows the next image. Who came here by a button goes on at the answers. */
  #ask() {
    const { riddle } = this.#round;
    if (!riddle) return;
    this.#sheet.show(riddle.pixels);
    const next = part(this.#root, 'game-next', HTMLButtonElement);
    const hadFocus = next.matches(':focus');
    this.#become('question');
    if (hadFocus) part(this.#root, 'game-real', HTMLButtonElement).focus();
  }

  /** @param {Stage} stage */
  #become(stage) {
    this.#stage = stage;
    this.relabel();
  }

  /** That G is not trained enough to be hard to tell. */
  #warn() {
    const { count, play } = this.#messages;
    const early = part(this.#root, 'game-early', HTMLElement);
    early.hidden = this.#step >= WORTH_PLAYING_STEPS;
    write(early, play.game.early(count(this.#step)));
    this.#wroteAt = performance.now();
  }

  #write() {
    const { count, play } = this.#messages;
    const stage = this.#stage;
    const { answered, scores } = this.#round;
    const isRunning = ['question', 'answered', 'over'].includes(stage);
    this.#text('game-said', this.#said());
    this.#text('game-visitor', answered === 0 ? NOTHING : play.game.score(count(scores.visitor), count(answered)));
    this.#text('game-discriminator', answered === 0 ? NOTHING : play.game.score(count(scores.discriminator), count(answered)));
    this.#text('game-source', isRunning ? play.game.source(count(this.#drawnAt)) : '');
    this.#text('game-next', this.#nextName());
    this.#review.show(this.#round);
    this.#enable('game-real', stage === 'question');
    this.#enable('game-generated', stage === 'question');
    this.#enable('game-next', stage !== 'question' && stage !== 'asking');
    const number = count(stage === 'question' ? answered + 1 : answered);
    const label = isRunning ? play.game.image(number, count(this.#round.length)) : play.game.imageNone;
    part(this.#root, 'game-image', HTMLElement).setAttribute('aria-label', label);
  }

  #nextName() {
    const { again, next, play } = this.#messages.play.game;
    if (this.#stage === 'idle' || this.#stage === 'asking') return play;
    return this.#stage === 'over' || this.#stage === 'missing' ? again : next;
  }

  /** The sentence of the moment. */
  #said() {
    const { count, decimal, play } = this.#messages;
    const { answered, length, scores } = this.#round;
    if (this.#stage === 'question') return play.game.question(count(answered + 1), count(length));
    if (this.#stage === 'missing') return play.game.missing;
    if (!this.#outcome || (this.#stage !== 'answered' && this.#stage !== 'over')) return '';
    const outcome = play.game.outcome(this.#outcome, decimal(this.#outcome.logit, 2));
    return this.#stage === 'answered' ? outcome : `${outcome} ${play.game.sentence(scores.visitor, scores.discriminator, length)}`;
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
