/** Pages that hold the single file in frames of each kind. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from './project.js';

export const FILE = join(PACKAGE, 'dcgan.html');

const SIZE = 'width="1240" height="860"';
const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const page = (/** @type {string} */ frame) => `<!doctype html><meta charset="utf-8"><title>Frames</title><link rel="icon" href="data:,">${frame}`;

/** By the file's address beside them. @type {Record<string, (text: string) => string>} */
const FRAMES = {
  'sandboxed.html': () => page(`<iframe sandbox="allow-scripts" src="dcgan.html" ${SIZE}></iframe>`),
  'srcdoc.html': (text) => page(`<iframe sandbox="allow-scripts" srcdoc="${escaped(text)}" ${SIZE}></iframe>`),
  'data.html': (text) => page(`<iframe src="data:text/html;charset=utf-8,${encodeURIComponent(text)}" ${SIZE}></iframe>`),
};

/** Every page, by its name. */
export function framePages() {
  const text = readFileSync(FILE, 'utf8');
  return Object.entries(FRAMES).map(([name, write]) => ({ name, text: write(text) }));
}
