/** The tools to play with (latent plane, question to D, game): fetched when somebody comes near them. */

import { nameHelp } from '../help.js';
import { whenNear } from '../near.js';
import { part } from '../parts.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').Run} Run
 * @typedef {import('../session.js').TrainingSession} TrainingSession
 */

export class PlayTools {
  #root;
  #messages;
  #session;
  /** @type {Run | null} */
  #run = null;
  /** @type {import('./latent.js').LatentPlane | null} */
  #latent = null;
  /** @type {(import('./latent.js').LatentPlane | import('./ask.js').AskView | import('./game.js').Game)[]} */
  #views = [];

  /**
   * @param {HTMLElement} root that holds the section of tools
   * @param {Messages} messages
   * @param {TrainingSession} session
   */
  constructor(root, messages, session) {
    this.#root = root;
    this.#messages = messages;
    this.#session = session;
    const section = /** @type {HTMLElement} */ (root.querySelector('.tools'));
    whenNear(section, () => this.#furnish(section));
  }

  /** @param {Run} run */
  begin(run) {
    this.#run = run;
    for (const view of this.#views) view.begin(run);
  }

  /** @param {ProgressMessage} message */
  show(message) {
    for (const view of this.#views) view.show(message);
  }

  /** Says everything in the language of now. */
  relabel() {
    for (const view of this.#views) view.relabel();
  }

  /** @param {number | null} step of the moment that is looked at; `null` for the present */
  travel(step) {
    this.#latent?.travel(step);
  }

  /** @param {HTMLElement} section */
  async #furnish(section) {
    const [{ LatentPlane }, { AskView }, { Game }] = await Promise.all([import('./latent.js'), import('./ask.js'), import('./game.js')]);
    const place = (/** @type {string} */ name) => part(this.#root, name, HTMLElement);
    this.#latent = new LatentPlane(place('latent'), this.#messages, this.#session);
    this.#views = [
      this.#latent,
      new AskView(place('ask'), this.#messages, this.#session),
      new Game(place('game'), this.#messages, this.#session),
    ];
    if (this.#run) this.begin(this.#run);
    nameHelp(section, this.#messages);
  }
}
