/** The question marks: each opens one sentence about the thing beside it, and Escape or a press elsewhere closes it. */

import { textOf } from './language.js';

/** @typedef {import('./messages.js').Messages} Messages */

/** Between the sentence and its button or the window's edge, in CSS pixels. */
const GAP = 8;

export class Help {
  #root;
  #messages;
  #panel = document.createElement('span');
  #following = new AbortController();
  /** The button whose sentence is open. @type {HTMLElement | null} */
  #opener = null;

  /**
   * @param {HTMLElement} root in which buttons marked `data-help` are, or will be
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    // In the top layer, where no part of the page that is contained or clipped can move or cut it.
    Object.assign(this.#panel, { id: 'help-text', className: 'help-text', popover: 'manual' });
    root.addEventListener('click', (event) => this.#press(/** @type {Element} */ (event.target)));
    root.addEventListener('focusin', (event) => {
      if (this.#opener && !this.#isInside(/** @type {Element} */ (event.target))) this.#close();
    });
    root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#opener) return;
      event.preventDefault();
      this.#opener.focus();
      this.#close();
    });
    const { signal } = this.#following;
    // The page around the demo counts as elsewhere.
    for (const kind of ['click', 'focusin']) {
      document.addEventListener(kind, (event) => event.composedPath().includes(root) || this.#close(), { signal });
    }
    for (const kind of ['scroll', 'resize']) addEventListener(kind, () => this.#place(), { passive: true, capture: true, signal });
    this.relabel();
  }

  /** Ends following the page around and the window. */
  close() {
    this.#following.abort();
  }

  /** Names every button, and says what is open, in the language of now. */
  relabel() {
    nameHelp(this.#root, this.#messages);
    if (this.#opener) this.#panel.textContent = textOf(this.#opener.dataset['help'] ?? '', this.#messages);
    this.#place();
  }

  /** @param {Element} target */
  #press(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest('[data-help]'));
    if (button && button !== this.#opener) this.#open(button);
    else if (button || !this.#isInside(target)) this.#close();
  }

  /** @param {HTMLElement} button */
  #open(button) {
    this.#close();
    this.#opener = button;
    button.setAttribute('aria-expanded', 'true');
    button.setAttribute('aria-controls', this.#panel.id);
    button.setAttribute('aria-describedby', this.#panel.id);
    // Right after the button, so that it is read next; out of the flow, so that nothing moves.
    button.after(this.#panel);
    this.#panel.showPopover?.();
    this.relabel();
  }

  #close() {
    if (!this.#opener) return;
    this.#opener.setAttribute('aria-expanded', 'false');
    this.#opener.removeAttribute('aria-controls');
    this.#opener.removeAttribute('aria-describedby');
    this.#opener = null;
    this.#panel.remove();
  }

  /** Under the button, or above it where there is no room, and never beyond the window's edges. */
  #place() {
    if (!this.#opener) return;
    const button = this.#opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#panel;
    const { clientWidth, clientHeight } = document.documentElement;
    const middle = button.left + button.width / 2 - width / 2;
    const left = Math.max(GAP, Math.min(middle, clientWidth - width - GAP));
    const below = button.bottom + GAP;
    const top = below + height + GAP > clientHeight ? button.top - height - GAP : below;
    this.#panel.style.setProperty('left', `${left}px`);
    this.#panel.style.setProperty('top', `${Math.max(GAP, top)}px`);
  }

  /** @param {Element} target */
  #isInside(target) {
    return this.#panel.contains(target) || this.#opener === target;
  }
}

/**
 * Names the question marks by the things that they stand beside. Whoever makes one while the page runs calls this for it.
 * @param {ParentNode} root
 * @param {Messages} messages
 */
export function nameHelp(root, messages) {
  for (const element of root.querySelectorAll('[data-help]')) {
    const button = /** @type {HTMLElement} */ (element);
    if (!button.hasAttribute('aria-expanded')) button.setAttribute('aria-expanded', 'false');
    if (!button.dataset['label']) button.setAttribute('aria-label', messages.help.name(thingBeside(button)));
  }
}

/** @param {HTMLElement} button */
function thingBeside(button) {
  const beside = button.previousElementSibling ?? button.parentElement;
  if (!beside) return '';
  const walker = document.createTreeWalker(beside, NodeFilter.SHOW_TEXT);
  let text = '';
  while (walker.nextNode()) {
    const { data, parentElement } = /** @type {Text} */ (walker.currentNode);
    const control = parentElement?.closest('button, select, .help-text');
    if (!control || control.contains(beside)) text += data;
  }
  return text.replace(/\s+/g, ' ').trim();
}
