/** One network in one turn: its layers with their gradients if it learns, or that it is frozen; and how far it moved. */

import { part } from '../parts.js';
import { short } from './numbers.js';
import { write } from '../paced.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').GradientNorm} GradientNorm
 */

const NOTHING = '–';
/** The bars are logarithmic, from the first power of ten to the last. */
const POWERS = [-4, 2];

/**
 * What is told of a network.
 * @typedef {object} Told
 * @property {boolean} learns whether the turn is this network's own
 * @property {GradientNorm[]} norms of its layers; empty where no gradient of its weights is computed
 * @property {boolean} isPassed whether the gradient runs through it
 * @property {number} moved how far its weights moved, all together
 */

export class NetworkBlock {
  #root;
  #messages;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
  }

  /** @param {Told | null} told */
  show(told) {
    const { path } = this.#messages.lesson;
    const state = told === null ? 'unknown' : told.learns ? 'learning' : told.moved === 0 ? 'frozen' : 'forgotten';
    this.#root.dataset.state = state;
    this.#layers(told?.learns ? told.norms : []);
    write(part(this.#root, 'passing', HTMLElement), !told || told.learns ? '' : told.isPassed ? path.passes : path.noGradient);
    write(part(this.#root, 'lock', HTMLElement), state === 'frozen' ? path.frozen : '');
    write(part(this.#root, 'movement', HTMLElement), told === null ? NOTHING : this.#movement(told));
  }

  /** @param {Told} told */
  #movement({ learns, moved }) {
    const { path } = this.#messages.lesson;
    const distance = short(this.#messages, moved);
    if (learns) return moved === 0 ? path.stuck : path.moved(distance);
    return moved === 0 ? path.frozenMoved(distance) : path.movedWrongly(distance);
  }

  /** @param {GradientNorm[]} norms */
  #layers(norms) {
    const list = part(this.#root, 'layers', HTMLOListElement);
    while (list.children.length > norms.length) list.lastElementChild?.remove();
    while (list.children.length < norms.length) list.append(item());
    for (const [index, { layer, norm }] of norms.entries()) {
      const [name, bar, value] = list.children[index]?.children ?? [];
      if (!name || !(bar instanceof HTMLElement) || !value) continue;
      write(name, layer);
      bar.style.setProperty('--value', barLength(norm).toFixed(3));
      write(value, short(this.#messages, norm));
    }
  }
}

function item() {
  const element = document.createElement('li');
  for (const name of ['layer', 'bar', 'norm']) {
    const span = document.createElement('span');
    span.className = name;
    element.append(span);
  }
  return element;
}

/**
 * From 0 to 1.
 * @param {number} norm
 */
function barLength(norm) {
  const [least = 0, greatest = 1] = POWERS;
  return norm === 0 ? 0 : Math.min(1, Math.max(0.02, (Math.log10(norm) - least) / (greatest - least)));
}
