/** Downloads of the worker: bytes with their progress, and failures that say which file and why. */

/**
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').Files} Files
 */

/**
 * Where a file is to be had, or what lies there, and what a person knows it by.
 * @typedef {{ from: string | Uint8Array<ArrayBuffer>, name: string }} Source
 */

/** An error that carries what the page needs to tell a person what happened. */
export class FailureError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(`${failure.cause}: ${failure.file} ${failure.detail}`);
    /** @readonly */
    this.failure = failure;
  }
}

/**
 * @param {Files} files
 * @param {'images' | 'labels' | 'judge'} which
 * @returns {Source}
 */
export function sourceOf(files, which) {
  const from = files[which];
  return { from, name: typeof from === 'string' ? nameBelow(files.root, from) : which };
}

/**
 * A file's path in the folder that everything lies in, or its address if it lies elsewhere.
 * @param {string} root
 * @param {string} address
 */
export function nameBelow(root, address) {
  return address.startsWith(root) ? address.slice(root.length) : address;
}

/**
 * Fetches a file, unless its bytes are there.
 * @param {Source} source
 * @param {(receivedBytes: number, totalBytes: number | null) => void} report called as bytes arrive
 * @param {AbortSignal} [signal] that gives the download up
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function download({ from, name }, report, signal) {
  if (typeof from !== 'string') {
    report(from.length, from.length);
    return from;
  }
  const response = await request(from, name, signal);
  const totalBytes = announcedLength(response);
  report(0, totalBytes);
  const chunks = [];
  let receivedBytes = 0;
  try {
    for (const reader = body(response); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      receivedBytes += value.length;
      report(receivedBytes, totalBytes);
    }
  } catch (error) {
    throw failure('interrupted', name, error);
  }
  report(receivedBytes, receivedBytes);
  const bytes = joined(chunks, receivedBytes);
  if (isPage(bytes)) throw failure('replaced', name, 'a web page came in its place');
  return bytes;
}

/**
 * Some hosts answer for a file that they do not have with a page of theirs, and say that all is well.
 * @param {Uint8Array} bytes
 */
function isPage(bytes) {
  return /^\uFEFF?\s*<(!doctype html|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

/**
 * @param {string} address
 * @param {string} name
 * @param {AbortSignal} [signal]
 */
async function request(address, name, signal) {
  let response;
  try {
    response = await fetch(address, { signal });
  } catch (error) {
    throw failure('unreachable', name, error);
  }
  if (!response.ok) throw failure('missing', name, response.status);
  return response;
}

/**
 * @param {Response} response
 * @returns {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>}
 */
function body(response) {
  if (!response.body) throw new TypeError('the answer has no body');
  return response.body.getReader();
}

/**
 * The length is only of use when the bytes come as announced: with a content encoding it counts the compressed ones.
 * @param {Response} response
 */
function announcedLength(response) {
  const length = Number(response.headers.get('Content-Length'));
  return length > 0 && !response.headers.has('Content-Encoding') ? length : null;
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} length
 */
function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * @param {Failure['cause']} cause
 * @param {string} file as a person knows it; empty where none is to blame
 * @param {unknown} reason
 */
export function failure(cause, file, reason) {
  const detail = reason instanceof Error ? reason.message : String(reason);
  return new FailureError({ cause, file, detail });
}
