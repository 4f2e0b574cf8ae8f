/** The buttons of the run (Train or Pause, Step, Reset) and the line that says what it is doing. */

import { enable, onPress } from './buttons.js';
import { write } from './paced.js';
import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./session.js').State} State
 */

/** In which states each button does something. */
const ENABLED = {
  toggle: ['ready', 'training', 'paused'],
  step: ['ready', 'training', 'stepping', 'paused'],
  reset: ['ready', 'training', 'pausing', 'stepping', 'paused'],
};
const NAMES = /** @type {const} */ (['toggle', 'step', 'reset']);

export class Transport {
  #buttons;
  #state;
  #messages;
  /** @type {State} */
  #shown = 'loading';
  #sentence = () => '';

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {{ toggle: () => void, step: () => void, reset: () => void }} actions
   */
  constructor(root, messages, actions) {
    this.#messages = messages;
    this.#state = part(root, 'state', HTMLElement);
    this.#buttons = {
      toggle: part(root, 'toggle', HTMLButtonElement),
      step: part(root, 'step', HTMLButtonElement),
      reset: part(root, 'reset', HTMLButtonElement),
    };
    for (const name of NAMES) onPress(this.#buttons[name], () => actions[name]());
  }

  /**
   * @param {State} state
   * @param {() => string} sentence said politely to those who do not see the page
   */
  show(state, sentence) {
    for (const name of NAMES) enable(this.#buttons[name], ENABLED[name].includes(state));
    this.#buttons.toggle.dataset.shows = state === 'training' || state === 'pausing' ? 'pause' : 'train';
    this.#state.dataset.state = state;
    this.#shown = state;
    this.#sentence = sentence;
    this.relabel();
  }

  /** Names the buttons and the state in the language of now. */
  relabel() {
    const { train, pause, pausing } = this.#messages.transport;
    const name = this.#shown === 'pausing' ? pausing : this.#shown === 'training' ? pause : train;
    part(this.#buttons.toggle, 'toggle-name', HTMLElement).textContent = name;
    this.say(this.#sentence);
  }

  /** For a person whose button has just gone. */
  focus() {
    this.#buttons.toggle.focus();
  }

  /** @param {() => string} sentence in the language of the moment it is asked */
  say(sentence) {
    this.#sentence = sentence;
    write(this.#state, sentence());
  }

  /** @param {boolean} isPending whether Reset would change more than the step */
  mark(isPending) {
    this.#buttons.reset.toggleAttribute('data-pending', isPending);
  }
}
