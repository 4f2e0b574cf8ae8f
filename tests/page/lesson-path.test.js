/** The path of the loss: half-steps, every number of a step, what D tells G, and slow motion. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, looks, openAfterAStep, openLesson, scrollTo, takeTurn } from './support/lesson.js';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();
const SIDE = 28;
const softplus = (/** @type {number} */ value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
const number = (/** @type {string | null | undefined} */ text) => Number(text?.replace('−', '-').replace(',', '.'));

/**
 * @param {DemoPage} demo
 * @param {'discriminator' | 'generator'} turn whose half of the diagram
 */
const halfOf = (demo, turn) => demo.page.locator(`#path [data-part="${turn}-half"]`);

/**
 * The last three columns of a table of terms: logit, probability, term; and the two means at its foot.
 * @param {DemoPage} demo
 * @param {'discriminator' | 'generator'} turn
 * @param {'real' | 'fake'} which
 */
async function terms(demo, turn, which) {
  const table = halfOf(demo, turn).locator(`[data-part="${which}-terms"]`);
  const rows = await table
    .locator('tbody tr:not([hidden])')
    .evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
  const foot = await table.locator('tfoot td').allTextContents();
  return { rows: rows.map((row) => row.map(number)), means: foot.map(number) };
}

test(
  'D’s turn moves D and leaves G where it is, and G’s turn the reverse; each button says why it has to wait',
  onPage({}, async (demo) => {
    await openLesson(demo);
    await scrollTo(demo, 'path');
    const buttons = (/** @type {string} */ turn) => demo.page.locator(`[data-part="${turn}-turn"]`);
    assert.deepEqual(await buttons('generator').evaluateAll((all) => all.map((one) => one.getAttribute('aria-disabled'))), [
      'true',
      'true',
    ]);
    assert.match((await buttons('generator').last().getAttribute('title')) ?? '', /First D’s turn/);
    await buttons('generator').last().click({ force: true });
    assert.equal((await looks(demo)).length, 0, 'a button that waits takes no turn');

    await takeTurn(demo, 'discriminator');
    const [first] = await looks(demo);
    assert.equal(first?.turn, 'discriminator');
    assert.equal(first?.generator, null);
    assert.equal(first?.discriminator.moved.generator, 0, 'G moved exactly 0');
    assert.ok((first?.discriminator.moved.discriminator ?? 0) > 0, 'D moved');
    const generatorBlock = halfOf(demo, 'discriminator').locator('.network.g');
    assert.equal(await generatorBlock.getAttribute('data-state'), 'frozen');
    assert.match(await generatorBlock.innerText(), /frozen[^]*moved 0$/);
    assert.equal(await demo.steps(), 0, 'half a step is no step');
    assert.deepEqual(await buttons('discriminator').evaluateAll((all) => all.map((one) => one.getAttribute('aria-disabled'))), [
      'true',
      'true',
    ]);

    await takeTurn(demo, 'generator');
    const second = (await looks(demo)).at(-1);
    assert.equal(second?.step, 1);
    assert.equal(second?.generator?.moved.discriminator, 0, 'D moved exactly 0');
    assert.ok((second?.generator?.moved.generator ?? 0) > 0, 'G moved');
    const discriminatorBlock = halfOf(demo, 'generator').locator('.network.d');
    assert.equal(await discriminatorBlock.getAttribute('data-state'), 'frozen');
    assert.match(await discriminatorBlock.innerText(), /frozen[^]*the gradient passes through[^]*moved 0$/);
    assert.equal(await demo.steps(), 1);
    assert.match(await halfOf(demo, 'generator').innerText(), /taken last, step 1/);
  }),
);

test(
  'a half-step of the run’s own buttons, and Step finishes what was begun',
  onPage({}, async (demo) => {
    await openLesson(demo);
    await demo.page.locator('.run [data-part="discriminator-turn"]').click();
    await demo.reaches('paused');
    assert.equal(await demo.steps(), 0);
    await demo.step();
    assert.equal(await demo.steps(), 1);
    assert.equal((await demo.reports()).length, 1);
  }),
);

test(
  'formula and number agree: each term follows from its logit, their mean is the loss, and the run reports the same',
  onPage({}, async (demo) => {
    await openLesson(demo);
    await demo.fill({ batchSize: '4' });
    await demo.reset();
    await scrollTo(demo, 'path');
    for (const turn of /** @type {const} */ (['discriminator', 'generator', 'discriminator', 'generator'])) await takeTurn(demo, turn);
    const look = (await looks(demo)).at(-1);
    assert.ok(look?.generator);
    const report = (await demo.reports()).at(-1);
    const tables = /** @type {const} */ ([
      {
        turn: 'discriminator',
        which: 'real',
        term: (/** @type {number} */ logit) => softplus(-logit),
        loss: report?.discriminatorLossReal,
        logits: look.discriminator.realLogits,
      },
      { turn: 'discriminator', which: 'fake', term: softplus, loss: report?.discriminatorLossFake, logits: look.discriminator.fakeLogits },
      {
        turn: 'generator',
        which: 'fake',
        term: (/** @type {number} */ logit) => softplus(-logit),
        loss: report?.generatorLoss,
        logits: look.generator.logits,
      },
    ]);
    for (const { turn, which, term, loss, logits } of tables) {
      const { rows, means } = await terms(demo, turn, which);
      assert.equal(rows.length, 4);
      for (const [index, [logit, probability, shown]] of rows.entries()) {
        const exact = logits[index] ?? NaN;
        assert.ok(Math.abs((logit ?? NaN) - exact) <= 0.0006, `${turn}, ${which}: the logit ${logit} is ${exact}`);
        assert.ok(Math.abs((probability ?? NaN) - 1 / (1 + Math.exp(-exact))) <= 0.0006, `${turn}, ${which}: D says ${probability}`);
        assert.ok(Math.abs((shown ?? NaN) - term(exact)) <= 0.0006, `${turn}, ${which}: the term ${shown} is ${term(exact)}`);
      }
      const mean = logits.reduce((sum, logit) => sum + term(logit), 0) / logits.length;
      assert.ok(Math.abs(mean - (loss ?? NaN)) < 1e-5, `${turn}, ${which}: the mean of the terms ${mean} is the loss ${loss}`);
      assert.ok(Math.abs((means[1] ?? NaN) - mean) <= 0.0006, `${turn}, ${which}: at the foot stands ${means[1]}`);
    }
    const sum = await halfOf(demo, 'discriminator').locator('.sum b[data-part="sum"]').textContent();
    assert.ok(Math.abs(number(sum) - (report?.discriminatorLossReal ?? 0) - (report?.discriminatorLossFake ?? 0)) <= 0.0006);
  }),
);

test(
  'each layer’s gradient norm is the one that the run reports',
  onPage({}, async (demo) => {
    await openAfterAStep(demo);
    const [report] = await demo.reports();
    for (const turn of /** @type {const} */ (['discriminator', 'generator'])) {
      const items = halfOf(demo, turn).locator(`.network.${turn[0]} .layers li`);
      const shown = await items.evaluateAll((all) => all.map((item) => [...item.children].map((child) => child.textContent)));
      const expected = report?.gradientNorms.filter(({ network }) => network === turn) ?? [];
      assert.deepEqual(
        shown.map(([layer]) => layer),
        expected.map(({ layer }) => layer),
      );
      for (const [index, { layer, norm }] of expected.entries()) {
        const told = number(shown[index]?.[2]);
        assert.ok(Math.abs(told - norm) <= 0.01 * norm, `${layer}: ${told} stands for ${norm}`);
      }
    }
  }),
);

/**
 * The pixels of a heat map or image in the list of tiles, four numbers each.
 * @param {DemoPage} demo
 * @param {number} tile
 * @param {0 | 1} which 0 for the image, 1 for the heat map
 */
function tilePixels(demo, tile, which) {
  return demo.page.evaluate(
    ([index, place]) => {
      const canvas = /** @type {HTMLCanvasElement} */ (
        window.demoRoot.querySelectorAll('.tile')[index ?? 0]?.querySelectorAll('canvas')[place ?? 0]
      );
      const copy = new OffscreenCanvas(28, 28);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d', { willReadFrequently: true }));
      context.drawImage(canvas, 0, 0);
      return [...context.getImageData(0, 0, 28, 28).data];
    },
    [tile, which],
  );
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(
    `what D tells G: each heat map is painted from the wishes that the worker sent, ${colorScheme}`,
    onPage({ colorScheme }, async (demo) => {
      await openAfterAStep(demo);
      const look = (await looks(demo)).at(-1);
      assert.ok(look?.generator);
      const { wishes, fake } = look.generator;
      assert.equal(await demo.page.locator('.tile').count(), 8);
      const [more, less] = await demo.page.evaluate(() =>
        ['--wish-more', '--wish-less'].map((name) => {
          const probe = window.demoRoot.appendChild(document.createElement('i'));
          probe.style.color = `var(${name})`;
          const colour = getComputedStyle(probe).color.match(/\d+/g)?.map(Number);
          probe.remove();
          return colour ?? [];
        }),
      );
      assert.ok(more && less);
      const largest = Math.max(...wishes.map(Math.abs));
      // Beside the grey of image and paper one of the two colours has more green than red and blue, the other less.
      const greenness = (/** @type {number[]} */ [red = 0, green = 0, blue = 0]) => green - (red + blue) / 2;
      assert.ok(greenness(more) > 20 && greenness(less) < -20);
      let checked = 0;
      for (const tile of [0, 3, 7]) {
        const heat = await tilePixels(demo, tile, 1);
        const image = await tilePixels(demo, tile, 0);
        for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
          const wish = wishes[tile * SIDE * SIDE + pixel] ?? 0;
          const colour = heat.slice(4 * pixel, 4 * pixel + 3);
          assert.equal(image[4 * pixel], fake[tile * SIDE * SIDE + pixel], 'the image is G’s');
          if (Math.abs(wish) < 0.3 * largest) continue;
          checked++;
          assert.equal(Math.sign(greenness(colour)), Math.sign(wish), `tile ${tile}, pixel ${pixel}: ${colour} for ${wish}`);
        }
      }
      assert.ok(checked > 20, `${checked} pixels were compared`);
      const strongest = wishes.findIndex((wish) => Math.abs(wish) === largest);
      const [tile, pixel] = [Math.floor(strongest / SIDE / SIDE), strongest % (SIDE * SIDE)];
      const full = (await tilePixels(demo, tile, 1)).slice(4 * pixel, 4 * pixel + 3);
      assert.deepEqual(full, (wishes[strongest] ?? 0) > 0 ? more : less, 'the largest wish has the full colour');
    }),
  );
}

test(
  'what D tells G can be read pixel by pixel, with the keyboard and with the pointer',
  onPage({}, async (demo) => {
    await openAfterAStep(demo);
    const look = (await looks(demo)).at(-1);
    assert.ok(look?.generator);
    const { wishes } = look.generator;
    await demo.page.locator('.tile').nth(2).focus();
    await demo.page.keyboard.press('Enter');
    assert.equal(await demo.page.locator('.tile').nth(2).getAttribute('aria-pressed'), 'true');
    const heat = demo.part('large-heat');
    await heat.focus();
    await demo.page.keyboard.press('Home');
    for (let row = 0; row < SIDE; row++) await demo.page.keyboard.press('ArrowUp');
    for (let column = 0; column < 9; column++) await demo.page.keyboard.press('ArrowRight');
    for (let row = 0; row < 5; row++) await demo.page.keyboard.press('ArrowDown');
    const said = await demo.text('wish');
    assert.match(said, /^Row 6, column 10:/);
    assert.equal(await heat.getAttribute('aria-valuetext'), said);
    assert.equal(await heat.getAttribute('aria-valuenow'), String(5 * SIDE + 9 + 1));
    const expected = wishes[2 * SIDE * SIDE + 5 * SIDE + 9] ?? NaN;
    assert.equal(/wish ([+−])/.exec(said)?.[1], expected > 0 ? '+' : '−');
    const box = await heat.boundingBox();
    assert.ok(box);
    await demo.page.mouse.move(box.x + (20.5 / SIDE) * box.width, box.y + (3.5 / SIDE) * box.height);
    assert.match(await demo.text('wish'), /^Row 4, column 21:/);
  }),
);

test(
  'in slow motion the diagram walks through turn after turn, and at full speed it does not',
  onPage({}, async (demo) => {
    await openLesson(demo);
    await scrollTo(demo, 'path');
    await demo.page.locator('#path [data-part="pace"]').selectOption({ index: 2 });
    assert.equal(
      await demo.page.locator('.run [data-part="pace"]').evaluate((select) => /** @type {HTMLSelectElement} */ (select).selectedIndex),
      2,
    );
    await demo.page.evaluate(() => {
      const seen = /** @type {string[]} */ ([]);
      Object.assign(window, { seen });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const half = /** @type {HTMLElement} */ (target);
          if (half.dataset['stage']) seen.push(`${half.dataset['turn']} ${half.dataset['stage']}`);
        }
      }).observe(/** @type {Node} */ (window.demoRoot.querySelector('#path')), { subtree: true, attributeFilter: ['data-stage'] });
    });
    await demo.part('path-toggle').click();
    // The third turn begins after the second's last stage.
    await demo.page.waitForFunction(() => /** @type {any} */ (window).looks.length >= 3);
    await demo.part('path-toggle').click();
    await demo.reaches('paused');
    const seen = await demo.page.evaluate(() => /** @type {any} */ (window).seen);
    const stages = ['forward', 'loss', 'backward', 'update'];
    const expected = ['discriminator', 'generator'].flatMap((turn) => stages.map((stage) => `${turn} ${stage}`));
    assert.deepEqual(seen.slice(0, 8), expected);
    const turns = (await looks(demo)).map(({ turn }) => turn);
    assert.deepEqual(turns.slice(0, 3), ['discriminator', 'generator', 'discriminator']);
    await demo.page.locator('#path [data-part="pace"]').selectOption({ index: 0 });
    const before = await demo.steps();
    await demo.part('path-toggle').click();
    await demo.stepsReach(before + 20);
    await demo.part('path-toggle').click();
    await demo.reaches('paused');
    assert.equal(await halfOf(demo, 'generator').getAttribute('data-stage'), null);
  }),
);

test(
  'where motion is unwelcome, slow motion shows each turn at once',
  onPage({ reducedMotion: 'reduce' }, async (demo) => {
    await openLesson(demo);
    await scrollTo(demo, 'path');
    await demo.page.locator('#path [data-part="pace"]').selectOption({ index: 1 });
    await demo.page.evaluate(() => {
      Object.assign(window, { walked: false });
      new MutationObserver(() => Object.assign(window, { walked: true })).observe(/** @type {Node} */ (window.demoRoot.querySelector('#path')), {
        subtree: true,
        attributeFilter: ['data-stage'],
      });
    });
    await demo.part('path-toggle').click();
    await demo.stepsReach(1);
    await demo.part('path-toggle').click();
    await demo.reaches('paused');
    assert.equal(await demo.page.evaluate(() => /** @type {any} */ (window).walked), false);
  }),
);

test(
  'steps are looked at closely only while somebody can see it, and a new run is looked at like the one before',
  onPage({}, async (demo) => {
    await openLesson(demo);
    assert.deepEqual(
      (await asked(demo, 'watch')).filter(({ watched }) => watched),
      [],
      'not before the lesson is on screen',
    );
    await scrollTo(demo, 'path');
    await demo.page.locator('#path [data-part="pace"]').selectOption({ index: 1 });
    await demo.part('reset').evaluate((button) => /** @type {HTMLElement} */ (button).click());
    await demo.page.waitForFunction(() => /** @type {any} */ (window).heard.some((/** @type {any} */ { kind }) => kind === 'began'));
    await takeTurn(demo, 'discriminator');
    assert.equal((await looks(demo)).at(-1)?.step, 1, 'the new run is looked at');
    assert.equal((await asked(demo, 'pace')).at(-1)?.millisecondsPerTurn, 500, 'the new run is as slow');
    await demo.page.evaluate(() => window.scrollTo(0, 0));
    await demo.page.waitForFunction(() => {
      const watches = /** @type {any} */ (window).asked.filter((/** @type {any} */ { kind }) => kind === 'watch');
      return watches.at(-1)?.watched === false;
    });
  }),
);

test(
  'a switch of language says the whole path again, numbers and all',
  onPage({}, async (demo) => {
    await openAfterAStep(demo);
    await demo.page.locator('[data-part="languages"] [lang="ru"], [data-part="languages"] button:has-text("Русский")').first().click();
    await demo.page.locator('#path-name', { hasText: 'Путь' }).waitFor();
    await demo.page.waitForTimeout(300);
    const half = await halfOf(demo, 'generator').innerText();
    assert.match(half, /последний ход, шаг 1/);
    assert.match(half, /заморожен/);
    assert.match(half, /сдвиг весов 0,\d+/);
    assert.match(half, /среднее по всем 16/);
    assert.match(await demo.text('wish'), /^Строка 15, столбец 15:/);
    assert.match((await demo.part('large-heat').getAttribute('aria-valuetext')) ?? '', /^Строка 15, столбец 15:/);
    const left = (await demo.page.locator('#path').innerText()).match(/\b(turn|taken|moved|frozen|mean|loss|gradient|wish)\b/gi);
    assert.equal(left, null, 'no English is left');
  }),
);
