/** Images and labels as IDX files, and files as a page is handed them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CHECKOUT } from './server.js';

/** A file as a test gives it to a page. @typedef {{ name: string, mimeType: string, buffer: Buffer }} GivenFile */

const SIDE = 28;
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;

/** @param {number[]} numbers as an IDX file begins */
export function idxHeader(...numbers) {
  const header = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => header.writeUInt32BE(number, 4 * index));
  return header;
}

/** @param {string} name @param {number} header */
function elementsOf(name, header) {
  return gunzipSync(readFileSync(join(CHECKOUT, 'tests/data', name))).subarray(header);
}

/**
 * Images that the page does not come with: the first of MNIST's test images.
 * @param {number} count
 */
export function ownImages(count) {
  const pixels = elementsOf('t10k-images-idx3-ubyte.gz', IMAGES_HEADER).subarray(0, count * SIDE * SIDE);
  const labels = elementsOf('t10k-labels-idx1-ubyte.gz', LABELS_HEADER).subarray(0, count);
  return {
    images: Buffer.concat([idxHeader(0x803, count, SIDE, SIDE), pixels]),
    labels: Buffer.concat([idxHeader(0x801, count), labels]),
  };
}

/**
 * A name that says nothing of what is in it.
 * @param {Buffer} buffer
 * @returns {GivenFile}
 */
export function given(buffer, name = 'download.txt') {
  return { name, mimeType: 'text/plain', buffer };
}

/**
 * Hands a file, in base 64, to a page.
 * @param {GivenFile} file
 */
export function packed({ name, buffer }) {
  return { name, content: buffer.toString('base64') };
}
