/** Has image files made by a worker of their own, which ends with them. */

import { supply } from '../supply.js';

/** @typedef {import('./image-maker.js').ImageAnswer} ImageAnswer */

/**
 * @param {import('./image-maker.js').PngRequest | import('./image-maker.js').GifRequest} request
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function imageFile(request) {
  const worker = supply.startImageWorker();
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', (/** @type {MessageEvent<ImageAnswer>} */ { data }) => {
        if ('error' in data) reject(new Error(data.error));
        else if ('bytes' in data) resolve(data.bytes);
      });
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
