/** A few small images above each other (beside each other on a phone). */

import { SIDE } from '../heat-map.js';

/** How many images of a batch stand in the diagram. */
export const SHOWN = 4;

export class ImageColumn {
  /** One for each image. */
  canvases;

  /**
   * @param {HTMLElement} root
   * @param {{ width?: number, height?: number }} [size] in pixels
   */
  constructor(root, { width = SIDE, height = SIDE } = {}) {
    this.canvases = Array.from({ length: SHOWN }, () => smallCanvas(width, height));
    root.setAttribute('aria-hidden', 'true');
    root.replaceChildren(...this.canvases);
  }

  /**
   * @param {number} count of the images that there are
   * @param {(canvas: HTMLCanvasElement, index: number) => void} paint
   */
  show(count, paint) {
    for (const [index, canvas] of this.canvases.entries()) {
      canvas.hidden = index >= count;
      if (index < count) paint(canvas, index);
    }
  }
}

/**
 * @param {number} width
 * @param {number} height
 */
export function smallCanvas(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/**
 * One image out of many, without a copy.
 * @template {Uint8Array | Float32Array} Pixels
 * @param {Pixels} pixels
 * @param {number} index
 * @returns {Pixels}
 */
export function imageOf(pixels, index) {
  return /** @type {Pixels} */ (pixels.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE));
}
