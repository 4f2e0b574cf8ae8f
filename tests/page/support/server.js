/** Servers of the checkout, started for a test file and stopped after it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));

/** @typedef {{ address: string, stop: () => Promise<void> }} Server */

/**
 * The project's own server: the binary in XTASK_BIN, or else `cargo xtask`, which may have to be compiled first.
 * @returns {Promise<Server>}
 */
export function startServer() {
  const binary = process.env['XTASK_BIN'];
  const [command, ...words] = binary ? [binary] : ['cargo', 'xtask'];
  return start(command ?? '', [...words, 'serve', '--port', '0'], /^Serving (http:\/\/127\.0\.0\.1:\d+\/)/m);
}

/**
 * A server that knows nothing of the project: the one that comes with Python.
 * @returns {Promise<Server>}
 */
export function startPlainServer() {
  return start('python3', ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1'], /\((http:\/\/127\.0\.0\.1:\d+\/)\)/);
}

/**
 * @param {string} command
 * @param {string[]} words
 * @param {RegExp} announcement of the address
 * @returns {Promise<Server>}
 */
async function start(command, words, announcement) {
  // A group of its own, so that what the command starts in turn ends with it.
  const child = spawn(command, words, { cwd: CHECKOUT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const ended = once(child, 'exit').catch(() => {});
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const kill = () => isRunning() && process.kill(-Number(child.pid));
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await ended;
  };
  return { address: await announcedAddress(child, [command, ...words].join(' '), announcement), stop };
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @param {string} command
 * @param {RegExp} announcement
 * @returns {Promise<string>}
 */
function announcedAddress(child, command, announcement) {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (/** @type {Buffer} */ bytes) => {
      said += bytes;
      const address = announcement.exec(said)?.[1];
      if (address) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => reject(new Error(`\`${command}\` could not be started: ${error.message}`)));
    child.on('exit', (code) => reject(new Error(`\`${command}\` ended (${code}) before it served anything:\n${said}`)));
  });
}
