/** Presenter mode: type and lines for the back row. A button switches it, and the key P where that shortcut is on. */

import { part } from './parts.js';

export class Presenter {
  #button;
  #shortcut;
  #onChange;

  /**
   * @param {HTMLElement} root
   * @param {boolean} isOn at first
   * @param {() => void} onChange told after each change, of which a canvas cannot know
   */
  constructor(root, isOn, onChange) {
    this.#button = part(root, 'presenter', HTMLButtonElement);
    this.#shortcut = part(root, 'shortcut', HTMLInputElement);
    this.#onChange = onChange;
    this.#button.addEventListener('click', () => this.#toggle());
    root.addEventListener('keydown', (event) => {
      if (this.#shortcut.checked && isKeyP(event) && !takesKeys(event.target)) this.#toggle();
    });
    if (isOn) this.#toggle();
  }

  #toggle() {
    const isOn = document.documentElement.toggleAttribute('data-presenter');
    this.#button.setAttribute('aria-pressed', String(isOn));
    this.#onChange();
  }
}

/**
 * Whether it is P alone: by its letter, or by its place on a keyboard whose letters are not Latin.
 * @param {KeyboardEvent} event
 */
function isKeyP({ key, code, ctrlKey, altKey, metaKey, shiftKey, repeat }) {
  if (ctrlKey || altKey || metaKey || shiftKey || repeat) return false;
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === 'p' : code === 'KeyP';
}

/**
 * Whether keys mean something of their own where the focus is.
 * @param {EventTarget | null} target
 */
function takesKeys(target) {
  return target instanceof Element && target.closest('input, select, textarea, [role="slider"], [contenteditable]') !== null;
}
