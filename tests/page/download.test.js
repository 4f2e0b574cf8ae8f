/** Downloads that do not come are given up and asked for once more. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { download } from '../../www/download.js';

// As in a browser that has the page from this machine.
Object.assign(globalThis, { isSecureContext: true });

const FILE = Buffer.from('what the page needs');
const PATIENCE_MILLISECONDS = 1000;

/** @typedef {(answer: import('node:http').ServerResponse) => void} Manner how a request is answered */

/** @type {Manner} */
const whole = (answer) => answer.end(FILE);
/** @type {Manner} */
const not = () => {};
/** @type {Manner} */
const partly = (answer) => answer.writeHead(200, { 'Content-Length': FILE.length }).write(FILE.subarray(0, 5));
/** In pieces, each of which comes in time, and all of which do not. @type {Manner} */
const slowly = async (answer) => {
  for (const byte of FILE) {
    answer.write(Buffer.from([byte]));
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS / 8));
  }
  answer.end();
};

/**
 * What comes of a download whose requests are answered so, one after the other.
 * @param {Manner[]} manners
 * @param {AbortSignal} [signal]
 */
async function downloaded(manners, signal) {
  const server = createServer((_, answer) => manners.shift()?.(answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const integrity = `sha256-${createHash('sha256').update(FILE).digest('base64')}`;
  try {
    const from = { address: `http://127.0.0.1:${port}/`, integrity };
    return Buffer.from(await download({ from, name: 'file' }, () => {}, signal, PATIENCE_MILLISECONDS)).toString();
  } catch (error) {
    return /** @type {import('../../www/download.js').FailureError} */ (error).failure;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

for (const [name, manners] of /** @type {[string, Manner[]][]} */ ([
  ['at once', [whole]],
  ['at the second request, after no answer', [not, whole]],
  ['at the second request, after half of it', [partly, whole]],
  ['piece by piece, for longer than any of them may take', [slowly]],
])) {
  test(`a file that comes ${name} is there`, async () => {
    assert.equal(await downloaded(manners), FILE.toString());
  });
}

test('a file that does not come twice is told of, and how', async () => {
  assert.deepEqual(await downloaded([not, not]), { cause: 'unreachable', file: 'file', detail: 'nothing came for 1 seconds' });
  assert.deepEqual(await downloaded([not, partly]), { cause: 'interrupted', file: 'file', detail: 'nothing came for 1 seconds' });
});

test('a download that somebody gives up is not asked for again', async () => {
  const requests = [not, whole];
  const found = await downloaded(requests, AbortSignal.timeout(PATIENCE_MILLISECONDS / 4));
  assert.equal(/** @type {{ cause: string }} */ (found).cause, 'unreachable');
  assert.equal(requests.length, 1);
});
