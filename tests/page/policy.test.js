/** Every page that is served or shipped keeps to a strict policy: nothing inline, no eval, no other host, and nothing stored before a run is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installDeck, deckPage, goTo, liveFrame } from './support/deck.js';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */
/** @typedef {import('playwright-core').Frame} Frame */

const SINGLE_FILE = new URL('../../pkg/dcgan.html', import.meta.url).href;
const ELEMENT_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
/** What Chromium says of what a test has it refuse. */
const REFUSED = /Content Security Policy|Failed to load resource/;

/**
 * Has every frame tell when a policy forbids it something.
 * @param {DemoPage} demo
 * @returns {Promise<string[]>} what was told so far
 */
async function violationsOf({ page }) {
  /** @type {string[]} */
  const told = [];
  await page.exposeFunction('tellViolation', (/** @type {string} */ words) => told.push(words));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => /** @type {any} */ (window).tellViolation(`${effectiveDirective} ${blockedURI}`)),
  );
  return told;
}

/** @param {DemoPage} demo */
async function keepsNothing({ page }) {
  assert.deepEqual(await page.context().cookies(), []);
  for (const frame of page.frames()) assert.deepEqual(await frame.evaluate(stored), [], frame.url());
}

/** Run in the page: the names of all that it has stored. */
async function stored() {
  const databases = await indexedDB.databases();
  const workers = await navigator.serviceWorker?.getRegistrations().catch(() => []);
  const caches = await globalThis.caches?.keys().catch(() => []);
  return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases.map(({ name }) => name), ...(caches ?? []), ...(workers ?? []).map(({ scope }) => scope)];
}

/**
 * A demo is ready and has stored nothing; then it trains and draws, without any offence.
 * @param {DemoPage} demo
 * @param {Frame} frame
 */
async function trains(demo, frame) {
  const reaches = (/** @type {[string[], number]} */ wanted) =>
    frame.waitForFunction(([states, steps]) => {
      const { state, steps: taken } = /** @type {any} */ (document.querySelector('dcgan-demo'));
      return states.includes(state) && taken >= steps;
    }, wanted);
  const call = (/** @type {'play' | 'pause'} */ name) => frame.evaluate((method) => /** @type {any} */ (document.querySelector('dcgan-demo'))[method](), name);
  await reaches([['ready'], 0]);
  await keepsNothing(demo);
  await call('play');
  await reaches([['training'], 5]);
  await call('pause');
  await reaches([['paused'], 5]);
}

for (const [what, query] of [
  ['the page', '?lang=en'],
  ['the page in Russian', '?lang=ru'],
  ['the presenter’s page', '?lang=en&presenter'],
  ['the single file from a server', 'pkg/dcgan.html?lang=en'],
]) {
  test(
    `${what} keeps to its policy, with all of its tools`,
    onPage({}, async (demo) => {
      const told = await violationsOf(demo);
      await demo.openReady(query);
      await trains(demo, demo.page.mainFrame());
      await demo.comeToTools();
      await demo.comeToGallery();
      const [file] = await Promise.all([demo.page.waitForEvent('download'), demo.part('save-digits').click()]);
      assert.ok(await file.path());
      assert.deepEqual(told, []);
    }),
  );
}

test(
  'the single file, opened as one, keeps to its policy',
  onPage({ address: SINGLE_FILE }, async (demo) => {
    const told = await violationsOf(demo);
    await demo.openReady('?lang=en');
    await trains(demo, demo.page.mainFrame());
    assert.deepEqual(told, []);
  }),
);

for (const parts of ['run', 'lesson', 'tools', 'compact', 'all']) {
  test(
    `a frame with the parts of the group ${parts} keeps to its policy`,
    onPage({}, async (demo) => {
      const told = await violationsOf(demo);
      const body = `<!doctype html><title>Host</title><link rel="icon" href="www/favicon.svg"><iframe src="index.html?lang=en&parts=${parts}" width="1200" height="700"></iframe>`;
      await demo.page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body }));
      await demo.page.goto(`${demo.address}host.html`);
      const frame = demo.page.frames()[1];
      assert.ok(frame);
      await trains(demo, frame);
      assert.deepEqual(told, []);
    }),
  );
}

test(
  'an element of the package keeps to the strict policy of a page of others',
  onPage({}, async (demo) => {
    const told = await violationsOf(demo);
    const body = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${ELEMENT_POLICY}"><title>Others</title><link rel="icon" href="www/favicon.svg">
      <script type="module" src="pkg/element.js"></script><dcgan-demo></dcgan-demo>`;
    await demo.page.route('**/others.html', (route) => route.fulfill({ contentType: 'text/html', body }));
    await demo.page.goto(`${demo.address}others.html`);
    await trains(demo, demo.page.mainFrame());
    assert.deepEqual(told, []);
  }),
);

for (const language of ['en', 'ru']) {
  test(
    `the deck (${language}) keeps to its policy, with its live slides, the speaker’s view and on paper`,
    onPage({}, async (demo) => {
      await installDeck();
      const told = await violationsOf(demo);
      const { page } = demo;
      const address = demo.address + deckPage(language);
      await page.goto(address);
      await page.locator('.reveal.ready').waitFor({ state: 'attached' });
      await keepsNothing(demo);
      const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
      await speaker.locator('.speaker-controls-notes:not(.hidden)').waitFor();
      await speaker.close();
      for (const id of ['path', 'experiment']) {
        await goTo(page, id);
        await liveFrame(page, id);
      }
      await page.goto(`${address}?print-pdf`);
      await page.locator('.pdf-page').first().waitFor();
      assert.deepEqual(told, []);
    }),
  );
}

for (const [what, path, address] of [
  ['the page', '?lang=en'],
  ['the deck', deckPage('en')],
  ['the single file', 'pkg/dcgan.html'],
  ['the single file, opened as one', '', SINGLE_FILE],
]) {
  test(
    `what would be injected into ${what} is refused`,
    onPage({ console: REFUSED, ...(address && { address }) }, async (demo) => {
      await installDeck();
      const told = await violationsOf(demo);
      await demo.page.goto(demo.address + path);
      assert.deepEqual(await demo.page.evaluate(tryEverything), { inline: false, handler: false, eval: false, fetch: false, image: false });
      const expected = ['script-src-elem inline', 'script-src-attr inline', 'script-src eval', 'connect-src http://elsewhere.test/', 'img-src http://elsewhere.test/'];
      const missing = () => expected.filter((violation) => !told.includes(violation));
      // Of eval, Chromium tells a little later than it refuses it.
      for (let round = 0; round < 100 && missing().length > 0; round++) await demo.page.waitForTimeout(100);
      assert.deepEqual(missing(), []);
      // The browser announces what it then refuses to send.
      demo.requests = demo.requests.filter((url) => url !== 'http://elsewhere.test/');
    }),
  );
}

/** Run in the page: whether anything that a policy has to refuse works all the same. */
async function tryEverything() {
  const marks = /** @type {any} */ (window);
  const script = document.createElement('script');
  script.textContent = 'window.inline = true';
  const button = document.createElement('button');
  button.setAttribute('onclick', 'window.handler = true');
  document.body.append(script, button);
  button.click();
  // From a timer, since what a test has a page do directly may be free of its policy.
  const evaluated = new Promise((resolve) =>
    setTimeout(() => {
      try {
        resolve(globalThis.eval('true'));
      } catch {
        resolve(false);
      }
    }),
  );
  const fetched = fetch('http://elsewhere.test/').then(
    () => true,
    () => false,
  );
  const image = new Image();
  const seen = new Promise((resolve) => {
    image.addEventListener('load', () => resolve(true));
    image.addEventListener('error', () => resolve(false));
  });
  image.src = 'http://elsewhere.test/';
  return { inline: Boolean(marks.inline), handler: Boolean(marks.handler), eval: await evaluated, fetch: await fetched, image: await seen };
}

test(
  'the worker, which obeys the policy that is served with it, may ask no other host',
  onPage({ console: REFUSED }, async (demo) => {
    await demo.openReady('?lang=en');
    const worker = demo.page.workers().find((candidate) => candidate.url().endsWith('/www/worker.js'));
    const violated = await worker?.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('securitypolicyviolation', (event) => resolve(/** @type {any} */ (event).effectiveDirective));
          fetch('http://elsewhere.test/').catch(() => {});
        }),
    );
    assert.equal(violated, 'connect-src');
  }),
);
