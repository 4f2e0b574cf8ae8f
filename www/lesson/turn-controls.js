/** The buttons that take half a step, and the choice of slow motion. */

import { part } from '../parts.js';
import { enable } from '../buttons.js';
import { write } from '../paced.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Turn} Turn
 * @typedef {import('../session.js').State} State
 */

/** Milliseconds for each turn; nothing for full speed. */
const PACES = [null, 500, 1500, 3000, 6000];
/** @type {Turn[]} */
const TURNS = ['discriminator', 'generator'];
/** In which states a turn can be asked for. */
const ENABLED = ['ready', 'training', 'stepping', 'paused'];

export class TurnControls {
  #messages;
  #buttons;
  #pace;
  #reason;
  /** @type {State} */
  #state = 'loading';
  /** @type {Turn} */
  #next = 'discriminator';

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {{ turn: () => void, pace: (millisecondsPerTurn: number | null) => void }} actions
   */
  constructor(root, messages, { turn, pace }) {
    this.#messages = messages;
    this.#pace = part(root, 'pace', HTMLSelectElement);
    this.#reason = part(root, 'turns-reason', HTMLElement);
    this.#buttons = {
      discriminator: part(root, 'discriminator-turn', HTMLButtonElement),
      generator: part(root, 'generator-turn', HTMLButtonElement),
    };
    for (const name of TURNS) this.#buttons[name].addEventListener('click', () => this.#allows(name) && turn());
    this.#pace.addEventListener('change', () => pace(PACES[this.#pace.selectedIndex] ?? null));
    this.relabel();
  }

  /** @param {State} state of the session */
  show(state) {
    this.#state = state;
    this.#mark();
  }

  /** @param {Turn} turn that is next */
  turnTo(turn) {
    this.#next = turn;
    this.#mark();
  }

  /** @param {number | null} millisecondsPerTurn as chosen elsewhere */
  paceAt(millisecondsPerTurn) {
    this.#pace.selectedIndex = PACES.indexOf(millisecondsPerTurn);
  }

  /** Says everything again, in the language of now. */
  relabel() {
    const { turns } = this.#messages.lesson;
    const chosen = Math.max(0, this.#pace.selectedIndex);
    const name = (/** @type {number | null} */ pace) =>
      pace === null ? turns.fullSpeed : turns.slow(this.#messages.decimal(pace / 1000, pace % 1000 === 0 ? 0 : 1));
    this.#pace.replaceChildren(...PACES.map((pace) => new Option(name(pace))));
    this.#pace.selectedIndex = chosen;
    this.#mark();
  }

  /** @param {Turn} turn */
  #allows(turn) {
    return ENABLED.includes(this.#state) && turn === this.#next;
  }

  /** The button that does nothing now says why, to those who see the page and to those who hear it. */
  #mark() {
    const reason = this.#why();
    write(this.#reason, reason);
    for (const turn of TURNS) {
      const button = this.#buttons[turn];
      const isAllowed = this.#allows(turn);
      enable(button, isAllowed);
      button.title = isAllowed ? '' : reason;
      if (isAllowed) button.removeAttribute('aria-describedby');
      else button.setAttribute('aria-describedby', this.#reason.id);
    }
  }

  #why() {
    const { loading, stopped, reasons } = this.#messages.lesson.turns;
    if (this.#state === 'failed') return stopped;
    if (!ENABLED.includes(this.#state)) return this.#state === 'loading' ? loading : '';
    return reasons[this.#next === 'generator' ? 'discriminator' : 'generator'];
  }
}
