/** Projects of others: a folder of their own with the package in it, as `npm install` would put it there. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE = fileURLToPath(new URL('../../../pkg/', import.meta.url));
const PROJECTS = fileURLToPath(new URL('../projects/', import.meta.url));

/**
 * What npm packs.
 * @param {string[]} words
 * @returns {{ filename: string, files: { path: string, size: number }[], unpackedSize: number, size: number }}
 */
export function pack(words) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const said = execFileSync(npm, ['pack', '--json', '--ignore-scripts', ...words], { cwd: PACKAGE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const answer = JSON.parse(said);
  // npm 11 answers with a list, npm 12 with an object by the packages' names.
  return Array.isArray(answer) ? answer[0] : Object.values(answer)[0];
}

/**
 * A project with the packed package in it, gone when the test's process ends.
 * @param {string} name of a folder in projects/
 * @returns {string} its folder
 */
export function project(name) {
  const folder = mkdtempSync(join(tmpdir(), 'dcgan-wasm-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(PROJECTS, name), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'of-others', private: true, type: 'module' }));
  const installed = join(folder, 'node_modules/dcgan-wasm');
  mkdirSync(installed, { recursive: true });
  const { filename } = pack(['--pack-destination', folder]);
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  return folder;
}

/** @param {string} path below the package */
export const packaged = (path) => readFileSync(join(PACKAGE, path), 'utf8');
