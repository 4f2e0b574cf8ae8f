/** The `?` beside each line of balance on the chart: kept at the height of its line, and apart from the other. */

/** Between the middles of two, in CSS pixels: each is a target of its own. */
const LEAST_DISTANCE = 26;

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
    for (const [index, place] of apart(heights.slice(0, shown.length)).entries()) {
      const [button, height] = [shown[index], `${Math.round(place)}px`];
      if (this.#heights[index] === height) continue;
      this.#heights[index] = height;
      button?.style.setProperty('--height', height);
    }
  }
}

/**
 * Moves two heights apart that are nearer than two buttons may be; the upper one is the first.
 * @param {number[]} heights
 */
function apart(heights) {
  const [upper, lower] = heights;
  if (upper === undefined || lower === undefined) return heights;
  const [middle, distance] = [(upper + lower) / 2, Math.max(LEAST_DISTANCE, lower - upper)];
  return [middle - distance / 2, middle + distance / 2];
}
