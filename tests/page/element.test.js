/** `<dcgan-demo>` on pages of others: attributes, parts, methods, events, and several of them that do not disturb each other. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PART_NAMES, partsOf } from '../../www/shown-parts.js';
import { openElsewhere } from './support/elsewhere.js';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('../../www/dcgan-demo.js').DcganDemo} DcganDemo */

const { onPage } = pageTests();

/** Parts that a page in need of little room chooses among. */
const FREQUENT = ['digits', 'controls', 'losses', 'verdict', 'path', 'ask'];

/**
 * Runs a function on an element in the page, as soon as it is there.
 * @template Result
 * @template Argument
 * @param {import('./support/demo-page.js').DemoPage} demo
 * @param {(element: DcganDemo, argument: Argument) => Result | Promise<Result>} run
 * @param {Argument} [argument]
 * @param {string} selector
 * @returns {Promise<Result>}
 */
async function on(demo, run, argument, selector = 'dcgan-demo') {
  const element = demo.page.locator(selector);
  return /** @type {Promise<Result>} */ (element.evaluate(/** @type {any} */ (run), argument));
}

test('a group stands for its parts', () => {
  assert.deepEqual(partsOf('compact verdict losses'), new Set(['digits', 'controls', 'losses', 'verdict']));
  assert.equal(partsOf('all').size, PART_NAMES.length - 5, 'all but the five names of groups');
  assert.equal(partsOf('').size, 0);
});

test(
  'an element trains, steps, pauses and begins anew, and says so by its events',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<dcgan-demo preset="tiny" seed="3" lang="en"></dcgan-demo>');
    const told = await on(demo, async (element) => {
      /** @type {Record<string, number>} */
      const count = {};
      for (const name of ['ready', 'state', 'step', 'verdict', 'error']) {
        element.addEventListener(name, () => (count[name] = (count[name] ?? 0) + 1));
      }
      await element.ready;
      const seeds = [element.configuration?.seed];
      const steps = [await element.step(), await element.step(20)];
      await element.play();
      await new Promise((resolve) => element.addEventListener('step', resolve, { once: true }));
      await element.pause();
      await new Promise((resolve) => (element.state === 'paused' ? resolve(null) : element.addEventListener('state', resolve, { once: true })));
      steps.push(element.steps);
      await element.reset({ preset: 'plain', seed: 5 });
      seeds.push(element.configuration?.seed);
      const refusal = await element.reset('seed=-1').catch((error) => error.message);
      return { steps, seeds, refusal, state: element.state, count, now: element.steps };
    });
    assert.deepEqual(told.steps.slice(0, 2), [1, 21]);
    assert.ok((told.steps[2] ?? 0) > 21);
    assert.deepEqual(told.seeds, [3, 5]);
    assert.match(told.refusal, /seed=-1/);
    assert.deepEqual([told.state, told.now], ['ready', 0]);
    assert.equal(told.count['error'], undefined);
    assert.ok((told.count['step'] ?? 0) >= 2 && (told.count['state'] ?? 0) >= 4);
  }),
);

test(
  'what is asked before anything is loaded is done on the run that was asked for',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<dcgan-demo preset="tiny" settings="seed=77&batchSize=8" loading="eager" lang="en"></dcgan-demo>');
    const [steps, configuration] = await on(demo, async (element) => /** @type {const} */ ([await element.step(5), element.configuration]));
    assert.equal(steps, 5);
    assert.deepEqual([configuration?.seed, configuration?.batchSize], [77, 8]);
  }),
);

test(
  'attributes that change together begin one run; a wrong one is told and changes nothing',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<dcgan-demo preset="tiny" seed="3" lang="en"></dcgan-demo>');
    const told = await on(demo, async (element) => {
      await element.ready;
      /** @type {string[]} */
      const states = [];
      element.addEventListener('state', () => states.push(element.state));
      element.setAttribute('preset', 'plain');
      element.setAttribute('seed', '8');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const { configuration } = element;
      const error = new Promise((resolve) => element.addEventListener('error', (event) => resolve(/** @type {any} */ (event).detail.sentence)));
      element.setAttribute('seed', 'many');
      return { states, seed: configuration?.seed, conditioning: configuration?.conditioning ?? null, sentence: await error, after: element.configuration?.seed };
    });
    assert.deepEqual(told.states, ['resetting', 'ready']);
    assert.deepEqual([told.seed, told.conditioning], [8, 'none']);
    assert.match(String(told.sentence), /seed=many/);
    assert.equal(told.after, 8);
  }),
);

test(
  'a run stops at its most steps, and not one later',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<dcgan-demo preset="tiny" autoplay="visible" max-steps="37" lang="en"></dcgan-demo>');
    await demo.reaches('paused');
    assert.equal(await on(demo, (element) => element.steps), 37);
  }),
);

test(
  'two elements on a page train at once, each with its own run, language, theme and answers',
  onPage({}, async (demo) => {
    const columns = '<div style="display: grid; grid-template-columns: 1fr 1fr">';
    await openElsewhere(
      demo,
      `${columns}<dcgan-demo id="one" preset="tiny" seed="1" compact autoplay="visible" lang="en" theme="light"></dcgan-demo>
       <dcgan-demo id="other" preset="plain" seed="2" compact autoplay="visible" lang="ru" theme="dark"></dcgan-demo></div>`,
    );
    const facts = (/** @type {DcganDemo} */ element) => ({
      steps: element.steps,
      seed: element.configuration?.seed,
      train: element.shadowRoot?.querySelector('[data-part="toggle-name"]')?.textContent,
      surface: getComputedStyle(/** @type {Element} */ (element.shadowRoot?.querySelector('.transport button:not(.primary)'))).backgroundColor,
    });
    for (const id of ['#one', '#other']) await demo.page.waitForFunction((id) => /** @type {any} */ (document.querySelector(id)).steps > 30, id);
    await on(demo, (element) => element.pause(), null, '#one');
    const [one, before] = [await on(demo, facts, null, '#one'), await on(demo, facts, null, '#other')];
    await demo.page.waitForFunction((steps) => /** @type {any} */ (document.querySelector('#other')).steps > steps + 30, before.steps);
    assert.equal((await on(demo, facts, null, '#one')).steps, one.steps, 'the one stands while the other goes on');
    assert.deepEqual([one.seed, before.seed], [1, 2]);
    assert.deepEqual([one.train, before.train], ['Train', 'Пауза']);
    assert.notEqual(one.surface, before.surface);
  }),
);

test(
  'an element that cannot be seen is not trained, and goes on where it was when it can',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<dcgan-demo preset="tiny" compact autoplay="visible" lang="en"></dcgan-demo><div style="height: 5000px"></div>');
    await demo.reaches('training');
    await demo.page.evaluate(() => scrollTo(0, 4000));
    await demo.reaches('paused');
    const steps = await on(demo, (element) => element.steps);
    await demo.page.evaluate(() => scrollTo(0, 0));
    await demo.page.waitForFunction((before) => /** @type {any} */ (document.querySelector('dcgan-demo')).steps > before, steps);
    await on(demo, (element) => (element.onStage = false));
    await demo.reaches('paused');
    await on(demo, (element) => (element.onStage = null));
    await demo.reaches('training');
  }),
);

test(
  'nothing is fetched for an element far below until it comes near',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<div style="height: 5000px"></div><dcgan-demo preset="tiny" compact lang="en"></dcgan-demo>');
    await demo.page.waitForTimeout(1000);
    assert.deepEqual(demo.requests.filter((url) => url.endsWith('.wasm')), []);
    await demo.page.evaluate(() => scrollTo(0, 5000));
    await demo.reaches('ready');
  }),
);

test(
  'an element that is moved goes on; one that is removed ends its worker, and begins anew when it is put back',
  onPage({}, async (demo) => {
    await openElsewhere(demo, '<div id="there"></div><dcgan-demo preset="tiny" compact autoplay="visible" lang="en"></dcgan-demo>');
    await demo.reaches('training');
    const steps = await on(demo, (element) => element.steps);
    await on(demo, (element) => document.querySelector('#there')?.append(element));
    await demo.page.waitForFunction((before) => /** @type {any} */ (document.querySelector('dcgan-demo')).steps > before, steps);
    assert.equal(demo.page.workers().length, 1);
    const ended = demo.page.workers()[0]?.waitForEvent('close');
    await on(demo, (element) => {
      /** @type {any} */ (window).kept = element;
      element.remove();
    });
    await demo.page.waitForFunction(() => /** @type {any} */ (window).kept.state === 'idle');
    await ended;
    assert.equal(demo.page.workers().length, 0);
    await demo.page.evaluate(() => document.querySelector('#there')?.append(/** @type {any} */ (window).kept));
    await demo.reaches('training');
  }),
);

for (const width of [320, 700, 1200]) {
  test(
    `every combination of the frequent parts, each part alone and each left out, at ${width} px: just these are seen, and nothing sticks out`,
    onPage({ viewport: { width: 1280, height: 720 } }, async (demo) => {
      await openElsewhere(demo, `<div style="width: ${width}px"><dcgan-demo preset="tiny" lang="en" loading="eager"></dcgan-demo></div>`);
      await demo.reaches('ready');
      const combinations = Array.from({ length: 2 ** FREQUENT.length }, (_, bits) => FREQUENT.filter((_, index) => bits & (1 << index)).join(' '));
      const names = [...partsOf('all')];
      const alone = names.map((name) => [name, names.filter((other) => other !== name).join(' ')]).flat();
      for (const parts of [...combinations, ...alone, 'compact', 'run', 'lesson', 'tools']) {
        const seen = await on(
          demo,
          async (element, parts) => {
            element.setAttribute('parts', parts);
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            const { shadowRoot } = element;
            const selectors = { digits: '.digits', controls: '.transport', losses: '.losses', verdict: '.verdict', path: '.path', ask: '.ask' };
            const visible = Object.entries(selectors).filter(([, selector]) => shadowRoot?.querySelector(selector)?.checkVisibility()).map(([name]) => name);
            const right = element.getBoundingClientRect().right + 0.5;
            const wide = [...(shadowRoot?.querySelectorAll('.demo *') ?? [])].filter(
              (part) => part.checkVisibility() && !part.closest('.scroll, .unseen, pre, .digits-room, option') && part.getBoundingClientRect().right > right,
            );
            return { visible, wide: wide.map((part) => part.outerHTML.slice(0, 80)) };
          },
          parts,
        );
        const shown = partsOf(parts);
        assert.deepEqual(seen.visible.toSorted(), FREQUENT.filter((name) => shown.has(name)).toSorted(), parts);
        assert.deepEqual(seen.wide, [], parts);
      }
    }),
  );
}
