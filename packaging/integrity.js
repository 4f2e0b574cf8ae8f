/** The module of hashes by which the demo knows the files that it fetches. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** By their path in the package. */
const BUILDS = ['threads', 'relaxed', 'simd128'].map((flavour) => `${flavour}/dcgan_wasm_bg.wasm`);
const DATA = ['mnist-4096-images-idx3-ubyte.gz', 'mnist-4096-labels-idx1-ubyte.gz', 'judge.safetensors'].map((name) => `data/${name}`);

/**
 * SHA-256 as an `integrity` attribute has it. A host may have the browser unpack a packed file: then it is known by what was in it.
 * @param {string} path
 */
function integrityOf(path) {
  const content = readFileSync(path);
  const forms = path.endsWith('.gz') ? [content, gunzipSync(content)] : [content];
  return forms.map((bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`).join(' ');
}

/**
 * @param {string} program folder of the builds
 * @param {string} checkout
 * @returns {string} the module
 */
export function integrityModule(program, checkout) {
  const linesOf = (/** @type {string[]} */ paths, /** @type {string} */ folder) => paths.map((path) => `  '${path}': '${integrityOf(join(folder, path))}',\n`);
  const lines = [...linesOf(BUILDS, program), ...linesOf(DATA, checkout)];
  return `/** What each file that the demo fetches has to be, by its path in the package. Made by \`cargo xtask build\`. */\n\nexport const INTEGRITY = {\n${lines.join('')}};\n`;
}
