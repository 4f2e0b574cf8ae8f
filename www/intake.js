/** Files that somebody opens or drops: what they are, by what is in them and not by their names; and the bundled images to go back to. */

import { FailureError, download, sourceOf } from './download.js';
import { supply } from './supply.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./trainer-client.js').Images} Images
 * @typedef {Messages['intake']['refusals']} Refusals
 * @typedef {'run' | 'images' | 'labels'} Kind
 */

/** What files hold: a run, images with their labels, or both. @typedef {{ run: Uint8Array<ArrayBuffer> | null, images: Images | null }} Contents */

/** No file that can be used is larger: the most images that can be trained on have 235 MB. */
const MOST_BYTES = 256e6;
/** So much of a file tells what it is. */
const HEAD_BYTES = 16;
const GZIP_MAGIC = 0x1f8b;
/** What IDX files begin with. @type {Partial<Record<number, Kind>>} */
const IDX_MAGIC = { 0x0803: 'images', 0x0801: 'labels' };

/**
 * Reads files, once it is clear what each of them is.
 * @param {readonly Blob[]} files
 * @param {Messages} messages
 * @returns {Promise<Contents>}
 * @throws {Error} whose message says why they cannot be opened
 */
export async function contentsOf(files, { intake: { refusals } }) {
  /** @type {Record<Kind, Blob[]>} */
  const found = { run: [], images: [], labels: [] };
  for (const file of files) found[await checkedKindOf(file, refusals)].push(file);
  const complaint = complaintOf(found, refusals);
  if (complaint !== null) throw new Error(complaint);
  const [run, images, labels] = await Promise.all([found.run, found.images, found.labels].map(([file]) => file && bytesOf(file, refusals)));
  return { run: run ?? null, images: images && labels ? { images, labels } : null };
}

/**
 * @param {Messages} messages
 * @returns {Promise<Images>} that come with the demo
 * @throws {Error} whose message says why they cannot be had
 */
export async function bundledImages({ failure }) {
  try {
    const files = await supply.files();
    const fetched = (/** @type {'images' | 'labels'} */ which) => download(sourceOf(files, which), () => {});
    const [images, labels] = await Promise.all([fetched('images'), fetched('labels')]);
    return { images, labels };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    throw new Error(failure[error.failure.cause](error.failure).sentence);
  }
}

/**
 * @param {Blob} file
 * @param {Refusals} refusals
 */
async function checkedKindOf(file, { tooLarge, empty, unknown, unreadable }) {
  if (file.size > MOST_BYTES) throw new Error(tooLarge(nameOf(file), MOST_BYTES));
  const kind = await kindOf(file).catch(() => {
    throw new Error(unreadable(nameOf(file)));
  });
  if (kind === null) throw new Error((file.size === 0 ? empty : unknown)(nameOf(file)));
  return kind;
}

/** @param {Blob} file @returns {Promise<Kind | null>} */
async function kindOf(file) {
  const head = await headOf(file.stream());
  if (head.getUint16(0) !== GZIP_MAGIC) return isRun(head) ? 'run' : (IDX_MAGIC[head.getUint32(0)] ?? null);
  const unpacked = file.stream().pipeThrough(new DecompressionStream('gzip'));
  // What cannot be unpacked is of no kind.
  return headOf(unpacked).then(
    (inner) => IDX_MAGIC[inner.getUint32(0)] ?? null,
    () => null,
  );
}

/**
 * A safetensors file: the length of its header, then that, which is JSON.
 * @param {DataView} head
 */
function isRun(head) {
  return head.getUint32(4, true) === 0 && head.getUint8(8) === '{'.charCodeAt(0);
}

/**
 * The first bytes of a stream, of which no more is read; zeros where it is shorter.
 * @param {ReadableStream<Uint8Array>} stream
 */
async function headOf(stream) {
  const head = new Uint8Array(HEAD_BYTES);
  const reader = stream.getReader();
  for (let length = 0; length < HEAD_BYTES; ) {
    const { done, value } = await reader.read();
    if (done) break;
    head.set(value.subarray(0, HEAD_BYTES - length), length);
    length += value.length;
  }
  reader.cancel().catch(() => {});
  return new DataView(head.buffer);
}

/**
 * Why files that are each sound are not to be opened together; `null` where they are.
 * @param {Record<Kind, Blob[]>} found
 * @param {Refusals} refusals
 */
function complaintOf(found, refusals) {
  const [runs, images, labels] = [found.run.length, found.images.length, found.labels.length];
  if (runs + images + labels === 0) return refusals.nothing;
  if (runs > 1) return refusals.twoRuns;
  if (images > 1 || labels > 1) return refusals.tooMany;
  if (images === labels) return null;
  return images === 0 ? refusals.imagesMissing : refusals.labelsMissing;
}

/**
 * @param {Blob} file
 * @param {Refusals} refusals
 */
async function bytesOf(file, { unreadable }) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Error(unreadable(nameOf(file)));
  }
}

/** @param {Blob} file */
function nameOf(file) {
  return file instanceof File ? file.name : 'Blob';
}
