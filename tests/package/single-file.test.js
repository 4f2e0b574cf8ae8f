/** The single file in Chromium: by double-click, in frames without an origin, and where the host refuses workers. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from '../page/support/browser.js';
import { FILE, framePages } from './support/frames.js';
import { packaged } from './support/project.js';
import { serve } from './support/site.js';
import { trains, visit } from './support/visit.js';

const folder = mkdtempSync(join(tmpdir(), 'dcgan-wasm-'));
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => {
  cpSync(FILE, join(folder, 'dcgan.html'));
  for (const { name, text } of framePages()) writeFileSync(join(folder, name), text);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** @param {import('../page/node_modules/playwright-core').Page} page */
const workers = (page) => page.workers().map((worker) => new URL(worker.url()).protocol);

/** Waits for what one takes home, which comes when somebody is near it. @param {import('../page/node_modules/playwright-core').Page} page */
async function comesHome(page) {
  await page.locator('[data-part="take-home"]').scrollIntoViewIfNeeded();
  await page.locator('[data-part="take-home"][data-open]').waitFor();
}

test('it has at most two million bytes, and nothing in it is fetched or without a hash', () => {
  assert.ok(statSync(FILE).size <= 2_000_000, `${statSync(FILE).size} bytes`);
  const text = packaged('dcgan.html');
  assert.doesNotMatch(text, /(?:src|href)="(?!#)/, 'no address but places in the page');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:/);
  const inline = [...text.matchAll(/<(?:script|style)>([\s\S]*?)<\/(?:script|style)>/g)].map(([, content]) => content ?? '');
  assert.ok(inline.length >= 4);
  for (const content of inline) assert.ok(policy.includes(createHash('sha256').update(content).digest('base64')), content.slice(0, 80));
});

test('opened by a double-click it trains, saves, and speaks Russian', () =>
  visit(browser, async (page) => {
    await page.goto(`${pathToFileURL(join(folder, 'dcgan.html'))}?lang=en&preset=tiny`);
    await trains(page);
    assert.deepEqual(workers(page), ['blob:']);
    await comesHome(page);
    for (const [button, name, magic] of [['save-digits', 'png', '\x89PNG'], ['save-run', 'gif', 'GIF89a']]) {
      const saved = page.waitForEvent('download');
      await page.locator(`[data-part="${button}"]`).click();
      const chunks = [];
      for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk);
      assert.ok(Buffer.concat(chunks).toString('latin1').startsWith(magic ?? ''), `a ${name}`);
    }
    await page.locator('[data-part="files"]').setInputFiles({ name: 'words', mimeType: '', buffer: Buffer.from('neither a run nor images') });
    await page.locator('[data-part="take-home-state"]').filter({ hasText: 'Not opened: “words” is none of the files' }).waitFor();
    await page.locator('[data-part="script"] summary').click();
    await page.locator('[data-part="script-code"]').filter({ hasText: 'import' }).waitFor();
    await page.locator('.languages [lang="ru"]').click();
    await page.locator('h1').filter({ hasText: /\p{Script=Cyrillic}/u }).waitFor();
  }));

for (const { name } of framePages())
  for (const from of ['a host', 'a file'])
    test(`in a frame of ${name}, from ${from}`, async () => {
      const site = await serve(folder);
      const address = from === 'a host' ? site.address : `${pathToFileURL(folder)}/`;
      try {
        await visit(browser, async (page) => {
          await page.goto(address + name);
          const frame = await (await page.waitForSelector('iframe')).contentFrame();
          assert.ok(frame);
          await frame.waitForLoadState();
          assert.equal(await frame.evaluate(() => origin), 'null');
          await trains(frame);
          assert.deepEqual(workers(page), ['blob:']);
        });
      } finally {
        await site.stop();
      }
    });

for (const { policy, expected } of [
  { policy: 'worker-src data:', expected: ['data:'] },
  { policy: "worker-src 'none'", expected: [] },
])
  test(`where the host's policy is ${policy}, it still trains and saves`, async () => {
    const site = await serve(folder, { 'Content-Security-Policy': policy });
    const refusal = /Creating a worker from|violates the following Content Security Policy|Refused to create a worker/;
    try {
      await visit(
        browser,
        async (page) => {
          await page.goto(`${site.address}dcgan.html?lang=en&preset=tiny`);
          await trains(page, 40);
          assert.deepEqual(workers(page), expected);
          await comesHome(page);
          const saved = page.waitForEvent('download');
          await page.locator('[data-part="save-digits"]').click();
          await saved;
        },
        refusal,
      );
    } finally {
      await site.stop();
    }
  });

test('a run gives the bits that the package’s plain build gives in Node', async () => {
  const site = await serve(folder);
  try {
    await visit(browser, async (page) => {
      await page.goto(`${site.address}dcgan.html?preset=tiny&seed=3`);
      const losses = await page.evaluate(async () => {
        await customElements.whenDefined('dcgan-demo');
        const demo = /** @type {any} */ (document.querySelector('dcgan-demo'));
        await demo.ready;
        /** @type {number[]} */
        const told = [];
        demo.addEventListener('step', (/** @type {CustomEvent} */ { detail }) => told.push(...detail.reports.map((/** @type {any} */ report) => report.generatorLoss)));
        await demo.step(10);
        return told;
      });
      const { initSync, Trainer, Dataset, presets } = await import('../../pkg/simd128/dcgan_wasm.js');
      const { readFileSync } = await import('node:fs');
      const data = (/** @type {string} */ name) => readFileSync(new URL(`../../pkg/data/${name}`, import.meta.url));
      initSync({ module: readFileSync(new URL('../../pkg/simd128/dcgan_wasm_bg.wasm', import.meta.url)) });
      const configuration = presets().find(({ name }) => name === 'tiny')?.configuration;
      assert.ok(configuration);
      const trainer = new Trainer({ ...configuration, seed: 3 }, new Dataset(data('mnist-4096-images-idx3-ubyte.gz'), data('mnist-4096-labels-idx1-ubyte.gz')));
      assert.deepEqual(losses, Array.from({ length: 10 }, () => trainer.step().generatorLoss));
    });
  } finally {
    await site.stop();
  }
});
