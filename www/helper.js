/** A helper worker: joins the training worker's program on the same memory, and works for it until it is ended. */

import { initSync, serveThread } from '../pkg/threads/dcgan_wasm.js';

/** In bytes, a whole number of WebAssembly's pages: kernels keep little on the stack. */
const STACK_SIZE = 4 * 65_536;

self.addEventListener('message', (/** @type {MessageEvent} */ { data: { module, memory } }) => {
  initSync({ module, memory, thread_stack_size: STACK_SIZE });
  self.postMessage('joining');
  serveThread();
});
