/** Takes index.html apart: its demo's markup for a bundle, and the whole page as one file that needs nothing else. */

import { createHash } from 'node:crypto';

const TEMPLATE = /<template shadowrootmode="open">([\s\S]*?)<\/template>/;
const STYLE_LINK = /<link rel="stylesheet" href="([^"]+)">/g;
const POLICY = /(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)/;
const ICON = /\s*<link rel="icon"[^>]*>/;
const PREFLIGHT = /<script src="www\/preflight\.js"><\/script>/;
const MAIN = /\s*<script type="module" src="www\/main\.js"><\/script>/;

/**
 * The page without what xtask/src/integrity.rs stamps on it: where everything is inside, nothing is fetched that has a hash.
 * @param {string} page index.html
 */
export function unstamped(page) {
  return page.replace(/\s*<link rel="modulepreload"[^>]*>/g, '').replace(/ integrity="[^"]*"/g, '');
}

/**
 * What the demo's shadow root holds.
 * @param {string} page index.html, unstamped
 * @returns {{ markup: string, styles: string[] }} without its styles, and their files
 */
export function demoMarkup(page) {
  const markup = matched(page, TEMPLATE)[1] ?? '';
  const styles = [...markup.matchAll(STYLE_LINK)].map(([, file]) => file ?? '');
  if (styles.length === 0) throw new Error('the template in index.html links no style: has its markup changed?');
  return { markup: compact(markup.replace(STYLE_LINK, '')), styles };
}

/** Unpacks the page's script and puts it where its hash is known, so that neither eval nor an address is needed. */
const UNPACK = `
(async function () {
  var bytes = Uint8Array.from(atob(document.getElementById('script').textContent), (character) => character.charCodeAt(0));
  var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  var script = document.createElement('script');
  script.textContent = await new Response(stream).text();
  document.head.append(script);
})();`;

/**
 * What each file says.
 * @typedef {object} Parts
 * @property {string} page index.html, unstamped
 * @property {string} preflight
 * @property {{ text: string, packed: string }} script
 * @property {string[]} styles the first is the page's own too
 * @property {Record<string, string>} files in base 64, by the id of the element that they stand in
 */

/**
 * The page with everything inside.
 * @param {Parts} parts
 * @returns {string}
 */
export function singleFile({ page, preflight, script, styles, files }) {
  const [pageStyle, demoStyle] = [styles[0] ?? '', styles.join('\n')];
  const [early, late] = [inline(preflight), inline(UNPACK)];
  const data = Object.entries({ ...files, script: script.packed }).map(([id, text]) => `<script type="text/plain" id="${id}">${text}</script>\n`);
  const insideTemplate = (/** @type {string} */ template) => {
    let isFirst = true;
    return template.replace(STYLE_LINK, () => {
      const tag = isFirst ? element('style', demoStyle) : '';
      isFirst = false;
      return tag;
    });
  };
  return compact(page)
    .replace('<html lang="en">', '<html lang="en" data-inside>')
    .replace(must(page, POLICY), (_, before, after) => before + policy([early, late, script.text], [pageStyle, demoStyle]) + after)
    .replace(ICON, '')
    .replace(TEMPLATE, insideTemplate)
    .replace(STYLE_LINK, () => element('style', pageStyle))
    .replace(must(page, PREFLIGHT), () => element('script', early))
    .replace(must(page, MAIN), '')
    .replace('</body>', () => `${data.join('')}${element('script', late)}\n</body>`);
}

/**
 * Nothing but what is inside, known by its hash; workers out of what is inside; files to be saved.
 * @param {string[]} scripts
 * @param {string[]} styles
 */
function policy(scripts, styles) {
  const hashes = (/** @type {string[]} */ texts) => texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
  const rules = [
    "default-src 'none'",
    `script-src ${hashes(scripts)} 'wasm-unsafe-eval'`,
    'worker-src blob: data:',
    `style-src ${hashes(styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return rules.join('; ');
}

/**
 * @param {string} name
 * @param {string} content
 */
function element(name, content) {
  return `<${name}>${content}</${name}>`;
}

/**
 * A script as it may stand in a page, without its comments, which nothing else in these looks like.
 * @param {string} script
 */
function inline(script) {
  const plain = script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '').replace(/^\s+/gm, '').trim();
  if (/<\/script|<!--/i.test(plain)) throw new Error('a script that cannot stand in a page');
  return plain;
}

/**
 * Without the indentation of its lines; a line break stays between them.
 * @param {string} markup
 */
function compact(markup) {
  return markup.replace(/\n\s+/g, '\n');
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function matched(text, pattern) {
  const match = pattern.exec(text);
  if (!match) throw new Error(`index.html has nothing like ${pattern}: has its markup changed?`);
  return match;
}

/**
 * @param {string} page
 * @param {RegExp} pattern that has to be in it
 */
function must(page, pattern) {
  matched(page, pattern);
  return pattern;
}
