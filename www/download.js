/** Downloads: bytes with their progress, known by their hash, and failures that say which file and why. */

/**
 * @typedef {import('./protocol.js').Failure} Failure
 * @typedef {import('./protocol.js').Files} Files
 * @typedef {import('./protocol.js').RemoteFile} RemoteFile
 */

/**
 * Where a file is to be had, or what lies there, and what a person knows it by.
 * @typedef {{ from: RemoteFile | Uint8Array<ArrayBuffer>, name: string }} Source
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
  return named(files[which], files.root, which);
}

/**
 * A file is known by its path in the folder that everything lies in, or by its address if it lies elsewhere.
 * @param {RemoteFile | Uint8Array<ArrayBuffer>} from
 * @param {string} root
 * @param {string} name of bytes
 * @returns {Source}
 */
export function named(from, root, name) {
  if (from instanceof Uint8Array) return { from, name };
  return { from, name: from.address.startsWith(root) ? from.address.slice(root.length) : from.address };
}

/** If nothing comes for so long, nothing will. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Fetches a file, unless its bytes are there, which came with the code. What is not the file that it has to be is asked for once more, since a
 * cache may have it from before the page was published anew; and so is what does not come.
 * @param {Source} source
 * @param {(receivedBytes: number, totalBytes: number | null) => void} report called as bytes arrive
 * @param {AbortSignal} [signal] that gives the download up
 * @param {number} [patience] in milliseconds
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function download({ from, name }, report, signal, patience = PATIENCE_MILLISECONDS) {
  if (from instanceof Uint8Array) {
    report(from.length, from.length);
    return from;
  }
  let problem = failure('corrupt', name, 'its bytes are not those that this version was published with');
  for (const cache of /** @type {const} */ (['default', 'reload'])) {
    const stall = new Stall(patience, signal);
    try {
      const response = await request(from, name, { cache, signal: stall.signal });
      const bytes = response && (await received(response, name, (...counts) => (stall.postpone(), report(...counts))));
      if (bytes && (await isIntact(bytes, from.integrity))) return bytes;
    } catch (error) {
      if (!stall.hasCome || !(error instanceof FailureError)) throw error;
      problem = error;
    } finally {
      stall.end();
    }
  }
  throw problem;
}

/** Gives a download up once nothing has come for too long, or when somebody else does. */
class Stall {
  #patience;
  #abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  hasCome = false;

  /**
   * @param {number} patience in milliseconds
   * @param {AbortSignal} [others] with which it is given up too
   */
  constructor(patience, others) {
    this.#patience = patience;
    others?.addEventListener('abort', () => this.#abort.abort(others.reason), { signal: this.#abort.signal });
    if (others?.aborted) this.#abort.abort(others.reason);
    this.postpone();
  }

  get signal() {
    return this.#abort.signal;
  }

  /** Something has come. */
  postpone() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.hasCome = true;
      this.#abort.abort(new Error(`nothing came for ${this.#patience / 1000} seconds`));
    }, this.#patience);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

/**
 * @param {Response} response
 * @param {string} name
 * @param {(receivedBytes: number, totalBytes: number | null) => void} report
 */
async function received(response, name, report) {
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
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} integrity
 */
async function isIntact(bytes, integrity) {
  // Insecure pages have no digests: there the browser has compared while it fetched.
  if (!isSecureContext) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return integrity.split(' ').includes(`sha256-${btoa(String.fromCharCode(...digest))}`);
}

/**
 * Some hosts answer for a file that they do not have with a page of theirs, and say that all is well.
 * @param {Uint8Array} bytes
 */
function isPage(bytes) {
  return /^\uFEFF?\s*<(!doctype html|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

/**
 * @param {RemoteFile} file
 * @param {string} name
 * @param {RequestInit} options
 * @returns {Promise<Response | null>} `null` for another file than it has to be, where the browser compares
 */
async function request({ address, integrity }, name, options) {
  let response;
  try {
    response = await fetch(address, isSecureContext ? options : { ...options, integrity });
  } catch (error) {
    if (!isSecureContext && (await answers(address, options))) return null;
    throw failure('unreachable', name, error);
  }
  if (!response.ok) throw failure('missing', name, response.status);
  return response;
}

/**
 * Whether anything is to be had at all, where the browser says no more of a file than that it did not come.
 * @param {string} address
 * @param {RequestInit} options
 */
async function answers(address, options) {
  return fetch(address, { ...options, method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  );
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
