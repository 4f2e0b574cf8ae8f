/** What npm would publish: exactly these files, described for its users. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PACKAGE, pack, packaged } from './support/project.js';

const BUILD = ['dcgan_wasm.d.ts', 'dcgan_wasm.js', 'dcgan_wasm_bg.wasm', 'dcgan_wasm_bg.wasm.d.ts'];
const EXPECTED = [
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'anywidget.d.ts',
  'anywidget.js',
  'build.json',
  'data/README.md',
  'data/judge.safetensors',
  'data/mnist-4096-images-idx3-ubyte.gz',
  'data/mnist-4096-labels-idx1-ubyte.gz',
  'dcgan.html',
  'element.d.ts',
  'element.js',
  'index.d.ts',
  'index.js',
  'integrity.js',
  'package.json',
  ...['relaxed', 'simd128', 'threads'].flatMap((build) => BUILD.map((file) => `${build}/${file}`)),
  'web.d.ts',
  'worker.d.ts',
  'worker.js',
];

test('npm packs these files and no others', () => {
  const { files } = pack(['--dry-run']);
  assert.deepEqual(files.map(({ path }) => path).sort(), [...EXPECTED].sort());
});

test('every way into the package leads to a file in it, with types beside it', () => {
  const { exports, types, main } = JSON.parse(packaged('package.json'));
  for (const [name, path] of Object.entries(exports)) {
    if (name.includes('*')) continue;
    assert.ok(existsSync(join(PACKAGE, path)), `${name} leads to ${path}`);
    if (path.endsWith('.js')) assert.ok(existsSync(join(PACKAGE, path.replace(/\.js$/, '.d.ts'))), `${path} has types`);
  }
  assert.equal(types, './index.d.ts');
  assert.equal(main, exports['.']);
  assert.deepEqual(Object.keys(exports).sort(), ['.', './anywidget', './data/*', './dcgan.html', './element', './package.json', './relaxed', './simd128', './threads', './worker']);
});

test('it can be published with provenance, and tells bundlers what it does when imported', () => {
  const { publishConfig, sideEffects, license, description, version } = JSON.parse(packaged('package.json'));
  assert.deepEqual(publishConfig, { access: 'public', provenance: true });
  assert.deepEqual(sideEffects, ['./element.js', './anywidget.js', './worker.js']);
  assert.equal(license, 'MIT OR Apache-2.0');
  assert.ok(description && version);
});
