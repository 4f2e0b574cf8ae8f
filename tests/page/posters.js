/** Takes the pictures that stand under the frames of examples/slides, in both languages: `node posters.js`. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './support/browser.js';
import { deckPage, goTo, installDeck, liveFrame } from './support/deck.js';
import { CHECKOUT, startServer } from './support/server.js';

const OUT = join(CHECKOUT, 'examples/slides/posters');
const STEPS = 1500;

await installDeck();
await mkdir(OUT, { recursive: true });
const server = await startServer();
const browser = await launch();
try {
  for (const language of ['en', 'ru']) await takeAll(language);
} finally {
  await browser.close();
  await server.stop();
}

/** @param {string} language */
async function takeAll(language) {
  const context = await browser.newContext({ viewport: { width: 1307, height: 735 }, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.goto(`${server.address}${deckPage(language)}`);
  const wanted = { watch: showRun, path: showPath, wishes: showWishes, experiment: showExperiment };
  for (const [id, prepare] of Object.entries(wanted)) {
    await goTo(page, id);
    await prepare(await liveFrame(page, id));
    await take(page, id, `${id}.${language}.webp`);
  }
  await context.close();
}

/** @param {import('playwright-core').Frame} frame */
async function showRun(frame) {
  await frame.waitForFunction((steps) => /** @type {any} */ (document.querySelector('dcgan-demo')).steps >= steps, STEPS, { timeout: 120_000 });
  await frame.locator('[data-part="toggle"]').click();
  await frame.waitForTimeout(1000);
}

/** @param {import('playwright-core').Frame} frame */
async function showPath(frame) {
  await frame.waitForTimeout(2000);
  for (const turn of ['discriminator-turn', 'generator-turn']) {
    await frame.locator(`.path [data-part="${turn}"]`).click();
    await frame.waitForTimeout(3000);
  }
}

/** @param {import('playwright-core').Frame} frame */
async function showWishes(frame) {
  await frame.waitForTimeout(2000);
  await frame.locator('[data-part="pad-generated"]').click();
  await frame.waitForTimeout(3000);
}

/** @param {import('playwright-core').Frame} frame */
async function showExperiment(frame) {
  await frame.waitForTimeout(2000);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} id
 * @param {string} name
 */
async function take(page, id, name) {
  const png = await page.locator(`#${id} .live`).screenshot();
  const webp = await page.evaluate(async (encoded) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob());
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: picture.width, height: picture.height });
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', 0.75).split(',')[1] ?? '';
  }, png.toString('base64'));
  await writeFile(join(OUT, name), Buffer.from(webp, 'base64'));
}
