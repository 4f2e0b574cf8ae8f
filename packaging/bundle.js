/** Makes everything of the package but its program: `node bundle.js PROGRAM OUT`, where PROGRAM holds the builds. */

import { build } from 'esbuild';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzip } from 'pako';
import { integrityModule } from './integrity.js';
import { demoMarkup, singleFile, unstamped } from './single-file.js';

const CHECKOUT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = join(CHECKOUT, 'www');
const SOURCES = join(CHECKOUT, 'packaging/src');
/** Files that are in the package as they are in the checkout, by their folder there. */
const COPIED = {
  '': ['packaging/README.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'src/web.d.ts', ...['index', 'element', 'worker', 'anywidget'].map((name) => `packaging/types/${name}.d.ts`)],
  data: ['README.md', 'judge.safetensors', 'mnist-4096-images-idx3-ubyte.gz', 'mnist-4096-labels-idx1-ubyte.gz'].map((name) => `data/${name}`),
};
/** The module of hashes. */
const INTEGRITY = 'integrity.js';
/**
 * What stands in the place of the page's modules: where the files lie beside, where all is inside, and in the page as one file.
 * @type {Record<'beside' | 'inside' | 'page', Record<string, string>>}
 */
const REPLACED = {
  beside: { 'supply.js': 'supply-beside.js', 'markup.js': 'markup-inside.js' },
  inside: { 'supply.js': 'supply-inside.js', 'markup.js': 'markup-inside.js', 'glue.js': 'glue-inside.js' },
  page: { 'supply.js': 'supply-inside.js', 'markup.js': 'markup-here.js', 'glue.js': 'glue-inside.js', 'files.js': 'files-here.js' },
};

/**
 * @typedef {object} Sources
 * @property {string} program folder of the builds
 * @property {string} integrity the module of hashes
 * @property {Record<string, string>} texts that modules can import as `bundled:NAME`
 */

/**
 * Puts modules in the place of the page's, and finds the program where it was made.
 * @param {Sources} sources
 * @param {keyof typeof REPLACED} where
 * @returns {import('esbuild').Plugin}
 */
function replacing({ program, integrity, texts }, where) {
  return {
    name: 'replacing',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const found = resolve(resolveDir, path);
        const replacement = REPLACED[where][relative(found.startsWith(SOURCES) ? SOURCES : PAGE, found)];
        if (replacement) return { path: join(SOURCES, replacement) };
        const built = relative(join(CHECKOUT, 'pkg'), found);
        if (built === INTEGRITY) return { path: INTEGRITY, namespace: 'made' };
        return built.startsWith('..') ? undefined : { path: join(program, built) };
      });
      onLoad({ filter: /./, namespace: 'made' }, () => ({ contents: integrity }));
      onResolve({ filter: /^bundled:/ }, ({ path }) => ({ path: path.slice('bundled:'.length), namespace: 'bundled' }));
      onLoad({ filter: /./, namespace: 'bundled' }, ({ path }) => {
        if (!(path in texts)) throw new Error(`there is no text bundled:${path}`);
        return { contents: texts[path], loader: 'text' };
      });
    },
  };
}

/**
 * @param {string} entry
 * @param {keyof typeof REPLACED} where
 * @param {Sources} sources
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<string>} the script
 */
async function bundle(entry, where, sources, options) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    charset: 'utf8',
    target: 'es2022',
    legalComments: 'none',
    // No setting of TypeScript that lies in this folder, or in one above the checkout.
    tsconfigRaw: '{}',
    plugins: [replacing(sources, where)],
    logLevel: 'warning',
    ...options,
  });
  return /** @type {import('esbuild').OutputFile} */ (outputFiles?.[0]).text;
}

/** A classic script has no address of its own; nothing that is reached asks for it. @type {import('esbuild').BuildOptions} */
const CLASSIC = { format: 'iife', minify: true, logOverride: { 'empty-import-meta': 'silent' } };
/** @type {import('esbuild').BuildOptions} */
const MODULE = { format: 'esm', minify: true };

/** @param {string} file below the checkout */
const textOf = (file) => readFileSync(join(CHECKOUT, file), 'utf8');
/** @param {string} path */
const base64Of = (path) => readFileSync(path).toString('base64');
/**
 * The same bytes on every machine, which Node's own zlib does not promise.
 * @param {string | Buffer} content
 */
const packed = (content) => Buffer.from(gzip(content, { level: 9 })).toString('base64');

const PAGE_TEXT = unstamped(textOf('index.html'));

/** What the page's styles say, without what only people read. */
async function styleTexts() {
  const { styles } = demoMarkup(PAGE_TEXT);
  const minified = styles.map(async (file) => {
    const { outputFiles } = await build({ entryPoints: [join(CHECKOUT, file)], minify: true, write: false, charset: 'utf8', target: 'es2022', tsconfigRaw: '{}' });
    return /** @type {import('esbuild').OutputFile} */ (outputFiles[0]).text.trim();
  });
  return Promise.all(minified);
}

/** @param {string} program */
async function makeAll(program) {
  const styles = await styleTexts();
  const texts = {
    markup: demoMarkup(PAGE_TEXT).markup,
    styles: styles.join('\n'),
    'load-weights': textOf('examples/load_weights.py'),
    labels: base64Of(join(CHECKOUT, 'data/mnist-4096-labels-idx1-ubyte.gz')),
  };
  const integrity = integrityModule(program, CHECKOUT);
  const beside = { program, integrity, texts };
  const worker = await bundle(join(SOURCES, 'worker.js'), 'beside', beside, CLASSIC);
  const insideWorker = await bundle(join(SOURCES, 'worker.js'), 'inside', beside, CLASSIC);
  const files = {
    program: packed(readFileSync(join(program, 'simd128/dcgan_wasm_bg.wasm'))),
    images: base64Of(join(CHECKOUT, 'data/mnist-4096-images-idx3-ubyte.gz')),
    judge: packed(readFileSync(join(CHECKOUT, 'data/judge.safetensors'))),
  };
  const inside = { ...beside, texts: { ...texts, ...files, worker: insideWorker } };
  const page = { page: PAGE_TEXT, preflight: textOf('www/preflight.js'), styles, files };
  const script = await bundle(join(PAGE, 'main.js'), 'page', { ...beside, texts: { ...texts, worker: insideWorker } }, CLASSIC);
  return {
    [INTEGRITY]: integrity,
    'index.js': await bundle(join(SOURCES, 'index.js'), 'beside', beside, { ...MODULE, minify: false }),
    'element.js': await bundle(join(SOURCES, 'element.js'), 'beside', beside, MODULE),
    'worker.js': worker,
    'anywidget.js': await bundle(join(SOURCES, 'anywidget.js'), 'inside', inside, MODULE),
    'dcgan.html': singleFile({ ...page, script: { text: script, packed: packed(script) } }),
  };
}

const [program, out] = process.argv.slice(2).map((path) => resolve(path));
if (!program || !out) throw new Error('bundle.js takes two folders: the builds, and where to');
for (const [name, text] of Object.entries(await makeAll(program))) writeFileSync(join(out, name), text);
for (const [folder, names] of Object.entries(COPIED)) {
  mkdirSync(join(out, folder), { recursive: true });
  for (const name of names) cpSync(join(CHECKOUT, name), join(out, folder, basename(name)));
}
