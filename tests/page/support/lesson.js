/** What the tests of the lesson have in common: close looks as the worker sent them, and what the page asked of it. */

/**
 * @typedef {import('../../../www/protocol.js').Anatomy} Anatomy
 * @typedef {import('./demo-page.js').DemoPage} DemoPage
 */

/**
 * An anatomy with plain lists in place of typed ones, which cannot leave the page.
 * @typedef {Omit<Anatomy, 'generator'> & { generator: (Omit<NonNullable<Anatomy['generator']>, 'wishes' | 'fake'>
 *   & { wishes: number[], fake: number[] }) | null }} Look
 */

/**
 * Opens the page and keeps every close look and every `watch` and `pace`.
 * @param {DemoPage} demo
 * @param {string} query
 */
export async function openLesson(demo, query = '?preset=plain') {
  await demo.page.addInitScript(keepLooks);
  await demo.openReady(query);
}

function keepLooks() {
  /** @type {any[]} */
  const looks = [];
  /** @type {any[]} */
  const asked = [];
  Object.assign(window, { looks, asked });
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} words */
    constructor(...words) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        const { anatomy } = data;
        if (!anatomy) return;
        const { generator } = anatomy;
        const plain = generator && { ...generator, wishes: [...generator.wishes], fake: [...generator.fake] };
        looks.push({ ...anatomy, generator: plain });
      });
    }

    /** @override @param {any} message @param {any} rest */
    postMessage(message, rest) {
      asked.push(message);
      super.postMessage(message, rest);
    }
  };
}

/**
 * Every close look so far.
 * @param {DemoPage} demo
 * @returns {Promise<Look[]>}
 */
export function looks(demo) {
  return demo.page.evaluate(() => /** @type {any} */ (window).looks);
}

/**
 * Opens the page, and takes both turns of its first step before the lesson's eyes.
 * @param {DemoPage} demo
 */
export async function openAfterAStep(demo) {
  await openLesson(demo);
  await scrollTo(demo, 'path');
  await takeTurn(demo, 'discriminator');
  await takeTurn(demo, 'generator');
}

/**
 * What the page has asked of the worker, of one kind.
 * @param {DemoPage} demo
 * @param {string} kind
 * @returns {Promise<any[]>}
 */
export function asked(demo, kind) {
  return demo.page.evaluate(
    (wanted) => /** @type {any} */ (window).asked.filter((/** @type {any} */ message) => message.kind === wanted),
    kind,
  );
}

/**
 * Brings a part of the lesson on screen, and waits until steps are looked at.
 * @param {DemoPage} demo
 * @param {'path' | 'experiment'} section
 */
export async function scrollTo(demo, section) {
  await demo.page.locator(`#${section}`).evaluate((element) => element.scrollIntoView());
  await demo.page.waitForFunction(() => {
    const watches = /** @type {any} */ (window).asked.filter((/** @type {any} */ { kind }) => kind === 'watch');
    return watches.at(-1)?.watched === true;
  });
}

/**
 * Takes half a step by the button beside the diagram, and waits until its numbers stand there.
 * @param {DemoPage} demo
 * @param {'discriminator' | 'generator'} turn
 */
export async function takeTurn(demo, turn) {
  await demo.page.locator(`#path [data-part="${turn}-turn"]`).click();
  await demo.page.locator(`#path [data-part="${turn}-half"][data-taken]`).waitFor();
  await demo.reaches('paused');
  // Words change at most eight times a second.
  await demo.page.waitForTimeout(300);
}
