/** The code of the chosen variant in four frameworks: beside each other where there is room, else behind tabs. */

import { part } from '../parts.js';
import { AROUND, CODE, FRAMEWORKS, MARK } from './code.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('./code.js').Framework} Framework
 * @typedef {import('./variants.js').Variant} Variant
 */

/** Where all four stand beside each other. */
const WIDE = '(min-width: 64rem)';

export class CodeListing {
  #root;
  #messages;
  #tabs;
  #wide = matchMedia(WIDE);
  /** @type {Framework} */
  #chosen = 'tensorflow';
  /** @type {Variant} */
  #variant = 'twoOptimizers';

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#tabs = [...part(root, 'tabs', HTMLElement).querySelectorAll('button')];
    for (const [index, tab] of this.#tabs.entries()) {
      tab.addEventListener('click', () => this.#choose(index));
      tab.addEventListener('keydown', (event) => this.#press(event, index));
    }
    for (const framework of FRAMEWORKS) {
      if (framework !== 'rust') part(root, `around-${framework}`, HTMLElement).textContent = AROUND[framework];
    }
    this.#wide.addEventListener('change', () => this.#arrange());
    this.#arrange();
  }

  /** @param {Variant} variant */
  show(variant) {
    this.#variant = variant;
    for (const framework of FRAMEWORKS) {
      const lines = CODE[variant][framework].flatMap((text) => [this.#line(text), '\n']);
      part(this.#root, `code-${framework}`, HTMLElement).replaceChildren(...lines);
    }
  }

  /** Says everything again, in the language of now. */
  relabel() {
    this.show(this.#variant);
  }

  /**
   * A line that makes the difference is marked, and says so to those who do not see the mark.
   * @param {string} text
   */
  #line(text) {
    if (!text.startsWith(MARK)) return text;
    const mark = document.createElement('mark');
    mark.textContent = text.slice(MARK.length);
    mark.title = this.#messages.lesson.experiment.marked;
    return mark;
  }

  /** Tabs and their panels are such only where one stands in for the other. */
  #arrange() {
    const isWide = this.#wide.matches;
    part(this.#root, 'tabs', HTMLElement).hidden = isWide;
    for (const [index, framework] of FRAMEWORKS.entries()) {
      const panel = this.#root.querySelector(`#code-${framework}`);
      if (!(panel instanceof HTMLElement)) continue;
      const isChosen = framework === this.#chosen;
      panel.hidden = !isWide && !isChosen;
      if (isWide) panel.removeAttribute('role');
      else panel.setAttribute('role', 'tabpanel');
      this.#tabs[index]?.setAttribute('aria-selected', String(isChosen));
      this.#tabs[index]?.setAttribute('tabindex', isChosen ? '0' : '-1');
    }
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = FRAMEWORKS[(index + FRAMEWORKS.length) % FRAMEWORKS.length] ?? 'tensorflow';
    this.#arrange();
  }

  /** @param {KeyboardEvent} event @param {number} index */
  #press(event, index) {
    /** @type {Record<string, number>} */
    const goals = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: FRAMEWORKS.length - 1 };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    this.#choose(goal);
    this.#tabs[FRAMEWORKS.indexOf(this.#chosen)]?.focus();
  }
}
