/** Presenter mode: type and lines for the back row. A button switches it, and the key P where that shortcut is on. */

export class Presenter {
  #button;
  #onChange;

  /**
   * @param {HTMLButtonElement} button
   * @param {() => boolean} hasShortcut whether the key P is to work
   * @param {(isOn: boolean) => void} onChange
   */
  constructor(button, hasShortcut, onChange) {
    this.#button = button;
    this.#onChange = onChange;
    button.addEventListener('click', () => this.toggle());
    document.addEventListener('keydown', (event) => {
      if (hasShortcut() && isKeyP(event) && !takesKeys(event.composedPath()[0] ?? null)) this.toggle();
    });
  }

  /** Switches it on or off. */
  toggle() {
    const isOn = document.documentElement.toggleAttribute('data-presenter');
    this.#button.setAttribute('aria-pressed', String(isOn));
    this.#onChange(isOn);
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
