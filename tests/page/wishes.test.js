/** What addresses, attributes and calls ask for: every name takes what it says and nothing else, and what is wrong is told in both languages. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIELDS } from '../../www/fields.js';
import { languages as all } from '../../www/messages.js';
import { misspeltIn, strangersIn } from '../../www/misspelt.js';
import { ADDRESS, ATTRIBUTES, NAMES, queryOf, runIn, sentenceOf, wishesIn } from '../../www/wishes.js';
import { configurationLimits } from '../../pkg/simd128/dcgan_wasm.js';
import { openElsewhere } from './support/elsewhere.js';
import { oddSettings } from './support/odd-objects.js';
import { pageTests } from './support/page-tests.js';
import { changed, presets } from './support/real-run.js';

/** @typedef {import('../../www/dcgan-demo.js').DcganDemo} DcganDemo */

const { onPage } = pageTests();
const languages = await Promise.all(all.map(({ load }) => load()));
const PAGE = 'https://page.test/demo/index.html?theme=dark';

/** Words that each name takes, and words that it does not. @type {Record<string, { right: string[], wrong: string[] }>} */
const WORDS = {
  parts: { right: ['digits', 'take-home', 'all'], wrong: ['digit', 'constructor', '__proto__', 'Digits'] },
  autoplay: { right: ['visible', 'true', 'false'], wrong: ['', 'yes', 'TRUE'] },
  'max-steps': { right: ['1', '37', '1000000000'], wrong: ['', '0', '-1', '1.5', '1e3', ' 5', '5 ', '0x10', '05', '٥', 'NaN', 'Infinity', '1000000001', '9'.repeat(400)] },
  theme: { right: ['auto', 'light', 'dark'], wrong: ['', 'drak', 'Dark'] },
  motion: { right: ['auto', 'reduced'], wrong: ['', 'none'] },
  loading: { right: ['lazy', 'eager'], wrong: ['', 'now'] },
  poster: {
    right: ['p.png', '/p.png', '../p.png?large', 'https://page.test/p.png'],
    wrong: ['https://other.test/p.png', '//other.test/p.png', 'http://page.test/p.png', 'https://page.test:8443/p.png', '\\\\other.test\\p.png', 'data:image/png;base64,AA', 'javascript:alert(1)', 'blob:https://page.test/1', 'https://'],
  },
  kernel: { right: ['threads', 'relaxed', 'simd128'], wrong: ['', 'avx', 'SIMD128', 'toString'] },
  threads: { right: ['1', '16'], wrong: ['0', '17', '-1', '1.5', 'many', '１'] },
  compact: { right: ['', 'true', 'false'], wrong: ['no', '0'] },
  lang: { right: ['en', 'ru', 'ru-RU', 'EN'], wrong: ['', 'de', 'english', '__proto__'] },
  presenter: { right: ['', 'true', 'false'], wrong: ['on'] },
  keep: { right: ['lecture', 'Лекция 3', 'x'.repeat(100)], wrong: ['', 'x'.repeat(101)] },
  resume: { right: ['true', 'false'], wrong: ['', 'no'] },
  origins: {
    right: ['https://lms.example', 'http://127.0.0.1:8080'],
    wrong: ['*', 'null', 'lms.example', 'https://lms.example/', 'https://lms.example/deck', 'https://user@lms.example', 'file://', 'data:text/html', 'https://LMS.example'],
  },
};

/** @param {string} name @param {string} word @param {typeof ADDRESS} takes */
const read = (name, word, takes = ADDRESS) => wishesIn(new URLSearchParams([[name, word]]), takes, PAGE);

test('every name takes what it should, and is told what else it is given, in every language', () => {
  assert.deepEqual(Object.keys(WORDS).toSorted(), Object.keys(ADDRESS).toSorted());
  for (const [name, { right, wrong }] of Object.entries(WORDS)) {
    for (const word of right) assert.deepEqual(read(name, word), { values: new Map([[name, word]]), complaints: [] }, `${name}=${word}`);
    for (const word of wrong) {
      const { values, complaints } = read(name, word);
      assert.deepEqual([[...values], complaints.map((complaint) => [complaint.name, complaint.text])], [[], [[name, word]]], `${name}=${word}`);
    }
    const [complaint] = read(name, wrong[0] ?? '').complaints;
    assert.ok(complaint);
    const sentences = languages.map((messages) => sentenceOf(complaint, messages));
    assert.ok(sentences.every((sentence) => sentence.startsWith(`?${name}=${wrong[0]} `) && sentence.endsWith('.')), String(sentences));
    assert.equal(new Set(languages.map((messages) => complaint.advice(messages))).size, languages.length, name);
  }
});

test('an attribute takes a picture from anywhere that has pictures, since the page is its author’s', () => {
  for (const right of ['p.png', 'https://other.test/p.png', 'data:image/png;base64,AA', 'blob:https://page.test/1']) {
    assert.deepEqual(read('poster', right, ATTRIBUTES).complaints, [], right);
  }
  for (const wrong of ['javascript:alert(1)', 'data:text/html,x', 'ftp://other.test/p.png', 'https://']) {
    assert.equal(read('poster', wrong, ATTRIBUTES).complaints.length, 1, wrong);
  }
});

test('a file’s poster lies beside it, on the same machine', () => {
  const from = (/** @type {string} */ poster) => wishesIn(new URLSearchParams({ poster }), ADDRESS, 'file:///home/me/dcgan.html').values.size;
  assert.deepEqual(['p.png', 'file:///home/me/p.png', 'file://other/p.png', 'https://other.test/p.png', 'data:image/png,x'].map(from), [1, 1, 0, 0, 0]);
});

test('of a list the right words count, and the wrong ones are told together', () => {
  const { values, complaints } = read('parts', 'digits, sound  losses,light');
  assert.equal(values.get('parts'), 'digits losses');
  assert.deepEqual(complaints.map(({ text }) => text), ['sound light']);
  assert.deepEqual(read('parts', '').values, new Map([['parts', '']]), 'nothing may be asked for');
});

test('every setting takes its range, ends included, and nothing beyond', () => {
  const [base, program] = [changed('plain'), { presets: presets(), limits: configurationLimits() }];
  const of = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    runIn(new URLSearchParams({ conditioning: 'clusters', [name]: String(value) }), base, program);
  for (const [name, { limits, values = [], isWhole, read: stands }] of Object.entries(FIELDS)) {
    const range = limits && program.limits[limits];
    const right = range ? [range.minimum, range.maximum] : values;
    for (const value of right) {
      const { configuration, complaints } = of(name, value);
      assert.deepEqual([stands(configuration), complaints], [value, []], `${name}=${value}`);
    }
    const beyond = range ? [range.minimum - 1, range.maximum + 1, ...(isWhole ? [range.minimum + 0.5] : [])] : ['other', '__proto__'];
    for (const value of [...beyond, '', 'NaN', 'Infinity', '-Infinity', '1e999', '0x1', '٥', '1 2', 'x'.repeat(100_000)]) {
      const { configuration, complaints } = of(name, value);
      assert.equal(complaints.length, 1, `${name}=${String(value).slice(0, 20)}`);
      if (name !== 'conditioning') assert.equal(stands(configuration), stands(base));
      const sentences = languages.map((messages) => sentenceOf(/** @type {any} */ (complaints[0]), messages));
      assert.ok(sentences.every((sentence) => sentence.length < 250 && sentence.includes(`?${name}=`)), sentences[0]?.slice(0, 300));
    }
  }
});

test('a misspelt name is told the one that is near; what hosts add to addresses is left alone', () => {
  const near = (/** @type {string} */ name) => strangersIn(new URLSearchParams([[name, '1']]))[0]?.near;
  const misspelt = { batchsize: 'batchSize', batchSise: 'batchSize', batch_size: 'batchSize', maxSteps: 'max-steps', 'max-step': 'max-steps', part: 'parts', kernels: 'kernel', Seed: 'seed', themes: 'theme' };
  for (const [name, known] of Object.entries(misspelt)) assert.equal(near(name), known, name);
  for (const name of ['utm_source', 'utm_campaign', 'fbclid', 'gclid', 'ref', 'v', 't', 'feed', 'id', 'page', '__proto__', '', 'x'.repeat(1e5)]) assert.equal(near(name), null, name);
  for (const name of NAMES) assert.equal(near(name), undefined, name);
  const many = new URLSearchParams(Array.from({ length: 5000 }, (_, index) => [`${'-'.repeat(index)}Seed`, '1']));
  assert.equal(misspeltIn(many).length, 8);
});

test('settings of a call are a string or a plain object of plain values', () => {
  const taken = (/** @type {unknown} */ settings) => queryOf(settings)?.toString();
  const bare = Object.assign(Object.create(null), { seed: 5 });
  assert.deepEqual(['seed=5', { seed: 5, reuseFakes: true, preset: 'plain' }, bare, Object.freeze({ seed: -0 }), {}].map(taken), ['seed=5', 'seed=5&reuseFakes=true&preset=plain', 'seed=5', 'seed=0', '']);
  const program = { presets: presets(), limits: configurationLimits() };
  for (const [what, settings] of oddSettings()) {
    const query = queryOf(settings);
    const isRefused = query === null || strangersIn(query).length > 0 || runIn(query, changed('plain'), program).complaints.length > 0;
    assert.ok(isRefused, what);
  }
  assert.equal(/** @type {any} */ ({}).seed, undefined, 'no prototype has been touched');
});

/** Every name at once, and everything wrong. */
const WRONG = new URLSearchParams([
  ...Object.entries(WORDS).map(([name, { wrong }]) => [name, wrong.find((word) => word !== '') ?? '']),
  ...Object.keys(FIELDS).map((name) => [name, 'nonsense']),
  ...[['preset', 'best'], ['batchsize', '16'], ['utm_source', 'mail'], ['fbclid', '1'], ['__proto__', '1']],
]);

test(
  'an address in which everything is wrong is the usual page, which says each complaint once, in the language of now, and trains',
  onPage({}, async (demo) => {
    await demo.openReady();
    const usual = await demo.configuration();
    const pages = WORDS['poster']?.wrong.map((word) => `?poster=${encodeURIComponent(word)}`) ?? [];
    for (const query of pages) await demo.openReady(query);
    await demo.openReady(`?${WRONG}#%E0%A4%A`);
    assert.deepEqual(await demo.configuration(), usual);
    assert.deepEqual(
      await demo.page.locator('dcgan-demo').evaluate((element) => element.getAttributeNames().filter((name) => name !== 'data-settled').toSorted()),
      ['background', 'data-part', 'home', 'lang', 'loading', 'settings'],
    );
    for (const [code, [ignored, near]] of /** @type {[string, [string, string]][]} */ ([
      ['en', ['is ignored', 'Did you mean batchSize?']],
      ['ru', ['не учитывается', 'Может быть, batchSize?']],
    ])) {
      await demo.page.locator(`.languages [lang="${code}"]`).click();
      await demo.page.locator(`html[lang="${code}"]`).waitFor();
      await demo.part('address-note').filter({ hasText: ignored }).waitFor();
      const said = await demo.text('address-note');
      for (const name of [...Object.keys(WORDS), ...Object.keys(FIELDS), 'preset', 'batchsize']) {
        assert.equal(said.split(`?${name}=`).length, 2, `${name}: ${said}`);
      }
      assert.ok(said.includes(near), said);
      for (const name of ['utm_source', 'fbclid', '__proto__']) assert.ok(!said.includes(name), said);
    }
    await demo.page.locator('.languages [lang="en"]').click();
    await demo.step();
    assert.deepEqual(await demo.page.evaluate(() => Object.keys(Object.prototype)), []);
  }),
);

test(
  'an address as long as a host takes says a word of what it holds, and no markup of it',
  onPage({}, async (demo) => {
    const long = '<img src=x onerror=alert(1)>'.repeat(25);
    await demo.openReady(`?${new URLSearchParams({ theme: long, seed: long, generatorLoss: long, preset: long, batchsize: long })}`);
    const said = await demo.text('address-note');
    assert.ok(said.split('<img src=x').length > 5 && said.length < 1500, said);
    assert.equal(await demo.part('address-note').locator('*').count(), 0);
    await demo.step();
  }),
);

test(
  'an element tells what its attributes ask for in vain by an event, and shows and trains what is left',
  onPage({}, async (demo) => {
    const attributes = 'preset="tiny" seed="many" settings="batchsize=8&threads=0" parts="digits sound controls" theme="drak" max-steps="-1" poster="https://" autoplay="now"';
    await openElsewhere(demo, `<dcgan-demo ${attributes} lang="en"></dcgan-demo>`);
    const told = await demo.page.locator('dcgan-demo').evaluate(async (found) => {
      const element = /** @type {DcganDemo} */ (found);
      /** @type {{ cause: string, sentence: string }[]} */
      const errors = [];
      element.addEventListener('error', (event) => errors.push(/** @type {any} */ (event).detail));
      await element.ready;
      const begun = errors.splice(0);
      for (const name of ['theme', 'poster', 'parts', 'max-steps']) element.setAttribute(name, 'javascript:');
      element.setAttribute('theme', 'dark');
      return { begun, changed: errors.splice(0), steps: await element.step(2) };
    });
    const names = (/** @type {{ sentence: string }[]} */ errors) => errors.map(({ sentence }) => /^[?]([\w-]+)=/.exec(sentence)?.[1]);
    assert.deepEqual(names(told.begun), ['parts', 'autoplay', 'max-steps', 'theme', 'poster', 'threads', 'seed', 'batchsize']);
    assert.deepEqual(names(told.changed), ['theme', 'poster', 'parts', 'max-steps']);
    assert.ok([...told.begun, ...told.changed].every(({ cause }) => cause === 'settings'));
    assert.equal(told.steps, 2);
    assert.equal(await demo.part('poster').isVisible(), false);
  }),
);

test(
  'no odd object begins a run, each is refused in a sentence, and the run goes on',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(`window.oddSettings = ${oddSettings}`);
    await openElsewhere(demo, '<dcgan-demo preset="tiny" seed="3" lang="en"></dcgan-demo>');
    const told = await demo.page.locator('dcgan-demo').evaluate(async (found) => {
      const element = /** @type {DcganDemo} */ (found);
      await element.ready;
      await element.step(3);
      const refusals = [];
      for (const [what, settings] of /** @type {any} */ (window).oddSettings()) {
        refusals.push([what, await element.reset(settings).then(() => 'taken', (error) => error.message)]);
      }
      for (const count of [0, -1, 1.5, NaN, Infinity, '2', null, Symbol('2'), {}, 5n]) {
        refusals.push([String(count), await element.step(/** @type {any} */ (count)).then(() => 'taken', (error) => error.message)]);
      }
      element.onStage = /** @type {any} */ ('yes');
      const { steps, configuration, onStage } = element;
      await element.reset(Object.assign(Object.create(null), { preset: 'tiny', seed: 4 }));
      return { refusals, steps, seed: configuration?.seed, onStage, after: element.configuration?.seed };
    });
    for (const [what, refusal] of told.refusals) assert.match(refusal, /^[?r s].{10,250}[.?]$/, what);
    assert.deepEqual([told.steps, told.seed, told.onStage, told.after], [3, 3, null, 4]);
  }),
);

test(
  'createRun takes the same objects no better, and trains as before',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(`window.oddSettings = ${oddSettings}`);
    await openElsewhere(demo, '');
    const told = await demo.page.evaluate(async (address) => {
      const { createRun } = await import(address);
      /** @type {(promise: Promise<unknown>) => Promise<string>} */
      const outcome = (promise) => promise.then(() => 'taken', (error) => `${error.name}: ${error.message}`);
      const odd = /** @type {any} */ (window).oddSettings();
      const options = [];
      for (const [what, value] of odd) options.push([what, await outcome(createRun(value))]);
      for (const value of [{ kernel: 'avx' }, { threads: 0 }, { threads: 1e9 }, { threads: '2' }, { onLoading: 5 }]) {
        options.push([JSON.stringify(value), await outcome(createRun(value))]);
      }
      const run = await createRun({ preset: 'tiny', seed: 3, settings: { generatorAdam: { beta1: 0.6 }, batchSize: undefined } });
      const first = await run.step(2);
      const refusals = [];
      for (const [what, settings] of odd) refusals.push([what, await outcome(run.reset({ settings }))]);
      for (const [what, generatorAdam] of odd) refusals.push([`Adam of ${what}`, await outcome(run.reset({ settings: { generatorAdam } }))]);
      for (const file of [5, 4e9, 'file', null, {}, [1, 2]]) refusals.push([String(file), await outcome(run.restore(file))]);
      for (const digit of [10, -1, 1.5, '7', Symbol('7'), {}]) refusals.push([String(digit), await outcome(run.samples({ digit }))]);
      for (const weights of ['best', '__proto__', {}, null]) refusals.push([String(weights), await outcome(run.samples({ weights }))]);
      const { steps, configuration } = run;
      const next = await run.step(1);
      await run.reset({ preset: 'tiny', seed: 3, settings: { generatorAdam: { beta1: 0.6 } } });
      const again = await run.step(3);
      run.close();
      return { options, refusals, steps, seed: configuration.seed, isSame: JSON.stringify([...first, ...next]) === JSON.stringify(again) };
    }, new URL('packaging/src/index.js', demo.address).href);
    for (const [what, refusal] of [...told.options, ...told.refusals]) assert.match(refusal, /^(RangeError|TypeError|Error): .{4,400}$/, what);
    assert.deepEqual([told.steps, told.seed, told.isSame], [2, 3, true], 'the run goes on where it was');
  }),
);
