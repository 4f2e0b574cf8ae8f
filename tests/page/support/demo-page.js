/** The page as its user sees it: buttons, fields, numbers and pictures by name. */

/**
 * @typedef {import('../../../www/protocol.js').Configuration} Configuration
 * @typedef {import('../../../www/protocol.js').DatedVerdict} DatedVerdict
 * @typedef {import('../../../www/protocol.js').Milestone} Milestone
 * @typedef {import('../../../www/protocol.js').StepReport} StepReport
 * @typedef {import('../../../www/protocol.js').View} View
 */

/**
 * A message of the worker, in short.
 * @typedef {object} Heard
 * @property {number} at
 * @property {string} kind
 * @property {StepReport[]} reports
 * @property {number | null} samplesStep
 * @property {View | null} view of the samples
 * @property {DatedVerdict | null} verdict
 * @property {Milestone[]} readable
 * @property {number} elapsedMilliseconds
 * @property {number | null} stepsTaken where the message says so
 * @property {Configuration | null} configuration of a run that begins
 */

/** The JavaScript half of each build. */
const GLUE = '**/pkg/*/dcgan_wasm.js';
/** Longest wait for anything that training has to bring about, in milliseconds: machines that test are slow. */
const PATIENCE = 120_000;

export class DemoPage {
  /** Addresses of all requests so far. @type {string[]} */
  requests = [];

  /**
   * @param {import('playwright-core').Page} page
   * @param {string} address
   */
  constructor(page, address) {
    this.page = page;
    this.address = address;
    page.setDefaultTimeout(PATIENCE);
  }

  /** @param {string} query */
  async open(query = '') {
    await this.page.addInitScript(reachIntoDemo);
    await this.page.addInitScript(instrument);
    await this.page.goto(this.address + query);
  }

  /** @param {string} query */
  async openReady(query = '') {
    await this.open(query);
    await this.reaches('ready');
  }

  /**
   * The same, with the tools to play with, which come when somebody is near them.
   * @param {string} query
   */
  async openTools(query = '') {
    await this.openReady(query);
    await this.comeToTools();
  }

  /** Waits for the tools to play with, and goes back to the top. */
  async comeToTools() {
    await this.page.evaluate(() => window.demoRoot.querySelector('.tools')?.scrollIntoView());
    await this.page.locator('.tools[data-open]').waitFor({ state: 'attached' });
    await this.page.evaluate(() => scrollTo(0, 0));
  }

  /** Waits for the gallery of failures. */
  async comeToGallery() {
    await this.comeTo('gallery');
  }

  /** Waits for a part that comes when somebody is near it. @param {string} name */
  async comeTo(name) {
    await this.part(name).scrollIntoViewIfNeeded();
    await this.page.locator(`[data-part="${name}"][data-open]`).waitFor({ state: 'attached' });
  }

  /** Waits for what one takes home, which comes when somebody is near it. */
  async comeToTakeHome() {
    await this.part('take-home').scrollIntoViewIfNeeded();
    await this.page.locator('[data-part="take-home"][data-open]').waitFor({ state: 'attached' });
  }

  /** @param {string} name */
  part(name) {
    return this.page.locator(`[data-part="${name}"]`);
  }

  /** @param {string} name */
  async text(name) {
    return (await this.part(name).textContent()) ?? '';
  }

  /** @param {import('../../../www/session.js').State} state */
  async reaches(state) {
    await this.page.locator(`[data-part="state"][data-state="${state}"]`).waitFor();
  }

  async train() {
    await this.part('toggle').click();
    await this.reaches('training');
  }

  async pause() {
    await this.part('toggle').click();
    await this.reaches('paused');
  }

  /** Takes one step and waits for it. */
  async step() {
    const before = await this.steps();
    await this.part('step').click();
    await this.stepsReach(before + 1);
    await this.reaches('paused');
  }

  async reset() {
    await this.part('reset').click();
    await this.reaches('ready');
  }

  /** @param {Record<string, string>} values by field name */
  async fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(name);
      const kind = await field.evaluate((control) => (control instanceof HTMLSelectElement ? 'choice' : control.getAttribute('type')));
      if (kind === 'choice') await field.selectOption(value);
      else if (kind === 'checkbox') await field.setChecked(value === 'on');
      else await field.fill(value);
    }
  }

  /** @param {string} name */
  field(name) {
    return this.page.locator(`[name="${name}"]`);
  }

  /** Opens the settings that are not shown at first. */
  async openMore() {
    if (!(await this.part('more').evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open)))
      await this.page.locator('[data-part="more"] > summary').click();
  }

  /**
   * Chooses what is drawn.
   * @param {'digit' | 'shown'} name
   * @param {string} value
   */
  async choose(name, value) {
    await this.page.locator(`[name="${name}"][value="${value}"]`).check();
  }

  async steps() {
    return Number((await this.text('steps')).replaceAll(',', ''));
  }

  /** @param {number} count */
  async stepsReach(count) {
    const reached = (/** @type {number} */ wanted) =>
      Number(window.demoRoot.querySelector('[data-part="steps"]')?.textContent?.replaceAll(',', '')) >= wanted;
    await this.page.waitForFunction(reached, count);
  }

  /**
   * The pixels of a canvas, four numbers each.
   * @param {'digits' | 'chart'} name
   */
  async pixels(name) {
    return Buffer.from(await this.#encodedPixels(name), 'base64');
  }

  /**
   * Waits until a canvas shows something else than before.
   * @param {'digits' | 'chart'} name
   * @param {() => Promise<void>} action
   */
  async changes(name, action) {
    const before = await this.#encodedPixels(name);
    await action();
    const differs = (/** @type {{ name: string, before: string }} */ wanted) =>
      /** @type {any} */ (window).pixelsOf(wanted.name) !== wanted.before;
    await this.page.waitForFunction(differs, { name, before });
  }

  /**
   * @param {string} name
   * @returns {Promise<string>}
   */
  #encodedPixels(name) {
    return this.page.evaluate(async (wanted) => {
      // What was told is painted at the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return /** @type {any} */ (window).pixelsOf(wanted);
    }, name);
  }

  /**
   * Every message that the worker has sent, in short.
   * @returns {Promise<Heard[]>}
   */
  heard() {
    return this.page.evaluate(() => /** @type {any} */ (window).heard);
  }

  /** The latest of the worker's messages that tell what training came to. */
  async latestProgress() {
    return (await this.heard()).findLast(({ kind }) => kind === 'progress');
  }

  /** Waits until the page has the run as a file, which it asks for whenever the run rests. */
  async isKept() {
    const isThere = (/** @type {number} */ steps) =>
      /** @type {any} */ (window).heard.some((/** @type {Heard} */ { kind, stepsTaken }) => kind === 'checkpoint' && stepsTaken === steps);
    await this.page.waitForFunction(isThere, await this.steps());
  }

  /** The exact reports of every step of the current run. */
  async reports() {
    const messages = await this.heard();
    const last = messages.findLastIndex(({ kind }) => kind === 'began' || kind === 'ready');
    return messages.slice(last + 1).flatMap(({ reports }) => reports);
  }

  /** The configuration of the current run. */
  async configuration() {
    return (await this.heard()).findLast(({ configuration }) => configuration !== null)?.configuration ?? null;
  }

  /** Every verdict on the current run. */
  async verdicts() {
    const messages = await this.heard();
    const last = messages.findLastIndex(({ kind }) => kind === 'began' || kind === 'ready');
    return messages.slice(last + 1).flatMap(({ verdict }) => verdict ?? []);
  }

  /**
   * Waits until the page has been told of so many verdicts on all runs.
   * @param {number} count
   */
  async verdictsReach(count) {
    const told = (/** @type {number} */ wanted) =>
      /** @type {any} */ (window).heard.filter((/** @type {Heard} */ { verdict }) => verdict).length >= wanted;
    await this.page.waitForFunction(told, count);
  }

  /**
   * Has the judge say what the test wants, at once.
   * @param {string} shares JavaScript of the share of readable images, spread evenly over the digits, given `step`
   */
  async judgeSays(shares) {
    await this.sabotage(`Trainer.prototype.judge = function (judge, shown, count) {
      const step = this.stepsTaken;
      const readable = ${shares};
      const byDigit = Array.from({ length: 10 }, () => Math.round((count * readable) / 10));
      const digitsCovered = readable >= 0.2 ? 10 : 0;
      return { count, readable, byDigit, notDigits: 1 - readable, digitsCovered, diversity: 0.5, frechetDistance: 1234.5, asAsked: readable };
    };`);
  }

  /**
   * Has a module of the page be another, and the page not tell the hash by which a browser would refuse it.
   * @param {string} module
   * @param {(text: string) => string} change
   */
  async alter(module, change) {
    const changes = /** @type {[(url: URL) => boolean, typeof change][]} */ ([
      [({ pathname }) => pathname.endsWith(`/${module}`), change],
      [({ origin, pathname }) => origin + pathname === this.address, (page) => page.replaceAll(/ integrity="[^"]*"/g, '')],
    ]);
    for (const [files, changed] of changes) {
      await this.page.route(files, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: changed(await response.text()) });
      });
    }
  }

  /**
   * Makes the program misbehave: the code is added to the end of its JavaScript half.
   * @param {string} code
   */
  async sabotage(code) {
    await this.page.route(GLUE, async (route) => {
      try {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${await response.text()}\n${code}` });
      } catch (error) {
        // A test that ends closes its page, or takes the sabotage back, while a helper thread still fetches the file.
        if (!/disposed|closed|already handled/.test(String(error))) throw error;
      }
    });
  }

  /** The program behaves again, for workers that have not begun. */
  async mend() {
    await this.page.unroute(GLUE);
  }
}

/** Finds what stands in the demo's shadow root, which no selector of the document reaches. Run in the page. */
export function reachIntoDemo() {
  // While the page is being parsed there is no demo yet.
  const find = () => document.querySelector('dcgan-demo')?.shadowRoot ?? document.createDocumentFragment();
  Object.defineProperty(window, 'demoRoot', { get: find, configurable: true });
  const everywhere = (/** @type {string} */ selector) => [document, window.demoRoot].flatMap((root) => [...root.querySelectorAll(selector)]);
  Object.assign(window, { everywhere });
}

/** Keeps what the worker says, beside what the page makes of it, and reads canvases. */
function instrument() {
  /**
   * Read from a copy, since a canvas that is read often warns of it; in base 64, since nothing else is quick to hand over.
   * @param {string} name
   */
  const pixelsOf = (name) => {
    const canvas = /** @type {HTMLCanvasElement} */ (window.demoRoot.querySelector(`[data-part="${name}"]`));
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d', { willReadFrequently: true }));
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let binary = '';
    for (let start = 0; start < data.length; start += 8192) binary += String.fromCharCode(...data.subarray(start, start + 8192));
    return btoa(binary);
  };
  /** @type {Heard[]} */
  const heard = [];
  Object.assign(window, { heard, pixelsOf });
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} words */
    constructor(...words) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        const { kind, reports = [], verdict = null, readable = [], elapsedMilliseconds = 0, stepsTaken = null, run = null } = data;
        const samples = data.samples ?? run?.samples;
        const drawn = { samplesStep: samples?.step ?? null, view: samples?.view ?? null };
        const configuration = run?.configuration ?? null;
        heard.push({ at: performance.now(), kind, reports, ...drawn, verdict, readable, elapsedMilliseconds, stepsTaken, configuration });
      });
    }
  };
}
