/** The run that this browser keeps for the page: offered to be gone on with, kept while it trains, and deleted where somebody wants that. */

import { enable, onPress } from './buttons.js';
import { Keeper } from './keeper.js';
import { write } from './paced.js';
import { PageShelf } from './page-shelf.js';
import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./run-database.js').KeptRecord} KeptRecord
 */

export class KeptRun {
  #messages;
  #keeper;
  #shelf = new PageShelf(window);
  #offer = part(document, 'kept-run', HTMLElement);
  /** What is offered. @type {KeptRecord | null} */
  #kept = null;
  /** What came of a press of a button, by the part that says so, in the language of now. @type {Map<string, () => string>} */
  #outcomes = new Map();

  /**
   * @param {HTMLElement & import('./keeper.js').KeptDemo} demo
   * @param {Messages} messages
   * @param {import('./storage-note.js').StorageNote} note
   */
  constructor(demo, messages, note) {
    this.#messages = messages;
    this.#keeper = new Keeper(demo, [this.#shelf], (error) => note.tell(error));
    this.#onPress('kept-run-continue', 'kept-run-outcome', () => this.#goOn(), (reason) => messages.keeping.refused(reason));
    this.#onPress('kept-run-delete', 'kept-run-outcome', () => this.#discard(), () => messages.keeping.notDeleted);
    this.#onPress('kept-clear', 'kept-outcome', () => this.#clear(), () => messages.keeping.notDeleted);
  }

  /**
   * Keeps the run of the page from now on.
   * @param {boolean} offers the one that was kept
   * @param {Event | null} handedOut the last checkpoint before, if any
   */
  async open(offers, handedOut) {
    this.#keeper.follow(handedOut);
    part(document, 'kept-clear', HTMLButtonElement).hidden = false;
    const kept = /** @type {KeptRecord | null} */ (await this.#keeper.find());
    this.#show(offers ? kept : null);
  }

  /** Says everything again, in the language of now. */
  relabel() {
    const { steps = 0, keptAt } = this.#kept ?? {};
    if (keptAt !== undefined) write(part(document, 'kept-run-sentence', HTMLElement), this.#messages.keeping.offer(steps, keptAt));
    for (const [name, outcome] of this.#outcomes) write(part(document, name, HTMLElement), outcome());
  }

  /**
   * @param {string} name of the part that says it
   * @param {() => string} outcome
   */
  #say(name, outcome) {
    this.#outcomes.set(name, outcome);
    this.relabel();
  }

  /** @param {KeptRecord | null} kept */
  #show(kept) {
    this.#kept = kept;
    this.relabel();
    this.#offer.hidden = kept === null;
  }

  /**
   * A button does one thing at a time, and says why it could not.
   * @param {string} name
   * @param {string} outcome the part that says it
   * @param {() => Promise<void>} act
   * @param {(reason: string) => string} failed in the language of the moment it is asked
   */
  #onPress(name, outcome, act, failed) {
    const button = part(document, name, HTMLButtonElement);
    onPress(button, async () => {
      enable(button, false);
      try {
        await act();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#say(outcome, () => failed(reason));
      } finally {
        enable(button, true);
      }
    });
  }

  async #goOn() {
    if (!this.#kept) return;
    await this.#keeper.resume({ ...this.#kept, isTraining: true });
    this.#leave();
  }

  async #discard() {
    await this.#shelf.discard();
    this.#leave();
  }

  /** The offer goes; whoever stood on its buttons with the keyboard goes on at the run. */
  #leave() {
    this.#show(null);
    const { shadowRoot } = part(document, 'demo', HTMLElement);
    if (shadowRoot) part(shadowRoot, 'toggle', HTMLButtonElement).focus();
  }

  async #clear() {
    await this.#shelf.clear();
    this.#show(null);
    this.#say('kept-outcome', () => this.#messages.keeping.cleared);
  }
}
