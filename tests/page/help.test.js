/** The question marks: each has a name and opens one sentence, by mouse and by keyboard, inside the window. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';

const { onPage } = pageTests();

for (const [locale, name] of /** @type {[string, RegExp][]} */ ([
  ['en-US', /^Help: \S/],
  ['ru-RU', /^Пояснение: \S/],
])) {
  test(
    `every question mark has a name of its own and opens one sentence, ${locale}`,
    onPage({ locale }, async (demo) => {
      await demo.openTools();
      await demo.openMore();
      const helps = await demo.page.evaluate(() => {
        /** @type {{ name: string, text: string, isInside: boolean }[]} */
        const found = [];
        for (const button of window.everywhere('[data-help]')) {
          if (!button.checkVisibility()) continue;
          button.scrollIntoView({ block: 'center' });
          button.click();
          const panel = /** @type {HTMLElement} */ (window.demoRoot.getElementById(button.getAttribute('aria-controls') ?? ''));
          const { left, right, top, bottom } = panel.getBoundingClientRect();
          const isInside = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
          found.push({ name: button.getAttribute('aria-label') ?? '', text: panel.textContent ?? '', isInside });
        }
        return found;
      });
      assert.ok(helps.length >= 35, `${helps.length} question marks`);
      for (const help of helps) {
        assert.match(help.name, name);
        assert.match(help.text, /^\p{Lu}[^\n]{20,}[.]$/u, help.name);
        assert.ok(help.isInside, `${help.name} lies within the window`);
      }
      const namesakes = helps.filter((help) => helps.some((other) => other.name === help.name && other.text !== help.text));
      assert.deepEqual(namesakes, [], 'names tell them apart');
    }),
  );
}

test(
  'the keyboard opens a sentence, Escape closes it and keeps the focus, and only one is open at a time',
  onPage({}, async (demo) => {
    await demo.openReady();
    const panel = demo.page.locator('.help-text');
    const first = demo.page.locator('[data-help="help.seed"]');
    const second = demo.page.locator('[data-help="help.baseWidth"]');
    await first.focus();
    await demo.page.keyboard.press('Enter');
    assert.equal(await first.getAttribute('aria-expanded'), 'true');
    assert.match((await panel.textContent()) ?? '', /same seed/);
    assert.equal(await first.getAttribute('aria-describedby'), await panel.getAttribute('id'), 'it is read to those who do not see it');
    await demo.page.keyboard.press('Escape');
    assert.equal(await panel.count(), 0);
    assert.equal(await first.getAttribute('aria-expanded'), 'false');
    assert.ok(await first.evaluate((button) => button.matches(':focus')));
    await first.click();
    await second.click();
    assert.equal(await panel.count(), 1);
    assert.deepEqual([await first.getAttribute('aria-expanded'), await second.getAttribute('aria-expanded')], ['false', 'true']);
    await second.click();
    assert.equal(await panel.count(), 0, 'the same button closes it');
    await second.click();
    await demo.page.locator('h1').click();
    assert.equal(await panel.count(), 0, 'a press elsewhere closes it');
    await second.click();
    await demo.page.keyboard.press('Tab');
    assert.equal(await panel.count(), 0, 'moving on closes it');
  }),
);

test(
  'an open sentence follows a change of language',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.page.locator('[data-help="help.seed"]').click();
    await demo.page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.languages [lang="ru"]')).dispatchEvent(new Event('click')));
    await demo.page.locator('.help-text', { hasText: /^Число, из которого/ }).waitFor();
  }),
);
