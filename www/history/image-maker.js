/** Makes image files out of the digits: a PNG of a grid, or a GIF of the whole run. */

import { GIFEncoder } from '../vendor/gifenc.js';
import { gridImage } from './grid-image.js';

/**
 * What is asked for; answered by an {@link ImageAnswer}.
 * @typedef {{ kind: 'png', pixels: Uint8Array, scale: number }} PngRequest
 * @typedef {{ kind: 'gif', frames: Frame[], scale: number }} GifRequest
 * @typedef {{ pixels: Uint8Array, caption: string, milliseconds: number }} Frame
 * @typedef {{ bytes: Uint8Array<ArrayBuffer> } | { error: string } | { kind: 'listening' }} ImageAnswer
 */

/** As many as the generator's shades need, so that faint noise does not swell the file. */
const GREYS = 64;
/** Of the line under the images. */
const CAPTION = { height: 24, font: '15px system-ui, "Noto Sans", "Liberation Sans", sans-serif', inset: 4 };

/**
 * Makes what a channel to the page asks for: a worker's own scope, or a port. It says `listening` at once, as a trainer's host does.
 * @param {Pick<MessagePort, 'addEventListener' | 'postMessage'>} channel
 */
export function imagesBehind(channel) {
  channel.addEventListener('message', async (event) => {
    const { data } = /** @type {MessageEvent<PngRequest | GifRequest>} */ (event);
    try {
      const bytes = data.kind === 'png' ? await png(data) : gif(data);
      channel.postMessage(/** @satisfies {ImageAnswer} */ ({ bytes }));
    } catch (error) {
      channel.postMessage(/** @satisfies {ImageAnswer} */ ({ error: String(error) }));
    }
  });
  channel.postMessage(/** @satisfies {ImageAnswer} */ ({ kind: 'listening' }));
  return { close: () => {} };
}

/** @param {PngRequest} request */
async function png({ pixels, scale }) {
  const { width, height, grey } = gridImage(pixels, scale);
  const picture = new ImageData(width, height);
  const ink = new Uint32Array(picture.data.buffer);
  for (let pixel = 0; pixel < grey.length; pixel++) ink[pixel] = 0xff000000 | (0x010101 * (grey[pixel] ?? 0));
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(picture, 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

/** @param {GifRequest} request */
function gif({ frames, scale }) {
  const encoder = GIFEncoder();
  const palette = Array.from({ length: GREYS }, (_, index) => Array(3).fill(Math.round((255 * index) / (GREYS - 1))));
  for (const { pixels, caption, milliseconds } of frames) {
    const { width, height, grey } = gridImage(pixels, scale);
    const index = new Uint8Array(grey.length + CAPTION.height * width);
    index.set(grey);
    index.set(captionGreys(caption, width), grey.length);
    for (let pixel = 0; pixel < index.length; pixel++) index[pixel] = ((index[pixel] ?? 0) * GREYS) >> 8;
    encoder.writeFrame(index, width, height + CAPTION.height, { palette, delay: milliseconds });
  }
  encoder.finish();
  return encoder.bytes();
}

/**
 * A line of words, black on white.
 * @param {string} words
 * @param {number} width
 */
function captionGreys(words, width) {
  const canvas = new OffscreenCanvas(width, CAPTION.height);
  const context = contextOf(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, CAPTION.height);
  Object.assign(context, { fillStyle: '#000', font: CAPTION.font, textBaseline: 'middle' });
  context.fillText(words, CAPTION.inset, CAPTION.height / 2 + 1);
  const { data } = context.getImageData(0, 0, width, CAPTION.height);
  return Uint8Array.from({ length: width * CAPTION.height }, (_, pixel) => data[4 * pixel] ?? 0);
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  return /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
}
