/** The buttons of the run (Train or Pause, Step, Reset) and the line that says what it is doing. */

import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./session.js').State} State
 */

/** In which states each button does something. */
const ENABLED = {
  toggle: ['ready', 'training', 'paused'],
  step: ['ready', 'training', 'stepping', 'paused'],
  reset: ['ready', 'training', 'pausing', 'stepping', 'paused', 'diverged'],
};

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
    for (const name of /** @type {(keyof typeof actions)[]} */ (Object.keys(actions))) {
      const button = this.#buttons[name];
      button.addEventListener('click', () => button.getAttribute('aria-disabled') !== 'true' && actions[name]());
    }
  }

  /**
   * Buttons that do nothing say so but keep the focus, which a disabled button would lose.
   * @param {State} state
   * @param {() => string} sentence said politely to those who do not see the page
   */
  show(state, sentence) {
    const { toggle, step, reset } = this.#buttons;
    toggle.setAttribute('aria-disabled', String(!ENABLED.toggle.includes(state)));
    step.setAttribute('aria-disabled', String(!ENABLED.step.includes(state)));
    reset.setAttribute('aria-disabled', String(!ENABLED.reset.includes(state)));
    toggle.dataset.shows = state === 'training' || state === 'pausing' ? 'pause' : 'train';
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
    const text = sentence();
    if (this.#state.textContent !== text) this.#state.textContent = text;
  }

  /** @param {boolean} isPending whether Reset would change more than the step */
  mark(isPending) {
    this.#buttons.reset.toggleAttribute('data-pending', isPending);
  }
}
