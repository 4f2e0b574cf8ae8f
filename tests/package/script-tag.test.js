/** The package from a script tag, without any bundler: from the page's own host, under a strict policy, and from another host. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../page/support/browser.js';
import { project } from './support/project.js';
import { serve } from './support/site.js';
import { trains, visit } from './support/visit.js';

/** As strict as a page can be that trains: nothing inline, no eval, no address but its own. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src data:; base-uri 'none'";

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

/** @param {string} address */
const trainsAt = (address) =>
  visit(browser, async (page) => {
    await page.goto(address);
    await trains(page);
  });

test('a plain page trains, under a strict content security policy', async () => {
  const site = await serve(project('tag'), { 'Content-Security-Policy': STRICT });
  try {
    await trainsAt(site.address);
  } finally {
    await site.stop();
  }
});

test('a page trains with the package on another host, as from a CDN', async () => {
  const folder = project('tag');
  const cdn = await serve(folder, { 'Access-Control-Allow-Origin': '*' });
  const page = join(folder, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace('node_modules/', `${cdn.address}node_modules/`));
  const site = await serve(folder);
  try {
    await trainsAt(site.address);
  } finally {
    await site.stop();
    await cdn.stop();
  }
});
