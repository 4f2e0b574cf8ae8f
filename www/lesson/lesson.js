/** The lesson as one view: the path of the loss, the experiment, and the controls of half a step that stand in two places. */

import { enable } from '../buttons.js';
import { write } from '../paced.js';
import { part } from '../parts.js';
import { Experiment } from './experiment.js';
import { LossPath } from './path.js';
import { TurnControls } from './turn-controls.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').ReadyMessage} ReadyMessage
 * @typedef {import('../protocol.js').Run} Run
 * @typedef {import('../protocol.js').Turn} Turn
 * @typedef {import('../session.js').State} State
 */

/**
 * What the lesson asks of the session.
 * @typedef {object} Actions
 * @property {() => void} toggle trains, or pauses
 * @property {() => void} turn takes the next half of a step
 * @property {(millisecondsPerTurn: number | null) => void} pace sets the slow motion
 * @property {(isWatched: boolean) => void} watch has steps looked at closely, or no longer
 * @property {import('./experiment.js').Run} run begins a run and trains
 */

export class Lesson {
  #messages;
  #controls;
  #path;
  #experiment;
  #toggle;
  /** @type {State} */
  #state = 'loading';
  #seen = { path: false, experiment: false };

  /**
   * @param {HTMLElement} root of the page
   * @param {Messages} messages
   * @param {Actions} actions
   */
  constructor(root, messages, actions) {
    this.#messages = messages;
    const path = part(root, 'path', HTMLElement);
    const experiment = part(root, 'experiment', HTMLElement);
    const pace = (/** @type {number | null} */ millisecondsPerTurn) => {
      for (const controls of this.#controls) controls.paceAt(millisecondsPerTurn);
      this.#path.pace(millisecondsPerTurn);
      actions.pace(millisecondsPerTurn);
    };
    const controls = { turn: actions.turn, pace };
    this.#controls = [
      new TurnControls(part(root, 'turns', HTMLElement), messages, controls),
      new TurnControls(part(path, 'path-turns', HTMLElement), messages, controls),
    ];
    this.#toggle = part(path, 'path-toggle', HTMLButtonElement);
    this.#toggle.addEventListener('click', () => this.#canToggle() && actions.toggle());
    this.#path = new LossPath(path, messages);
    this.#experiment = new Experiment(experiment, messages, actions.run);
    this.#watchWhileSeen({ path, experiment }, actions.watch);
    this.relabel();
  }

  /** @param {ReadyMessage} message */
  open({ presets }) {
    this.#experiment.open(presets);
  }

  /**
   * A new run.
   * @param {Run} run
   * @param {boolean} isBranch
   */
  begin({ configuration }, isBranch) {
    this.#path.begin(configuration);
    this.#experiment.begin(configuration, isBranch);
  }

  /** @param {ProgressMessage} message */
  show(message) {
    this.#path.show(message);
    // In slow motion nobody else says whose turn is next.
    if (message.anatomy) this.turnTo(message.anatomy.turn === 'discriminator' ? 'generator' : 'discriminator');
    this.#experiment.show(message);
  }

  /** @param {Turn} turn that is next */
  turnTo(turn) {
    for (const controls of this.#controls) controls.turnTo(turn);
  }

  /** @param {State} state of the session */
  state(state) {
    this.#state = state;
    for (const controls of this.#controls) controls.show(state);
    this.#path.state(state);
    this.#experiment.state(state);
    this.#labelToggle();
  }

  /** Says everything again, in the language of now. */
  relabel() {
    for (const controls of this.#controls) controls.relabel();
    this.#labelToggle();
    this.#path.relabel();
    this.#experiment.relabel();
  }

  #isSeen() {
    return this.#seen.path || this.#seen.experiment;
  }

  #canToggle() {
    return ['ready', 'training', 'paused'].includes(this.#state);
  }

  #labelToggle() {
    const { train, pause } = this.#messages.lesson.turns;
    enable(this.#toggle, this.#canToggle());
    write(this.#toggle, this.#state === 'training' || this.#state === 'pausing' ? pause : train);
  }

  /**
   * A close look costs time, so steps are looked at only while somebody can see what comes of it.
   * @param {Record<'path' | 'experiment', HTMLElement>} sections
   * @param {(isWatched: boolean) => void} watch
   */
  #watchWhileSeen(sections, watch) {
    const observer = new IntersectionObserver((entries) => {
      const before = this.#isSeen();
      for (const { target, isIntersecting } of entries) {
        if (target === sections.path) this.#seen.path = isIntersecting;
        else this.#experiment.see((this.#seen.experiment = isIntersecting));
      }
      if (this.#isSeen() !== before) watch(this.#isSeen());
    });
    observer.observe(sections.path);
    observer.observe(sections.experiment);
  }
}
