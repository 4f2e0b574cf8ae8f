/** Pages in frames of pages, and an element that stands for the demo where the frame itself is tested. */

/** @typedef {import('playwright-core').Page} Page */

/** What stands for the demo: it counts its steps when told to, and writes down what is asked of it. */
const FAKE_DEMO = `
  export class FakeDemo extends HTMLElement {
    state = 'ready';
    steps = 0;
    configuration = { seed: 1 };
    ready = Promise.resolve();
    asked = [];
    #onStage = null;
    get onStage() { return this.#onStage; }
    set onStage(value) { this.#onStage = value; this.asked.push('onStage ' + value); }
    async play() { this.asked.push('play'); this.become('training'); }
    async pause() { this.asked.push('pause'); this.become(this.steps > 0 ? 'paused' : 'ready'); }
    async step(count = 1) {
      this.asked.push('step ' + count);
      if (count > 1000) throw new Error('That is too many steps.');
      this.run(count);
      return this.steps;
    }
    async reset(settings) {
      this.asked.push('reset ' + JSON.stringify(settings ?? null));
      this.steps = 0;
      this.become('ready');
    }
    async checkpoint() { this.asked.push('checkpoint'); return new TextEncoder().encode('steps ' + this.steps); }
    async restore(file) {
      const text = new TextDecoder().decode(file instanceof Blob ? await file.arrayBuffer() : file);
      this.asked.push('restore ' + text);
      if (!/^steps \\d+$/.test(text)) throw new Error('This is no checkpoint.');
      this.steps = Number(text.slice(6));
      this.become('paused');
    }
    run(count) { this.steps += count; this.say('step', { steps: this.steps }); }
    keep() { this.checkpoint().then((file) => this.say('checkpoint', { file, steps: this.steps })); }
    become(state) {
      this.state = state;
      this.say('state', { state });
      if (state === 'paused') this.keep();
    }
    say(kind, detail) { this.dispatchEvent(new CustomEvent(kind, { detail })); }
  }
  customElements.define('dcgan-demo', FakeDemo);
`;

/** The page in the frame, with controls of every kind in the demo. */
export const FRAMED = `<!doctype html><html lang="en"><title>Frame</title><body style="min-height: 3000px">
  <dcgan-demo><template shadowrootmode="open">
    <button id="button">Button</button> <input id="number" type="number" value="5"> <input id="range" type="range">
    <select id="select"><option>a<option>b<option>c<option>d<option>e<option>f<option>g</select>
    <label><input id="radio" type="radio" name="r" checked>1</label><label><input type="radio" name="r">2</label>
    <details><summary id="summary">Summary</summary>text</details> <span id="pad" role="slider" tabindex="0">pad</span>
    <input id="box" type="checkbox"> <pre id="listing" tabindex="0">code</pre> <textarea id="area"></textarea>
  </template></dcgan-demo>
  <script type="module">
    import './fake-demo.js';
    import { Frame } from '/www/frame.js';
    import { keepKeys } from '/www/keys.js';
    const demo = document.querySelector('dcgan-demo');
    const root = demo.shadowRoot;
    root.getElementById('pad').addEventListener('keydown', (event) => /^Arrow/.test(event.key) && event.preventDefault());
    keepKeys(root);
    window.storage = [];
    new Frame(demo, { tell: (error) => storage.push(error && error.name) });
    window.demo = demo;
  </script>`;

/**
 * A page around one or more frames; it keeps what they tell it.
 * @param {string} frames
 */
export function around(frames) {
  return `<!doctype html><html lang="en"><title>Parent</title><body>${frames}<script>
    window.told = [];
    window.strings = [];
    addEventListener('message', ({ data }) => (typeof data === 'string' ? strings : told).push(data));
  </script>`;
}

/**
 * Answers addresses of the server with pages of a test.
 * @param {Pick<Page, 'route'>} page or all of a context
 * @param {Record<string, string>} pages by their names, beside which fake-demo.js stands
 */
export async function servePages(page, pages) {
  await page.route('**/fake/*', (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop() ?? '';
    if (name === 'fake-demo.js') return route.fulfill({ contentType: 'text/javascript', body: FAKE_DEMO });
    const body = pages[name];
    return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
}

/**
 * Lets frames of an opaque origin load the page's modules, as the single file may have them inside.
 * @param {Page} page
 */
export async function permitModules(page) {
  for (const files of ['**/www/**/*.js', '**/fake/*.js']) {
    await page.route(files, async (route) => {
      const body = route.request().url().endsWith('/fake-demo.js') ? FAKE_DEMO : await (await route.fetch()).text();
      await route.fulfill({ contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body });
    });
  }
}

/**
 * The frame whose address contains something, once its demo is there.
 * @param {Page} page
 * @param {string} [part] of its address
 */
export async function demoFrame(page, part = 'framed.html') {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const frame = page.frames().find((candidate) => candidate.url().includes(part));
    const isThere = frame && (await frame.evaluate(() => 'demo' in window).catch(() => false));
    if (isThere) return frame;
    await page.waitForTimeout(50);
  }
  throw new Error(`no frame of ${part}`);
}
