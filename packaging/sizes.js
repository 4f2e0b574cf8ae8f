/** Prints what a visitor downloads in each way of use: the page, the element from the package, a run of one's own, and the single file. */

import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const CHECKOUT = fileURLToPath(new URL('../', import.meta.url));
/** The build that current browsers take on a page that is not isolated. */
const PROGRAM = 'relaxed/dcgan_wasm_bg.wasm';
const DATA = ['mnist-4096-images-idx3-ubyte.gz', 'mnist-4096-labels-idx1-ubyte.gz', 'judge.safetensors'];
/** Fetched only by those who read Russian, ask for a build, or save an image. */
const LATER = /messages\/ru\/|pkg\/(simd128|threads)\/|history\/image-(maker|worker)|vendor\/|page-port/;

/**
 * The modules of the page that a script loads, itself among them.
 * @param {string} entry
 */
async function modulesFrom(entry) {
  const { metafile } = await build({ entryPoints: [join(CHECKOUT, entry)], bundle: true, write: false, metafile: true, format: 'esm', logLevel: 'error', absWorkingDir: CHECKOUT });
  return Object.keys(metafile.inputs).filter((path) => !LATER.test(path));
}

/** The files of each way of use, below the checkout. */
async function waysOfUse() {
  const page = readFileSync(join(CHECKOUT, 'index.html'), 'utf8');
  const linked = [...page.matchAll(/(?:href|src)="(www\/[^"]+\.(?:css|svg))"|src="(www\/preflight\.js)"/g)].map(([, style, script]) => style ?? script ?? '');
  const modules = new Set([...(await modulesFrom('www/main.js')), ...(await modulesFrom('www/worker.js'))]);
  const data = (/** @type {string} */ folder) => DATA.map((name) => `${folder}data/${name}`);
  return {
    'the page': { Page: ['index.html', ...new Set(linked)], Scripts: [...modules], Program: [`pkg/${PROGRAM}`], Data: data('') },
    '`dcgan-wasm/element`': { Scripts: ['pkg/element.js', 'pkg/worker.js'], Program: [`pkg/${PROGRAM}`], Data: data('pkg/').filter((path) => !path.includes('labels')) },
    '`dcgan-wasm`': { Scripts: ['pkg/index.js', 'pkg/worker.js'], Program: [`pkg/${PROGRAM}`], Data: data('pkg/').filter((path) => !path.includes('labels')) },
    '`dcgan-wasm/anywidget`': { Scripts: ['pkg/anywidget.js'] },
    'the single file': { Page: ['pkg/dcgan.html'] },
  };
}

/** @param {string} path */
function sizesOf(path) {
  if (!existsSync(join(CHECKOUT, path))) throw new Error(`There is no ${path}: run \`cargo xtask build\`.`);
  const content = readFileSync(join(CHECKOUT, path));
  const isPacked = content[0] === 0x1f && content[1] === 0x8b;
  return { plain: content.length, packed: isPacked ? content.length : Math.min(content.length, gzipSync(content).length) };
}

/** @param {readonly string[]} paths */
function sumOf(paths) {
  const sum = { plain: 0, packed: 0, files: paths.length };
  for (const { plain, packed } of paths.map(sizesOf)) {
    sum.plain += plain;
    sum.packed += packed;
  }
  return sum;
}

const kilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toLocaleString('en', { maximumFractionDigits: 0 });
/** @param {{ plain: number, packed: number, files: number }} sum */
const cells = ({ plain, packed, files }) => `${kilobytes(plain)} | ${kilobytes(packed)} | ${files}`;

console.log('| way of use | what | kB | packed by gzip | files |\n|---|---|---:|---:|---:|');
for (const [way, parts] of Object.entries(await waysOfUse())) {
  const kinds = Object.entries(parts);
  kinds.forEach(([kind, paths], index) => console.log(`| ${index === 0 ? way : ''} | ${kind.toLowerCase()} | ${cells(sumOf(paths))} |`));
  if (kinds.length > 1) console.log(`| | all | ${cells(sumOf(Object.values(parts).flat()))} |`);
}
