/** Figures of the 64 images as pictures, without any network: how much they differ, and how much of a checkerboard is in them. */

const SIDE = 28;
const PIXELS = SIDE * SIDE;

/**
 * How much images differ from each other: the standard deviation of a pixel's ink over the images, mean over all pixels, where all the ink
 * is 1. Real digits, and the readable ones of sound runs, have 0.18.
 * @param {Uint8Array} pixels of images of 28 x 28
 */
export function variety(pixels) {
  const count = pixels.length / PIXELS;
  let sum = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    let [total, squares] = [0, 0];
    for (let image = 0; image < count; image++) {
      const ink = pixels[image * PIXELS + pixel] ?? 0;
      total += ink;
      squares += ink * ink;
    }
    sum += Math.sqrt(Math.max(0, squares / count - (total / count) ** 2));
  }
  return sum / PIXELS / 255;
}

/**
 * The share of the images' energy, about each one's mean, that lies in lines of period two, across and down: every second pixel lighter.
 * Sound runs have 0.002.
 * @param {Uint8Array} pixels of images of 28 x 28
 */
export function checkerboard(pixels) {
  let [striped, total] = [0, 0];
  for (let start = 0; start < pixels.length; start += PIXELS) {
    const image = pixels.subarray(start, start + PIXELS);
    const mean = image.reduce((sum, ink) => sum + ink, 0) / PIXELS;
    for (let line = 0; line < SIDE; line++) striped += (alternation(image, line * SIDE, 1) + alternation(image, line, SIDE)) / 2;
    for (const ink of image) total += (ink - mean) ** 2;
  }
  return total > 0 ? striped / total : 0;
}

/**
 * The energy of a line of pixels at period two.
 * @param {Uint8Array} image
 * @param {number} start
 * @param {number} stride from one pixel of the line to the next
 */
function alternation(image, start, stride) {
  let sum = 0;
  for (let place = 0; place < SIDE; place++) sum += (place % 2 === 0 ? 1 : -1) * (image[start + place * stride] ?? 0);
  return (sum * sum) / SIDE;
}
