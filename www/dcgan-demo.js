/** `<dcgan-demo>`: the demo as a custom element, which knows attributes, methods and events, and leaves the rest to Demo. */

import { Demo } from './demo.js';
import { Help } from './help.js';
import { keepKeys } from './keys.js';
import { Language, languageOf, localize } from './language.js';
import { markup, styles } from './markup.js';
import { part } from './parts.js';
import { partsOf, showParts } from './shown-parts.js';
import { Stage } from './stage.js';
import { ATTRIBUTES, hasStrangers, queryOf, sentenceOf, wishesIn } from './wishes.js';

/** @typedef {import('./protocol.js').Configuration} Configuration */
/** @typedef {import('./protocol.js').Milestone} Milestone */
/** @typedef {import('./protocol.js').ProgressMessage} ProgressMessage */
/** @typedef {import('./session.js').State} State */

/** Attributes that say which run it is; another value begins another run. */
const RUN_ATTRIBUTES = ['preset', 'seed', 'settings'];
/** Properties of the same name as their attribute, in camel case. */
const TEXTS = [...RUN_ATTRIBUTES, 'autoplay', 'parts', 'poster', 'theme', 'kernel', 'threads', 'max-steps', 'motion', 'loading', 'home'];
const SWITCHES = ['compact', 'background'];
/** States in which nothing can be asked of a run. */
const WITHOUT_RUN = ['idle', 'loading', 'failed'];

export class DcganDemo extends HTMLElement {
  static observedAttributes = [...RUN_ATTRIBUTES, 'parts', 'compact', 'theme', 'lang', 'max-steps', 'poster'];

  #internals = this.attachInternals();
  #language = new Language();
  /** @type {Demo | null} */
  #demo = null;
  /** @type {Help | null} */
  #help = null;
  /** @type {Stage | null} */
  #stage = null;
  /** @type {State | 'idle'} */
  #state = 'idle';
  /** Told before there is a stage. @type {boolean | null} */
  #presented = null;
  /** Training was asked for, and goes on as soon as it can be seen. */
  #isInterrupted = false;
  #isRenewing = false;
  /** How many milestones have been told of the run. */
  #milestonesTold = 0;
  /** The sentence of the latest failure. */
  #failure = '';
  #isStarted = false;
  /** The run that was asked for stands, or has stood. */
  #isReady = false;
  #hasPlayed = false;
  /** @type {(value: void) => void} */
  #resolveReady = () => {};
  /** Resolves when a run stands. */
  ready = new Promise((resolve) => (this.#resolveReady = resolve));

  connectedCallback() {
    if (!this.#demo) this.#open();
  }

  /** An element that is only moved goes on; one that stays away ends its worker. */
  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#close());
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (!this.#demo || before === now) return;
    if (RUN_ATTRIBUTES.includes(name)) this.#renew();
    else if (name === 'lang') this.#speak();
    else if (name === 'theme') this.restyle();
    else if (name === 'max-steps') this.#demo.maxSteps = this.#maxSteps;
    else this.#arrange();
    for (const complaint of this.#wishes.complaints) if (complaint.name === name) this.#complain(sentenceOf(complaint, this.#language.messages));
  }

  /** What the run is doing; `idle` before anything is loaded. */
  get state() {
    return this.#state;
  }

  /** How many steps the run has taken. */
  get steps() {
    return this.#demo?.session.steps ?? 0;
  }

  /** Which half of a step comes next, named after the network that learns in it. */
  get nextTurn() {
    return this.#demo?.session.nextTurn ?? 'discriminator';
  }

  /** Images that were opened or dropped, where the run is trained on such: without them a checkpoint of it cannot go on. */
  get ownImages() {
    return this.#demo?.session.ownImages ?? null;
  }

  /** The settings of the run, once there is one. @returns {Configuration | null} */
  get configuration() {
    return this.#isReady ? (this.#demo?.session.configuration ?? null) : null;
  }

  /** What a frame's host says of it: `true` on stage, `false` off it, `null` nothing. Off stage nothing is trained. */
  get onStage() {
    return this.#stage?.presented ?? this.#presented;
  }

  set onStage(isPresented) {
    this.#presented = typeof isPresented === 'boolean' ? isPresented : null;
    if (this.#stage) this.#stage.presented = this.#presented;
  }

  /** Trains, from the moment on that it can be seen. */
  async play() {
    const { session } = await this.#loaded();
    if (this.#isAway()) this.#isInterrupted = true;
    else if (session.state !== 'training') await this.#demo?.train();
  }

  /** Stops training. */
  async pause() {
    this.#isInterrupted = false;
    await this.#demo?.session.pause();
  }

  /**
   * Takes so many steps, and stops.
   * @param {number} count
   * @returns {Promise<number>} how many have been taken in all
   * @throws {RangeError} unless it is a whole number, 1 or more
   */
  async step(count = 1) {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(this.#language.messages.page.wrongCount);
    const { session } = await this.#loaded();
    await session.pause();
    if (count === 1) await session.step();
    else await session.train(session.steps + count);
    await this.#until((state) => state !== 'training' && state !== 'stepping');
    return session.steps;
  }

  /**
   * Begins another run, with the settings of the attributes unless others are given.
   * @param {string | Record<string, string | number | boolean>} [settings] as in an address, such as `preset=plain&seed=5`
   * @throws {Error} whose message says which setting is wrong; then the current run goes on
   */
  async reset(settings) {
    const query = settings === undefined ? null : await this.#asked(settings);
    const demo = await this.#loaded();
    this.#isInterrupted = false;
    await demo.runAs(query ?? this.#query);
  }

  /**
   * The whole run as a file, from which it goes on bit for bit in the same build. A step that is half taken is finished first.
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   * @throws {Error} when it cannot be loaded
   */
  async checkpoint() {
    return (await this.#loaded()).checkpoint();
  }

  /**
   * Puts the run in a file in the place of the current one; it waits to be played.
   * @param {BufferSource | Blob} file
   * @throws {Error} whose message says what is wrong with the file; then the current run goes on
   */
  async restore(file) {
    const bytes = await new Blob([file]).arrayBuffer();
    const demo = await this.#loaded();
    this.#isInterrupted = false;
    await demo.restore(new Uint8Array(bytes));
  }

  /**
   * Opens files, whatever they are called: a run, which it goes on with, or IDX images with their labels, on which it begins a new run. It
   * waits to be played.
   * @param {Iterable<Blob>} files such as those of an input or of a drop
   * @returns {Promise<'run' | 'images'>} what they were
   * @throws {Error} whose message says why they cannot be opened; then the current run goes on
   */
  async open(files) {
    const given = [...files];
    if (!given.every((file) => file instanceof Blob)) throw new TypeError('open() takes files: those of an input or a drop, or Blobs in an array.');
    const opened = await (await this.#loaded()).open(given);
    this.#isInterrupted = false;
    return opened;
  }

  /** The colours or sizes around it are others now, which a canvas cannot know. */
  restyle() {
    this.#demo?.restyle();
  }

  /** Whether it may go on while nobody sees it. */
  #isAway() {
    return !this.hasAttribute('background') && !this.#stage?.isSeen;
  }

  get #maxSteps() {
    return Number(this.#wishes.values.get('max-steps') ?? 0) || null;
  }

  /** What the attributes ask for beside a run. */
  get #wishes() {
    const asked = Object.keys(ATTRIBUTES).map((name) => [name, this.getAttribute(name)]);
    const given = /** @type {[string, string][]} */ (asked.filter(([, value]) => value !== null));
    return wishesIn(new URLSearchParams(given), ATTRIBUTES, document.baseURI);
  }

  /** What the attributes say of the run, as an address would. */
  get #query() {
    const query = new URLSearchParams(this.getAttribute('settings') ?? '');
    for (const name of ['preset', 'seed', 'kernel', 'threads']) {
      const value = this.getAttribute(name);
      if (value !== null) query.set(name, value);
    }
    return query;
  }

  /**
   * What a call asks for, which is checked more strictly than an address: nobody but the caller has written it.
   * @param {unknown} settings
   */
  async #asked(settings) {
    const { messages } = this.#language;
    const query = queryOf(settings);
    if (!query) throw new TypeError(messages.settings.address.call);
    const [stranger] = hasStrangers(query) ? (await import('./misspelt.js')).strangersIn(query) : [];
    if (stranger) throw new RangeError(sentenceOf(stranger, messages));
    return query;
  }

  async #open() {
    this.#arrange();
    const root = contentOf(this.#internals.shadowRoot) ?? contentOf(await this.#furnished());
    if (!root || !this.isConnected || this.#demo) return;
    const wishes = { query: this.#query, home: homeOf(this.getAttribute('home')), complaints: this.#wishes.complaints };
    const { messages } = this.#language;
    this.#demo = new Demo(root, messages, wishes, {
      onReady: (configuration) => this.#begin(configuration),
      onRun: ({ milestones }) => (this.#milestonesTold = milestones.length),
      onState: (state) => this.#become(state),
      onError: (error) => {
        this.#failure = error.sentence;
        this.#tell('error', error);
      },
      onComplaint: (sentence) => this.#complain(sentence),
      onRecovered: (recovery) => {
        this.#interrupt();
        this.#tell('recovered', recovery);
      },
      onCheckpoint: (checkpoint) => this.#tell('checkpoint', checkpoint),
      onProgress: (message) => this.#tellProgress(message),
      onFiles: (files) => this.open(files),
    });
    this.#help = new Help(root, messages);
    keepKeys(root);
    this.#arrange();
    this.#demo.maxSteps = this.#maxSteps;
    this.#stage = new Stage(this, (isSeen) => this.#show(isSeen));
    this.#stage.presented = this.#presented;
    await this.#speak();
    if (this.getAttribute('loading') === 'eager' || this.getAttribute('autoplay') === 'true') this.#load();
    else if (this.#stage.isSeen) this.#show(true);
  }

  /** The shadow root of an element that came without one. */
  async #furnished() {
    try {
      const template = /** @type {HTMLTemplateElement | null} */ (this.querySelector(':scope > template[shadowrootmode]'));
      const content = template?.content ?? (await markup());
      const shadow = this.#internals.shadowRoot ?? this.attachShadow({ mode: 'open' });
      shadow.replaceChildren(content);
      if (!template) shadow.adoptedStyleSheets = [...styles];
      template?.remove();
      return shadow;
    } catch (error) {
      this.#tell('error', { sentence: this.#language.messages.page.markupMissing, cause: 'unreachable', detail: String(error) });
      return null;
    }
  }

  #close() {
    this.#stage?.close();
    this.#demo?.close();
    this.#help?.close();
    [this.#demo, this.#stage, this.#help] = [null, null, null];
    this.#isInterrupted = this.#isStarted = this.#isReady = this.#hasPlayed = false;
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve));
    this.#become('idle');
    // What stood in it belongs to the demo that has ended.
    this.#internals.shadowRoot?.replaceChildren();
  }

  /** Loads the program, once. */
  #load() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#demo?.start();
  }

  /**
   * The demo, as soon as a run stands.
   * @returns {Promise<Demo>}
   * @throws {Error} when it cannot be loaded
   */
  async #loaded() {
    if (!this.isConnected) throw new Error('This demo is not on the page; put it there first.');
    while (!this.#demo) await new Promise((resolve) => requestAnimationFrame(resolve));
    this.#load();
    await this.#until((state) => state === 'failed' || (this.#isReady && !['idle', 'loading', 'resetting'].includes(state)));
    if (this.#state === 'failed') throw new Error(this.#failure);
    return this.#demo;
  }

  /** @param {(state: State | 'idle') => boolean} isReached */
  async #until(isReached) {
    while (!isReached(this.#state)) {
      await new Promise((resolve) => {
        for (const kind of ['state', 'ready']) this.addEventListener(kind, resolve, { once: true });
      });
    }
  }

  /**
   * The first run stands.
   * @param {Configuration} configuration
   */
  #begin(configuration) {
    this.#isReady = true;
    this.toggleAttribute('data-settled', true);
    this.#tell('ready', { configuration });
    this.#resolveReady();
    if (this.getAttribute('autoplay') === 'true' || (this.getAttribute('autoplay') === 'visible' && this.#stage?.isSeen)) this.#autoplay();
  }

  #autoplay() {
    if (this.#hasPlayed) return;
    this.#hasPlayed = true;
    this.play();
  }

  /** @param {boolean} isSeen */
  #show(isSeen) {
    if (isSeen) {
      this.#load();
      if (this.#isInterrupted) this.play();
      else if (this.getAttribute('autoplay') === 'visible' && !WITHOUT_RUN.includes(this.#state)) this.#autoplay();
      if (this.#state === 'training') this.#isInterrupted = false;
    } else {
      this.#interrupt();
    }
  }

  /** What nobody sees does not train, until somebody does. */
  #interrupt() {
    if (!this.#isAway() || this.#state !== 'training') return;
    this.#isInterrupted = true;
    this.#demo?.session.pause();
  }

  /** @param {State | 'idle'} state */
  #become(state) {
    if (state === 'training') this.#isInterrupted = false;
    if (state === this.#state) return;
    this.#state = state;
    this.toggleAttribute('data-begun', this.steps > 0);
    this.#tell('state', { state });
  }

  /** @param {ProgressMessage} message */
  #tellProgress({ reports, verdict, readable, elapsedMilliseconds, stepsPerSecond }) {
    if (reports.length > 0) this.#tell('step', { steps: this.steps, reports, elapsedMilliseconds, stepsPerSecond });
    if (verdict) this.#tell('verdict', verdict);
    if (readable.length < this.#milestonesTold) this.#milestonesTold = 0;
    for (const milestone of readable.slice(this.#milestonesTold)) this.#tell('readable', milestone);
    this.#milestonesTold = readable.length;
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {string} sentence about something that is asked for in vain */
  #complain(sentence) {
    this.#tell('error', { sentence, cause: 'settings', detail: '' });
  }

  /** Attributes that were changed together begin one run. */
  async #renew() {
    if (this.#isRenewing || WITHOUT_RUN.includes(this.#state)) return;
    this.#isRenewing = true;
    await Promise.resolve();
    this.#isRenewing = false;
    try {
      await this.reset();
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error));
    }
  }

  /** Shows the parts that are asked for, and the poster. */
  #arrange() {
    const root = contentOf(this.#internals.shadowRoot);
    if (!root) return;
    const { values } = this.#wishes;
    showParts(root, partsOf(values.get('parts') ?? (this.hasAttribute('compact') ? 'compact' : 'all')));
    const poster = part(root, 'poster', HTMLImageElement);
    const address = values.get('poster');
    poster.hidden = address === undefined;
    if (address !== undefined) poster.src = new URL(address, document.baseURI).href;
  }

  /** Says everything in the language that is asked for here, around here, or else by the reader. */
  async #speak() {
    const around = this.parentElement?.closest('[lang]')?.getAttribute('lang') ?? '';
    const code = languageOf([this.getAttribute('lang') ?? '', around, ...navigator.languages]);
    const root = contentOf(this.#internals.shadowRoot);
    if (!root) return;
    try {
      if (code === this.#language.code || !(await this.#language.choose(code))) return;
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
    root.lang = code;
    localize(root, this.#language.messages);
    this.#demo?.relabel();
    this.#help?.relabel();
  }
}

for (const attribute of TEXTS) {
  const name = attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  Object.defineProperty(DcganDemo.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(attribute);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}
for (const name of SWITCHES) {
  Object.defineProperty(DcganDemo.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.hasAttribute(name);
    },
    set(value) {
      this.toggleAttribute(name, Boolean(value));
    },
  });
}

/** Makes `<dcgan-demo>` known to the page, if it is not yet. */
export function defineDemo() {
  if (!customElements.get('dcgan-demo')) customElements.define('dcgan-demo', DcganDemo);
}

/**
 * @param {ShadowRoot | null} shadow
 * @returns {HTMLElement | null}
 */
function contentOf(shadow) {
  return shadow?.querySelector('.demo') ?? null;
}

/**
 * @param {string | null} home
 * @returns {string | null} an address that a link can lead to, which a page in a frame of data, say, does not have
 */
function homeOf(home) {
  if (home === null) return null;
  try {
    const { href, protocol } = new URL(home, document.baseURI);
    return ['http:', 'https:', 'file:'].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
