/** The project's server, with one thing added to what it serves: the training worker tells how large its WebAssembly memory is. */

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { startServer } from '../support/server.js';

/** The channel on which every worker that is alive answers. */
export const CHANNEL = 'endurance';

/** Run in the worker: it asks the program for the memory that it already has. */
const ANSWER = `
  new BroadcastChannel('${CHANNEL}').addEventListener('message', async ({ data, target }) => {
    if (!data.program) return;
    const { memory } = await (await import(data.program)).default();
    target.postMessage({ question: data.question, wasmBytes: memory.buffer.byteLength });
  });`;

/** @returns {Promise<import('../support/server.js').Server>} */
export async function serveWatched() {
  const origin = await startServer();
  const server = createServer((asked, answer) => {
    const isWorker = asked.url?.endsWith('/www/worker.js');
    const headers = { ...asked.headers, ...(isWorker && { 'accept-encoding': 'identity', 'if-none-match': '' }) };
    const url = new URL(asked.url ?? '/', origin.address);
    const forwarded = request(url, { method: asked.method, headers: { ...headers, host: url.host } }, (found) => {
      const { 'content-length': length, ...others } = found.headers;
      answer.writeHead(found.statusCode ?? 500, isWorker || !length ? others : found.headers);
      if (!isWorker) return found.pipe(answer);
      found.pipe(answer, { end: false });
      found.on('end', () => answer.end(ANSWER));
    });
    // A browser that ends while something is under way takes no answer.
    forwarded.on('error', () => answer.destroy());
    asked.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await origin.stop();
  };
  return { address: `http://127.0.0.1:${port}/`, stop };
}
