/** The game "real or generated?": rounds of ten by buttons or arrow keys, the truth after each answer, both scores. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';
import { grey, hasNoViolations, imageOf, listen, openTrained, says, show } from './support/play.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */
/** @typedef {import('../../www/protocol.js').Quiz} Quiz */

const { onPage } = pageTests();

/**
 * @param {DemoPage} demo
 * @returns {Promise<Quiz>} the images that the latest round was made of
 */
const latestQuiz = (demo) => demo.page.evaluate(() => /** @type {any} */ (window).quizzes.at(-1));

/**
 * Which of a quiz's images is shown.
 * @param {DemoPage} demo
 * @param {Quiz} quiz
 */
async function shownIndex(demo, quiz) {
  const shown = await grey(demo, 'game-image');
  const sheet = Buffer.from(Object.values(quiz.pixels));
  const index = quiz.areReal.findIndex((_, candidate) => sheet.subarray(784 * candidate, 784 * (candidate + 1)).equals(shown));
  assert.ok(index >= 0, 'the image is one of the quiz');
  return index;
}

/** @param {DemoPage} demo */
const focused = (demo) => demo.page.evaluate(() => window.demoRoot.activeElement?.getAttribute('data-part'));

test(
  'a round by keyboard: ten images, each once; the truth after each; both scores add up; and another round',
  onPage({}, async (demo) => {
    await openTrained(demo, 'game');
    await demo.part('game-next').focus();
    await demo.page.keyboard.press('Enter');
    const seen = new Set();
    let [visitor, discriminator] = [0, 0];
    for (let image = 1; image <= 10; image++) {
      await says(demo, 'game-said', new RegExp(`^Image ${image} of 10: real or generated`));
      assert.equal(await focused(demo), 'game-real');
      const quiz = await latestQuiz(demo);
      const index = await shownIndex(demo, quiz);
      seen.add(index);
      const [isReal, logit] = [quiz.areReal[index], quiz.logits[index] ?? NaN];
      const saysReal = image % 3 !== 0;
      await demo.page.keyboard.press(saysReal ? 'ArrowLeft' : 'ArrowRight');
      await says(demo, 'game-said', isReal ? /^It is real/ : /^G made it/);
      await says(demo, 'game-said', saysReal === isReal ? /You are right/ : /You are wrong/);
      await says(demo, 'game-said', logit > 0 ? /D says real/ : /D says generated/);
      const column = demo.part('game-marks').locator(`td:nth-of-type(${image})`);
      const marks = [isReal ? 'R' : 'G', saysReal === isReal ? '✓' : '✗', logit > 0 === isReal ? '✓' : '✗'];
      assert.deepEqual(await column.allTextContents(), marks);
      assert.deepEqual(imageOf(await grey(demo, 'game-images'), 10, 1, image - 1), await grey(demo, 'game-image'));
      visitor += Number(saysReal === isReal);
      discriminator += Number(logit > 0 === isReal);
      assert.equal(await demo.text('game-visitor'), `${visitor} of ${image}`);
      assert.equal(await demo.text('game-discriminator'), `${discriminator} of ${image}`);
      assert.equal(await focused(demo), 'game-next');
      await demo.page.keyboard.press('ArrowLeft');
      assert.equal(await demo.text('game-visitor'), `${visitor} of ${image}`, 'answered once');
      if (image < 10) await demo.page.keyboard.press('Enter');
    }
    assert.equal(seen.size, 10);
    await says(demo, 'game-said', new RegExp(`You ${visitor} of 10, D ${discriminator} of 10`));
    await says(demo, 'game-next', /Play again/);
    await demo.page.keyboard.press('Enter');
    await says(demo, 'game-said', /^Image 1 of 10/);
    assert.equal(await demo.text('game-visitor'), '–');
    assert.equal(await demo.page.evaluate(() => /** @type {any} */ (window).quizzes.length), 2);
  }),
);

test(
  'arrow keys answer only inside the game, and only when something is asked',
  onPage({}, async (demo) => {
    await demo.openTools();
    await show(demo, 'game');
    await demo.part('game-next').focus();
    await demo.page.keyboard.press('ArrowLeft');
    assert.equal(await demo.text('game-visitor'), '–');
    await demo.part('game-next').click();
    await says(demo, 'game-said', /^Image 1/);
    await demo.part('pad-real').focus();
    await demo.page.keyboard.press('ArrowRight');
    await says(demo, 'game-said', /^Image 1/);
    await demo.part('game-generated').click();
    await says(demo, 'game-visitor', /of 1$/);
  }),
);

test(
  'works while training; warns before step 300 and no longer after it; another run begins another game',
  onPage({}, async (demo) => {
    await listen(demo);
    await demo.openTools();
    assert.match(await demo.text('game-early'), /only 0 steps/);
    await demo.train();
    await demo.stepsReach(5);
    await show(demo, 'game');
    await demo.part('game-next').click();
    await says(demo, 'game-said', /^Image 1/);
    await demo.part('game-real').click();
    await says(demo, 'game-said', /^(It is real|G made it)/);
    await says(demo, 'game-source', /after step [1-9]/);
    assert.equal(await demo.part('state').getAttribute('data-state'), 'training');
    await demo.stepsReach(300);
    await demo.part('game-early').waitFor({ state: 'hidden' });
    await demo.page.evaluate(() => /** @type {HTMLElement} */ (window.demoRoot.querySelector('[data-part="reset"]')).click());
    await demo.reaches('ready');
    assert.equal(await demo.part('game-early').isVisible(), true);
    assert.equal(await demo.text('game-said'), '');
    assert.equal(await demo.text('game-next'), 'Play');
    assert.equal(await demo.part('game-review').isVisible(), false);
    assert.ok((await grey(demo, 'game-image')).every((ink) => ink === 0));
  }),
);

for (const lang of ['en', 'ru']) {
  test(
    `axe-core finds nothing in the game at any stage, in ${lang}`,
    onPage({ colorScheme: lang === 'en' ? 'light' : 'dark' }, async (demo) => {
      await demo.openTools(`?lang=${lang}`);
      await show(demo, 'game');
      await hasNoViolations(demo, 'game');
      await demo.part('game-next').click();
      await says(demo, 'game-said', /1/);
      await hasNoViolations(demo, 'game');
      await demo.part('game-real').click();
      await says(demo, 'game-visitor', /1/);
      await hasNoViolations(demo, 'game');
    }),
  );
}

test(
  'the language changes in the middle of a round, which goes on',
  onPage({}, async (demo) => {
    await demo.openTools();
    await show(demo, 'game');
    await demo.part('game-next').click();
    await says(demo, 'game-said', /^Image 1/);
    await demo.part('game-real').click();
    await says(demo, 'game-said', /You are/);
    const score = (await demo.text('game-visitor'))[0];
    await demo.page.locator('[data-part="languages"] [value="ru"]').click();
    await says(demo, 'game-said', /Вы (правы|ошиблись)/);
    assert.equal(await demo.text('game-visitor'), `${score} из 1`);
    assert.equal(await demo.text('game-next'), 'Дальше');
  }),
);
