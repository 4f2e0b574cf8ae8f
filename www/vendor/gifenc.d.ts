// What the page uses of gifenc 1.0.3 (MIT, gifenc.LICENSE.md); gifenc.js is the npm package's dist/gifenc.esm.js, byte for byte.

export interface Encoder {
  /** Adds an image of palette indices; the first brings the palette of them all. */
  writeFrame(index: Uint8Array, width: number, height: number, options: { palette?: number[][]; delay: number }): void;
  finish(): void;
  bytes(): Uint8Array<ArrayBuffer>;
}

export function GIFEncoder(): Encoder;
