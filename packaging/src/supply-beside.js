/**
 * Where the package's files come from: they lie beside the scripts. Every address is written out, so that bundlers find the files and
 * put them where they like.
 */

import labels from 'bundled:labels';
import pytorchScript from 'bundled:load-weights';
import { INTEGRITY } from '../../pkg/integrity.js';
import { FirstToSpeak, blobWorker } from '../../www/ports.js';
import { bytesOf } from './packed.js';

/** @typedef {import('../../www/ports.js').Port} Port */

const images = new URL('./data/mnist-4096-images-idx3-ubyte.gz', import.meta.url);

/**
 * @param {URL} address
 * @param {keyof typeof INTEGRITY} path in the package
 */
function file({ href }, path) {
  return { address: href, integrity: INTEGRITY[path] };
}

/**
 * A script of another origin starts no worker by its address, but may be imported by one of this page's own.
 * @param {() => Port} start
 * @param {string} name
 * @returns {Port}
 */
function worker(start, name) {
  const script = new URL('./worker.js', import.meta.url).href;
  return new FirstToSpeak([start, () => blobWorker(`importScripts(${JSON.stringify(script)})`, name)]);
}

/** @type {import('../../www/supply.js').Supply} */
export const supply = {
  files: async () => ({
    root: new URL('..', images).href,
    program: {
      threads: file(new URL('./threads/dcgan_wasm_bg.wasm', import.meta.url), 'threads/dcgan_wasm_bg.wasm'),
      relaxed: file(new URL('./relaxed/dcgan_wasm_bg.wasm', import.meta.url), 'relaxed/dcgan_wasm_bg.wasm'),
      simd128: file(new URL('./simd128/dcgan_wasm_bg.wasm', import.meta.url), 'simd128/dcgan_wasm_bg.wasm'),
    },
    images: file(images, 'data/mnist-4096-images-idx3-ubyte.gz'),
    // So small that some bundlers would make an address of data of it, which not every page may fetch.
    labels: bytesOf(labels),
    judge: file(new URL('./data/judge.safetensors', import.meta.url), 'data/judge.safetensors'),
  }),
  pytorchScript: async () => pytorchScript,
  startWorker: () => worker(() => new Worker(new URL('./worker.js', import.meta.url), { name: 'trainer' }), 'trainer'),
  startImageWorker: () => worker(() => new Worker(new URL('./worker.js', import.meta.url), { name: 'images' }), 'images'),
  isolator: null,
};
