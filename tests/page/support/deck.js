/** The deck of examples/slides, driven as a lecturer does. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './server.js';

const FOLDER = join(CHECKOUT, 'examples/slides');

/** Has npm install what the deck needs, unless that was done. */
export async function installDeck() {
  if (existsSync(join(FOLDER, 'node_modules/reveal.js'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'inherit', timeout: 300_000 });
}

/** @param {string} language */
export function deckPage(language) {
  return `examples/slides/${language === 'en' ? 'index' : language}.html`;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} id of a slide
 */
export async function goTo(page, id) {
  await page.locator('.reveal.ready').waitFor({ state: 'attached' });
  // Not by the address, which reveal.js itself changes a little late.
  await page.evaluate((slide) => {
    const index = [...document.querySelectorAll('.slides > section')].findIndex((section) => section.id === slide);
    window.postMessage(JSON.stringify({ method: 'slide', args: [index] }), '*');
  }, id);
  await page.locator(`#${id}.present`).waitFor();
}

/**
 * The demo's frame on a slide, as soon as a run stands in it.
 * @param {import('playwright-core').Page} page
 * @param {string} id of the slide
 */
export async function liveFrame(page, id) {
  const element = await page.locator(`#${id} iframe[src]`).elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error(`no frame on ${id}`);
  await frame.waitForFunction(() => ['ready', 'training', 'paused'].includes(/** @type {any} */ (document.querySelector('dcgan-demo'))?.state), undefined, {
    timeout: 120_000,
  });
  return frame;
}
