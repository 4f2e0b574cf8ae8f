/** Has image files made by a worker of their own, which ends with them. */

/** @typedef {import('./image-worker.js').ImageAnswer} ImageAnswer */

/**
 * @param {import('./image-worker.js').PngRequest | import('./image-worker.js').GifRequest} request
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function imageFile(request) {
  const worker = new Worker(new URL('./image-worker.js', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', (/** @type {MessageEvent<ImageAnswer>} */ { data }) =>
        'error' in data ? reject(new Error(data.error)) : resolve(data.bytes),
      );
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Error(event.message || 'the worker did not start'));
      });
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}
