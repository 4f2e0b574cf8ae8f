/** Everything is inside: for the single file, and for the module that notebooks and books copy alone. */

import labels from 'bundled:labels';
import pytorchScript from 'bundled:load-weights';
import script from 'bundled:worker';
import { imagesOnPage, trainerOnPage } from '../../www/page-port.js';
import { FirstToSpeak, blobWorker, dataWorker } from '../../www/ports.js';
import { images, judge, program } from './files.js';
import { bytesOf, unpacked } from './packed.js';

/**
 * @param {string} name
 * @param {() => import('../../www/ports.js').Port} onPage where the host lets no worker start
 */
function worker(name, onPage) {
  return new FirstToSpeak([() => blobWorker(script, name), () => dataWorker(script, name), onPage]);
}

/** @type {import('../../www/supply.js').Supply} */
export const supply = {
  files: async () => ({
    root: '',
    program: { simd128: await unpacked(program) },
    images: bytesOf(images),
    labels: bytesOf(labels),
    judge: await unpacked(judge),
  }),
  pytorchScript: async () => pytorchScript,
  startWorker: () => worker('trainer', trainerOnPage),
  startImageWorker: () => worker('images', imagesOnPage),
  isolator: null,
};
