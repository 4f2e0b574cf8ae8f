/** The first visit: what is fetched before the first step, and that nobody waits for the program to use the page. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/** Everything that a visitor downloads before training, the judge included, as the server sends it. */
const MOST_BYTES = 1_300_000;

test(
  'a first visit takes at most 1.3 MB, of which nothing is another language’s',
  onPage({}, async (demo) => {
    /** @type {Map<string, number>} */
    const sent = new Map();
    // What comes compressed the browser counts unpacked: the server itself is asked how long its answers are.
    await demo.page.context().route('**/*', async (route) => {
      const url = new URL(route.request().url());
      const answer = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' }, method: 'HEAD' });
      sent.set(url.pathname, Number(answer.headers.get('Content-Length')));
      await route.continue();
    });
    await demo.openReady('?lang=en');
    await demo.part('readable').filter({ hasText: '%' }).waitFor();
    const total = [...sent.values()].reduce((sum, bytes) => sum + bytes, 0);
    console.log(`${sent.size} files, ${total} bytes: ${JSON.stringify([...sent].filter(([, bytes]) => bytes > 20_000))}`);
    assert.ok(sent.size > 50 && [...sent.values()].every((bytes) => bytes > 0), 'every file says how long it is');
    for (const needed of ['/pkg/', '/data/mnist', '/data/judge']) assert.ok([...sent.keys()].some((path) => path.startsWith(needed)), needed);
    assert.ok(total <= MOST_BYTES, `${total} bytes`);
    assert.deepEqual([...sent.keys()].filter((path) => path.includes('/messages/ru/')), []);
  }),
);

test(
  'the page can be used before the program is there',
  onPage({}, async (demo) => {
    /** @type {(value?: unknown) => void} */
    let send = () => {};
    const allowed = new Promise((resolve) => (send = resolve));
    await demo.page.route('**/*.wasm', async (route) => {
      await allowed;
      await route.continue();
    });
    await demo.open('?lang=en');
    await demo.part('state').filter({ hasText: 'Loading' }).waitFor();
    await demo.page.locator('.help:visible').first().click();
    await demo.page.locator('.help-text:visible').waitFor();
    await demo.page.keyboard.press('Escape');
    await demo.page.locator('.languages [lang="ru"]').click();
    await demo.page.locator('html[lang="ru"]').waitFor();
    await demo.part('presenter').click();
    await demo.page.locator('html[data-presenter]').waitFor();
    await demo.page.locator('#experiment input[type="radio"]').nth(2).check();
    send();
    await demo.reaches('ready');
  }),
);
