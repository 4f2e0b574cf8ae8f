/** The module for AnyWidget, copied alone, as MyST and Jupyter do, and driven by a model as their front-ends drive it. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../page/support/browser.js';
import { PACKAGE } from './support/project.js';
import { serve } from './support/site.js';
import { trains, visit } from './support/visit.js';

const folder = mkdtempSync(join(tmpdir(), 'dcgan-wasm-'));
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  // MyST copies the module alone, under a name made of its hash.
  cpSync(join(PACKAGE, 'anywidget.js'), join(folder, 'a1b2c3.mjs'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><body></body>');
  [browser, site] = await Promise.all([launch(), serve(folder)]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true });
});

/**
 * A front-end in short: a model with values and listeners, and a shadow root for the view where the front-end has one.
 * @param {{ module: string, values: Record<string, unknown>, isShadow: boolean }} given
 */
async function mount({ module, values, isShadow }) {
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map();
  const model = {
    get: (/** @type {string} */ name) => values[name],
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => void (values[name] = value),
    save_changes: () => void (values['saved'] = Number(values['saved'] ?? 0) + 1),
    on: (/** @type {string} */ event, /** @type {() => void} */ listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    off: (/** @type {string} */ event, /** @type {() => void} */ listener) => void listeners.get(event)?.delete(listener),
  };
  const host = document.body.appendChild(document.createElement('div'));
  const el = document.createElement('div');
  (isShadow ? host.attachShadow({ mode: 'open' }) : host).append(el);
  const { default: widget } = await import(module);
  const cleanup = widget.render({ model, el });
  const count = () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0);
  const change = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    values[name] = value;
    for (const listener of listeners.get(`change:${name}`) ?? []) listener();
  };
  Object.assign(window, { widget: { values, cleanup, count, change, el } });
}

test('a notebook: options from the model, changes followed, news told, and nothing left after it', () =>
  visit(browser, async (page) => {
    await page.goto(site.address);
    await page.evaluate(mount, { module: `${site.address}a1b2c3.mjs`, values: { preset: 'tiny', seed: 7, lang: 'en', max_steps: 60, compact: true, steps: 0, state: '', readable: 0 }, isShadow: false });
    await trains(page);
    const { values, seed } = await page.evaluate(() => {
      const { widget } = /** @type {any} */ (window);
      return { values: widget.values, seed: widget.el.querySelector('dcgan-demo').configuration.seed };
    });
    assert.equal(seed, 7);
    assert.ok(values.steps >= 20 && values.steps <= 60, `${values.steps} steps`);
    assert.equal(values.state, 'paused');
    assert.ok(values.saved > 0);
    assert.ok(!('error' in values), 'what the model has no name for is not told');
    await page.evaluate(() => /** @type {any} */ (window).widget.change('seed', 8));
    await page.waitForFunction(() => /** @type {any} */ (window).widget.el.querySelector('dcgan-demo').configuration.seed === 8);
    await page.evaluate(() => /** @type {any} */ (window).widget.cleanup());
    assert.deepEqual(await page.evaluate(() => [/** @type {any} */ (window).widget.count(), document.querySelector('dcgan-demo')]), [0, null]);
  }));

test('a book of MyST: in a shadow root, with a model that has no option at all', () =>
  visit(browser, async (page) => {
    await page.goto(site.address);
    await page.evaluate(mount, { module: `${site.address}a1b2c3.mjs`, values: { lang: 'en' }, isShadow: true });
    await page.locator('[data-part="state"][data-state="ready"]').waitFor();
    await page.locator('[data-part="toggle"]').click();
    await page.waitForFunction(() => /** @type {any} */ (window).widget.el.querySelector('dcgan-demo').steps >= 20);
    assert.match((await page.locator('[data-part="kernels"]').textContent()) ?? '', /SIMD128/);
  }));
