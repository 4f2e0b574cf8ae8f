/** The `?` beside each line of balance on the chart: kept at the height of its line. */

export class BalanceHelp {
  #buttons;
  /** What each was last told. @type {string[]} */
  #heights = [];

  /**
   * @param {Element[]} buttons of D's line, then of each form of G's loss, named in `data-form`
   */
  constructor(buttons) {
    this.#buttons = buttons.filter((button) => button instanceof HTMLElement);
  }

  /**
   * A run with this form of G's loss.
   * @param {import('../protocol.js').Configuration['generatorLoss']} form
   */
  begin(form) {
    const [discriminator, ...forms] = this.#buttons;
    discriminator?.toggleAttribute('hidden', form === 'softmax');
    for (const button of forms) button.hidden = button.dataset['form'] !== form;
    this.#heights = [];
  }

  /**
   * @param {number[]} heights of the lines, D's first, in CSS pixels from the chart's upper edge
   */
  place(heights) {
    const shown = this.#buttons.filter((button) => !button.hidden);
    for (const [index, button] of shown.entries()) {
      const height = `${Math.round(heights[index] ?? 0)}px`;
      if (this.#heights[index] === height) continue;
      this.#heights[index] = height;
      button.style.setProperty('--height', height);
    }
  }
}
