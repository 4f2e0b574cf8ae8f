/** A thread of a measured program: joins it on its memory, and works for it until the page is gone. */

/** In bytes, a whole number of WebAssembly's pages: kernels keep little on the stack. */
const STACK_SIZE = 4 * 65_536;

self.addEventListener('message', async ({ data: { address, module, memory } }) => {
  const { initSync, serveThread } = await import(address);
  initSync({ module, memory, thread_stack_size: STACK_SIZE });
  serveThread();
});
