/** Two languages: every text in both, the page in one of them at a time, and a change of it while everything goes on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf, textOf } from '../../www/language.js';
import { languages as all } from '../../www/messages.js';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();
const languages = await Promise.all(all.map(async ({ code, load }) => ({ code, messages: await load() })));
const RUSSIAN = { locale: 'ru-RU' };

/** What is written in Latin letters in Russian too: names, formulas, and what stands in an address or a file system. */
const NAMES = ['DCGAN', 'GAN', 'MNIST', 'Adam', 'SIMD', 'SIMD128', 'WebAssembly', 'PyTorch', 'relaxed', 'log', 'ln', 'softmax', 'English', ...['TensorFlow', 'Keras', 'Rust', 'Softmax', 'beta1', 'CSV', 'PNG', 'GIF', 'safetensors', 'IDX', 'gzip']];
const BROWSERS = ['Chrome', 'Edge', 'Firefox', 'Safari'];

/**
 * The path and the kind of everything in an object, deeply.
 * @param {any} value
 * @param {string} path
 * @returns {string[]}
 */
function shapeOf(value, path = '') {
  if (typeof value !== 'object') return [`${path}: ${typeof value}`];
  return Object.keys(value)
    .sort()
    .flatMap((key) => shapeOf(value[key], `${path}.${key}`));
}

test('every language says the same things, and nothing is left empty', () => {
  const [first] = languages;
  for (const { code, messages } of languages) {
    assert.deepEqual(shapeOf(messages), shapeOf(first?.messages), code);
    const isEmpty = (/** @type {any} */ value) =>
      typeof value === 'object' ? Object.values(value).some(isEmpty) : typeof value === 'string' && value.trim() === '';
    assert.equal(isEmpty(messages), false, `an empty text in ${code}`);
  }
});

test('the first language wished for that there is, or else English', () => {
  assert.equal(languageOf(['', 'ru-RU', 'en']), 'ru');
  assert.equal(languageOf(['', 'de', 'ru']), 'ru');
  assert.equal(languageOf(['de', 'fr-CA']), 'en');
  assert.equal(languageOf([]), 'en');
  assert.equal(languageOf(['en', 'ru-RU']), 'en');
  assert.equal(languageOf(['RU', 'en-GB']), 'ru');
  assert.equal(languageOf(['xx', 'ru']), 'ru');
});

test('numbers and plurals are those of the language', () => {
  const [english, russian] = languages.map(({ messages }) => messages);
  assert.deepEqual(
    [1, 3, 5, 21, 12345].map((count) => russian?.milestones.steps(count)),
    ['1 шаг', '3 шага', '5 шагов', '21 шаг', '12\u00a0345 шагов'],
  );
  assert.deepEqual(
    [1, 3].map((count) => english?.milestones.steps(count)),
    ['1 step', '3 steps'],
  );
  assert.deepEqual([english?.decimal(-0.6931, 3), russian?.decimal(-0.6931, 3)], ['−0.693', '−0,693']);
  assert.deepEqual([english?.decimal(-0.0001, 2), russian?.decimal(-0.0001, 2)], ['0.00', '0,00']);
  assert.deepEqual([english?.clock(3_725_400), russian?.clock(65_400)], ['1:02:05.4', '1:05,4']);
  assert.deepEqual([english?.duration(3640), russian?.duration(125_000)], ['3.6 s', '2 мин 5 с']);
});

test(
  'index.html says what the English messages say, and leaves no text without a name',
  onPage({}, async (demo) => {
    await demo.open();
    const found = await demo.page.evaluate(async () => {
      const parsed = new DOMParser().parseFromString(await (await fetch('index.html')).text(), 'text/html');
      const demoMarkup = /** @type {HTMLTemplateElement} */ (parsed.querySelector('dcgan-demo > template')).content;
      const roots = [parsed.body, demoMarkup];
      const said = (/** @type {string} */ attribute, /** @type {(element: Element) => string | null} */ read) =>
        roots.flatMap((root) => [...root.querySelectorAll(`[${attribute}]`)]).map((element) => ({ path: element.getAttribute(attribute) ?? '', text: read(element) }));
      const nameless = /** @type {string[]} */ ([]);
      // Before scripts run, or where they cannot, the page speaks the language it is written in.
      for (const root of roots) {
        const walker = parsed.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { parentElement, data } = /** @type {Text} */ (walker.currentNode);
          if (/\p{L}{2}/u.test(data) && !parentElement?.closest('[data-text], noscript, [data-for="file"], [data-for="scripts"]')) nameless.push(data);
        }
      }
      return {
        texts: [
          ...said('data-text', (element) => element.innerHTML),
          ...said('data-label', (element) => element.getAttribute('aria-label')),
          ...said('data-title', (element) => element.getAttribute('title')),
        ],
        title: parsed.title,
        description: parsed.querySelector('meta[name="description"]')?.getAttribute('content'),
        nameless,
      };
    });
    const [english] = languages;
    if (!english) throw new Error('no language');
    const plain = (/** @type {string | null} */ html) => (html ?? '').replace(/\s+/g, ' ').replaceAll('\u00a0', '&nbsp;').trim();
    for (const { path, text } of found.texts) assert.equal(plain(text), plain(textOf(path, english.messages)), path);
    assert.ok(found.texts.length > 100, `${found.texts.length} texts`);
    assert.equal(found.title, english.messages.page.title);
    assert.equal(found.description, english.messages.page.description);
    const early = Object.values(english.messages.history.referee.early());
    assert.deepEqual(found.nameless, early, 'the referee’s first words are written by its view');
  }),
);

/**
 * Words in Latin letters that are seen or read out, but for names.
 * @param {DemoPage} demo
 * @returns {Promise<string[]>}
 */
async function latinWords(demo) {
  const text = await demo.page.evaluate(() => {
    const foreign = 'code, pre, script, style, noscript, [lang="en"]:not(html), [data-for="file"], [data-for="scripts"]';
    const isForeign = (/** @type {Element} */ element) => element.closest(foreign);
    const texts = [document.title];
    for (const root of [document.body, window.demoRoot]) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement, data } = /** @type {Text} */ (walker.currentNode);
        if (parentElement && !isForeign(parentElement)) texts.push(data);
      }
    }
    for (const element of window.everywhere('[aria-label], [title], [aria-valuetext], [placeholder]')) {
      if (isForeign(element)) continue;
      for (const name of ['aria-label', 'title', 'aria-valuetext', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
    }
    return texts.join('\n');
  });
  const words = text.replace(/\?\w+=\S*|\b\w+\/[\w./-]+|\S+\.(csv|png|gif|safetensors|py)|cargo xtask \w+|\d+(e-?|x)\d+/g, ' ').match(/[A-Za-z][A-Za-z0-9’]+/g) ?? [];
  return [...new Set(words)].filter((word) => ![...NAMES, ...BROWSERS].includes(word));
}

test(
  'in Russian no English is left over, whatever the page says',
  onPage(RUSSIAN, async (demo) => {
    await demo.judgeSays('step < 5 ? 0.1 : 0.95');
    await demo.openReady();
    assert.equal(await demo.page.locator('html').getAttribute('lang'), 'ru');
    assert.match(await demo.page.title(), /цифры/);
    assert.equal(await demo.text('state'), 'Готово к обучению');
    await demo.openMore();
    assert.deepEqual(await latinWords(demo), [], 'when ready');
    await demo.page.locator('.notes summary').click();
    await demo.fill({ baseWidth: '0', batchSize: 'x', conditioning: 'none', generatorLoss: 'minimax', generatorTurn: 'stackedFrozen' });
    assert.match(await demo.text('baseWidth-note'), /^Введите целое число от 1 до /);
    assert.deepEqual(await latinWords(demo), [], 'with mistakes in the settings');
    await demo.part('reset').click();
    await demo.train();
    await demo.page.waitForFunction(() => /с$/.test(window.demoRoot.querySelector('[data-part="readable-90-time"]')?.textContent ?? ''));
    assert.deepEqual(await latinWords(demo), [], 'while training');
    await demo.pause();
    assert.match(await demo.text('state'), /^Пауза после шага \d/);
    assert.match(await demo.text('generator-loss'), /^−?\d+,\d{3}$/);
    assert.deepEqual(await latinWords(demo), [], 'when paused');
  }),
);

test(
  'in Russian a failure is told in Russian, and the program’s own words are marked as English',
  onPage(RUSSIAN, async (demo) => {
    await demo.sabotage(`Trainer.prototype.step = function () { throw new Error('the loss of D is not a number'); };`);
    await demo.openReady();
    await demo.part('toggle').click();
    await demo.part('failure').waitFor();
    assert.match(await demo.text('failure-sentence'), /^Обучение разошлось/);
    assert.match(await demo.text('failure-detail'), /loss of D/);
    assert.equal(await demo.part('failure-detail').getAttribute('lang'), 'en');
    assert.deepEqual(await latinWords(demo), []);
  }),
);

test(
  'the language changes while training goes on, without a reload, and back',
  onPage({}, async (demo) => {
    await demo.openReady('?seed=3&threads=1');
    const english = await demo.page.locator('.settings').innerText();
    await demo.train();
    await demo.part('referee-announcement').filter({ hasText: /\S/ }).waitFor();
    await demo.page.evaluate(() => Object.assign(window, { isTheSame: true }));
    await demo.page.locator('.languages [lang="ru"]').click();
    await demo.page.locator('html[lang="ru"]').waitFor();
    assert.equal(await demo.text('state'), 'Идёт обучение');
    assert.equal(await demo.text('toggle-name'), 'Пауза');
    assert.equal(await demo.page.locator('.languages [lang="ru"]').getAttribute('aria-pressed'), 'true');
    assert.deepEqual(await latinWords(demo), []);
    await demo.pause();
    const { steps, address } = { steps: (await demo.reports()).length, address: new URL(demo.page.url()) };
    assert.ok(steps > 3);
    assert.deepEqual([address.searchParams.get('seed'), address.searchParams.get('lang')], ['3', 'ru'], 'a reload keeps the language');
    assert.equal(await demo.field('generatorLearningRate').inputValue(), '0,004', 'numbers in fields are written as the language does');
    await demo.page.locator('.languages [lang="en"]').click();
    await demo.page.locator('html[lang="en"]').waitFor();
    assert.equal(await demo.page.locator('.settings').innerText(), english, 'everything is as it was');
    assert.match(await demo.text('state'), /^Paused after step/);
    assert.equal(await demo.page.evaluate(() => /** @type {any} */ (window).isTheSame), true);
  }),
);

test(
  'a language that cannot be fetched is told of, and the page goes on in its own',
  onPage({ console: /^error: Failed to load resource/ }, async (demo) => {
    await demo.page.route('**/messages/ru/*.js', (route) => route.abort());
    await demo.openReady();
    await demo.page.locator('.languages [lang="ru"]').click();
    await demo.part('language-note').filter({ hasText: 'Русский could not be fetched' }).waitFor();
    assert.equal(await demo.page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await demo.text('state'), 'Ready to train');
  }),
);
