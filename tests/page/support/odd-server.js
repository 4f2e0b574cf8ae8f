/** A static host with habits: what hosts do to files that a page needs, one by one. */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { CHECKOUT } from './server.js';

/**
 * @typedef {object} Habits
 * @property {string} [root] the folder that it serves, in place of the checkout
 * @property {string} [folder] where the checkout stands, such as `/dcgan-wasm/`; there is nothing else, and no index
 * @property {Record<string, string>} [mediaTypes] by the ending of a name; those that are not named are right
 * @property {boolean} [isStrict] forbids browsers to guess another media type
 * @property {boolean} [unpacks] says of .gz files that the server has compressed them, so that the browser unpacks them
 * @property {(path: string, length: number) => number | null} [announce] another length than a file has, or none
 * @property {Record<string, string | Uint8Array>} [replaces] files by what it sends in their place
 * @property {boolean} [isKept] has browsers keep files without asking again
 * @property {RegExp} [lacks] paths of files that it does not have, for which it sends a page and status 200
 */

/** @type {Record<string, string>} */
const MEDIA_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
};

const NOT_FOUND = '<!DOCTYPE html><title>Nothing here</title><p>Try the front page.';

/**
 * @param {Habits} habits
 * @returns {Promise<import('./server.js').Server>} whose address is that of index.html itself
 */
export async function startOddServer({ root = CHECKOUT, folder = '/', mediaTypes = {}, isStrict = false, unpacks = false, announce, replaces = {}, isKept = false, lacks }) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname));
    const name = path.startsWith(folder) ? path.slice(folder.length) : '';
    const there = name === '' || name.endsWith('/') ? null : await readFile(join(root, name)).catch(() => null);
    const replacement = replaces[name];
    const file = replacement === undefined ? there : Buffer.from(replacement);
    if (!file || lacks?.test(name)) {
      response.writeHead(lacks?.test(name) ? 200 : 404, { 'Content-Type': 'text/html' }).end(NOT_FOUND);
      return;
    }
    const ending = extname(name);
    response.setHeader('Content-Type', mediaTypes[ending] ?? MEDIA_TYPES[ending] ?? 'application/octet-stream');
    if (isKept && name !== 'index.html') response.setHeader('Cache-Control', 'max-age=1000');
    if (isStrict) response.setHeader('X-Content-Type-Options', 'nosniff');
    if (unpacks && ending === '.gz') response.setHeader('Content-Encoding', 'gzip');
    const length = announce ? announce(name, file.length) : file.length;
    if (length !== null) response.setHeader('Content-Length', length);
    // What is announced and never comes ends with the connection.
    response.strictContentLength = false;
    response.write(file.subarray(0, length ?? file.length));
    if (length !== null && length > file.length) setTimeout(() => response.destroy(), 200);
    else response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${port}${folder}index.html`, stop };
}
