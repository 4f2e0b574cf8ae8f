/** Runs as files: taken out of a page and brought into one, opened, changed, and compared. */

import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';

/** @typedef {import('../../../www/dcgan-demo.js').DcganDemo} DcganDemo */
/** @typedef {import('../../../www/protocol.js').StepReport} StepReport */

/** What a header says of a tensor. @typedef {{ dtype: string, shape: number[], data_offsets: [number, number] }} Entry */

/**
 * @typedef {object} RunFile
 * @property {any} about the run, as JSON
 * @property {Record<string, Entry>} entries by tensor
 * @property {Buffer} data of all tensors
 */

/** What stands before the header: its length. */
export const LENGTH_BYTES = 8;
/** The last tensor. */
export const CHECKSUM_BYTES = 4;

/**
 * Where the data of a file begin.
 * @param {Buffer} file
 */
export function dataStart(file) {
  return LENGTH_BYTES + Number(file.readBigUInt64LE(0));
}

/**
 * @param {Buffer} file
 * @returns {RunFile}
 */
export function opened(file) {
  const { __metadata__: metadata, ...entries } = JSON.parse(file.toString('utf8', LENGTH_BYTES, dataStart(file)));
  return { about: JSON.parse(metadata.checkpoint), entries, data: Buffer.from(file.subarray(dataStart(file))) };
}

/**
 * The file of what was opened, with a checksum that fits.
 * @param {RunFile} contents
 */
export function closed({ about, entries, data }) {
  const header = Buffer.from(JSON.stringify({ __metadata__: { checkpoint: JSON.stringify(about) }, ...entries }));
  return sealed(Buffer.concat([lengthOf(header.length), header, data]));
}

/** @param {number | bigint} length as a header's length is written */
export function lengthOf(length) {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeBigUInt64LE(BigInt(length));
  return bytes;
}

/**
 * A copy with a checksum that fits.
 * @param {Buffer} file
 */
export function sealed(file) {
  const copy = Buffer.from(file);
  copy.writeUInt32LE(crc32(copy.subarray(0, -CHECKSUM_BYTES)), copy.length - CHECKSUM_BYTES);
  return copy;
}

/**
 * The bytes of a tensor, to be read or changed.
 * @param {RunFile} contents
 * @param {string} name
 */
export function tensor({ entries, data }, name) {
  const entry = entries[name];
  if (!entry) throw new Error(`the file has no tensor ${name}`);
  return data.subarray(...entry.data_offsets);
}

/**
 * What a file says of its run, without what depends on the clock: the notes have the time spent training, and images are judged,
 * which takes fresh latents, as often as there is time for it.
 * @param {RunFile} contents
 */
export function timeless({ about: { notes: _notes, freshLatentsPosition: _position, ...about } }) {
  return about;
}

/**
 * Types and shapes by tensor.
 * @param {RunFile} contents
 */
export function shapes({ entries }) {
  return Object.fromEntries(Object.entries(entries).map(([name, { dtype, shape }]) => [name, `${dtype} ${shape.join(' x ')}`]));
}

/**
 * Two files hold the same run: every setting, every counter and every byte of every tensor but the checksum, in which the clock has a part.
 * @param {Buffer} actual
 * @param {Buffer} expected
 * @param {string[]} [except] further tensors
 */
export function assertSameRun(actual, expected, except = []) {
  const [one, other] = [opened(actual), opened(expected)];
  assert.deepEqual(timeless(one), timeless(other));
  const compared = Object.keys(other.entries).filter((name) => !['checksum', ...except].includes(name));
  assert.deepEqual(Object.keys(one.entries).sort(), Object.keys(other.entries).sort());
  assert.deepEqual(
    compared.filter((name) => !tensor(one, name).equals(tensor(other, name))),
    [],
    'no tensor differs',
  );
}

/**
 * What is to be done to the page's run, in this order.
 * @typedef {object} Task
 * @property {string} [settings] of a run to begin
 * @property {string} [file] of a run to go on with, in base 64
 * @property {number} [steps] to take
 * @property {boolean} [takesHalf] whether the first half of one more step is taken, which the file then finishes
 */

/**
 * @typedef {object} Outcome
 * @property {number} steps of the run in all
 * @property {StepReport[]} reports of the steps taken
 * @property {string} file of the run, in base 64
 * @property {string} picture of the digits
 */

/**
 * Does a task by the element's own methods. Run in the page.
 * @param {Task} task
 * @returns {Promise<Outcome>}
 */
export async function perform({ settings, file, steps, takesHalf }) {
  const element = /** @type {DcganDemo} */ (document.querySelector('dcgan-demo'));
  await element.ready;
  /** @type {StepReport[]} */
  const reports = [];
  const hear = (/** @type {Event} */ event) => reports.push(.../** @type {CustomEvent} */ (event).detail.reports);
  element.addEventListener('step', hear);
  if (settings) await element.reset(settings);
  if (file) await element.restore(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)));
  if (steps) await element.step(steps);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  if (takesHalf) {
    /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-part="discriminator-turn"]')).click();
    while (element.nextTurn !== 'generator') await frame();
  }
  const blob = new Blob([await element.checkpoint()]);
  for (let frames = 0; frames < 3; frames++) await frame();
  element.removeEventListener('step', hear);
  const canvas = /** @type {HTMLCanvasElement} */ (element.shadowRoot?.querySelector('[data-part="digits"]'));
  const address = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
  return { steps: element.steps, reports, file: String(address).replace(/.*,/, ''), picture: canvas.toDataURL() };
}

/**
 * The file of an outcome.
 * @param {Pick<Outcome, 'file'>} outcome
 */
export function fileOf({ file }) {
  return Buffer.from(file, 'base64');
}
