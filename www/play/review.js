/** What has become of a round so far: its images in a row, and under each the truth, and who was right. */

import { part } from '../parts.js';
import { LENGTH } from './round.js';
import { AREA, Sheet } from './sheet.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('./round.js').Round} Round
 */

export class Review {
  #root;
  #messages;
  #sheet;
  /** For the truth, the visitor and D: a cell for each image. */
  #rows;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#sheet = new Sheet(part(root, 'game-images', HTMLCanvasElement), { columns: LENGTH, gap: 1 });
    const table = part(root, 'game-marks', HTMLTableSectionElement);
    this.#rows = [...table.rows].map((row) => Array.from({ length: LENGTH }, () => cellOf(row)));
  }

  /** @param {Round} round */
  show(round) {
    const { outcomes, riddles } = round;
    this.#root.hidden = outcomes.length === 0;
    const pixels = new Uint8Array(LENGTH * AREA);
    for (const index of outcomes.keys()) pixels.set(riddles[index]?.pixels ?? [], index * AREA);
    this.#sheet.show(pixels);
    const { marks } = this.#messages.play.game;
    const [truths = [], visitor = [], discriminator = []] = this.#rows;
    for (let index = 0; index < LENGTH; index++) {
      const outcome = outcomes[index];
      const mark = (/** @type {boolean} */ isRight) => (isRight ? marks.right : marks.wrong);
      write(truths[index], outcome && (outcome.isReal ? marks.real : marks.generated));
      write(visitor[index], outcome && mark(outcome.visitorIsRight));
      write(discriminator[index], outcome && mark(outcome.discriminatorIsRight));
    }
  }
}

/** @param {HTMLTableRowElement} row */
function cellOf(row) {
  const cell = row.insertCell();
  cell.setAttribute('role', 'cell');
  return cell;
}

/**
 * @param {HTMLTableCellElement | undefined} cell
 * @param {{ sign: string, name: string } | undefined} mark a sign to see, and its name to hear
 */
function write(cell, mark) {
  if (!cell || cell.textContent === (mark?.sign ?? '')) return;
  cell.textContent = mark?.sign ?? '';
  if (mark) cell.setAttribute('aria-label', mark.name);
  else cell.removeAttribute('aria-label');
}
