/** The terms of a loss, image by image: logit, probability, the term itself; and their means over the whole batch. */

import { SIDE, paintImage } from '../heat-map.js';
import { part } from '../parts.js';
import { imageOf, SHOWN, smallCanvas } from './image-column.js';
import { probability, TERMS } from './numbers.js';
import { write, writeMarkedUp } from '../paced.js';

/** @typedef {import('../messages.js').Messages} Messages */

const NOTHING = '–';
const DIGITS = 3;

/**
 * What stands in a table.
 * @typedef {object} Terms
 * @property {Uint8Array} pixels of the images
 * @property {number[]} logits
 * @property {number} meanProbability over the whole batch
 * @property {number} mean of the terms over the whole batch
 * @property {number} batchSize
 */

export class TermTable {
  #root;
  #messages;
  #rows;

  /**
   * @param {HTMLTableElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#rows = Array.from({ length: SHOWN }, row);
    // Its place is kept, but a table without words is shown to nobody.
    root.classList.add('wordless');
    root.tBodies[0]?.replaceChildren(...this.#rows.map(({ element }) => element));
  }

  /**
   * @param {import('./numbers.js').TermForm} form
   * @param {Terms | null} terms
   */
  show(form, terms) {
    this.#root.classList.remove('wordless');
    const { decimal, count, lesson } = this.#messages;
    const { terms: names, mean } = lesson.path;
    writeMarkedUp(part(this.#root, 'probability-name', HTMLElement), names[form].probability);
    writeMarkedUp(part(this.#root, 'term-name', HTMLElement), names[form].term);
    write(part(this.#root, 'mean-name', HTMLElement), mean(terms ? count(terms.batchSize) : NOTHING));
    const isSoftmax = form === 'softmax';
    this.#cell('mean-probability', terms && (isSoftmax ? 1 : terms.meanProbability));
    this.#cell('mean-term', terms && terms.mean);
    for (const [index, { element, canvas, number, cells }] of this.#rows.entries()) {
      const logit = terms?.logits[index];
      element.hidden = terms !== null && logit === undefined;
      write(number, count(index + 1));
      if (terms && logit !== undefined) paintImage(canvas, imageOf(terms.pixels, index));
      const values = logit === undefined ? [] : [logit, isSoftmax ? 1 : probability(logit), TERMS[form](logit)];
      for (const [column, cell] of cells.entries()) {
        const value = values[column];
        write(cell, value === undefined ? NOTHING : decimal(value, DIGITS));
      }
    }
  }

  /** @param {string} name @param {number | null} value */
  #cell(name, value) {
    write(part(this.#root, name, HTMLElement), value === null ? NOTHING : this.#messages.decimal(value, DIGITS));
  }
}

/** The row of one image: its picture, where it stands far from the column of images, and its number. */
function row() {
  const element = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  const canvas = smallCanvas(SIDE, SIDE);
  canvas.setAttribute('aria-hidden', 'true');
  const number = document.createElement('span');
  head.append(canvas, number);
  const cells = Array.from({ length: 3 }, () => document.createElement('td'));
  element.append(head, ...cells);
  return { element, canvas, number, cells };
}
