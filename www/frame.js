/** The page in a frame: its parent's messages drive the demo, and it tells the parent what happens and hands it the keys that it does not use. */

import { Keeper } from './keeper.js';
import { isForOthers } from './keys.js';
import { revealCalls } from './reveal-calls.js';
import { ParentShelf, shelvesOf } from './shelves.js';

/**
 * What is used of the element.
 * @typedef {object} DemoElement
 * @property {string} state
 * @property {number} steps
 * @property {'discriminator' | 'generator'} nextTurn
 * @property {unknown} configuration
 * @property {Promise<unknown>} ready
 * @property {boolean | null} onStage
 * @property {() => Promise<void>} play
 * @property {() => Promise<void>} pause
 * @property {(count?: number) => Promise<number>} step
 * @property {(settings?: string | object) => Promise<void>} reset
 * @property {() => Promise<Uint8Array<ArrayBuffer>>} checkpoint
 * @property {(file: BufferSource | Blob) => Promise<void>} restore
 */

/**
 * A call of the protocol: how many arguments of which kind it takes, and what it does.
 * @typedef {object} Call
 * @property {(given: unknown[]) => boolean} accepts
 * @property {(demo: DemoElement, given: any[]) => unknown} run
 */

const NAME = 'dcgan-demo';
const EVENTS = ['ready', 'state', 'step', 'verdict', 'readable', 'error'];

/** @type {Readonly<Record<string, Call>>} */
const CALLS = {
  play: { accepts: isNothing, run: (demo) => demo.play() },
  pause: { accepts: isNothing, run: (demo) => demo.pause() },
  step: { accepts: (given) => isNothing(given) || (given.length === 1 && isCount(given[0])), run: (demo, [count]) => demo.step(count) },
  reset: { accepts: (given) => isNothing(given) || (given.length === 1 && isSettings(given[0])), run: (demo, [settings]) => demo.reset(settings) },
  checkpoint: { accepts: isNothing, run: (demo) => demo.checkpoint() },
  restore: { accepts: (given) => given.length === 1 && isFile(given[0]), run: (demo, [file]) => demo.restore(file) },
  state: { accepts: isNothing, run: ({ state, steps, configuration, onStage }) => ({ state, steps, configuration, onStage }) },
};

export class Frame {
  #demo;
  #window;
  #shelf = new ParentShelf((event, detail) => this.#tell(event, detail));
  /** Whether the parent is a deck that speaks as reveal.js does. */
  #isDeck = false;
  /** The element can be talked to. */
  #isThere = customElements.whenDefined(NAME);

  /**
   * To be made before the element is defined, so that nothing that it tells is missed.
   * @param {HTMLElement} element `<dcgan-demo>`
   * @param {Pick<import('./storage-note.js').StorageNote, 'tell'>} note says where the run cannot be kept
   * @param {readonly MessageEvent[]} early what was said before
   * @param {Window & typeof globalThis} frame that the demo is in
   */
  constructor(element, note, early = [], frame = window) {
    const demo = /** @type {HTMLElement & DemoElement} */ (element);
    this.#demo = demo;
    this.#window = frame;
    const hear = (/** @type {MessageEvent} */ event) => event.source === frame.parent && this.#hear(event.data);
    early.forEach(hear);
    frame.addEventListener('message', hear);
    for (const kind of EVENTS) demo.addEventListener(kind, (event) => this.#tell(kind, /** @type {CustomEvent} */ (event).detail));
    frame.document.addEventListener('keydown', (event) => this.#pass(event));
    frame.addEventListener('pagehide', () => this.#leave());
    const resumes = new URLSearchParams(frame.location.search).get('resume') !== 'false';
    this.#isThere.then(() => this.#keepRun(new Keeper(demo, shelvesOf(frame, this.#shelf), (error) => note.tell(error)), resumes));
  }

  /**
   * Goes on with the run that was kept, if there is one, and keeps what follows.
   * @param {Keeper} keeper
   * @param {boolean} resumes whether a run that was kept goes on
   */
  async #keepRun(keeper, resumes) {
    const kept = await keeper.find();
    // Kept by another version, or damaged: then this frame begins anew, and its next checkpoint takes the place.
    if (kept && resumes) await keeper.resume(kept).catch(() => {});
    keeper.follow();
  }

  /** @param {unknown} said by the parent */
  async #hear(said) {
    await this.#isThere;
    if (said === 'slide:start' || said === 'slide:stop') {
      this.#isDeck = true;
      this.#demo.onStage = said === 'slide:start';
      if (said === 'slide:stop') this.#leave();
    } else if (isRecord(said) && said['to'] === NAME) {
      this.#obey(said);
    }
  }

  /** @param {Record<string, unknown>} said */
  async #obey({ call: name, request, arguments: given = [] }) {
    if (!Array.isArray(given) || !isRequest(request)) return;
    if (name === 'kept') return this.#shelf.answer(given);
    const call = typeof name === 'string' && Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
    if (!call?.accepts(given)) return;
    try {
      this.#answer(request, { value: await call.run(this.#demo, given) });
    } catch (error) {
      this.#answer(request, { refusal: error instanceof Error ? error.message : String(error) });
    }
  }

  /**
   * @param {string | number | undefined} request
   * @param {{ value: unknown } | { refusal: string }} outcome
   */
  #answer(request, outcome) {
    if (request !== undefined) this.#post({ answer: request, ...outcome });
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #tell(event, detail) {
    this.#post({ event, detail });
  }

  /** @param {object} message */
  #post(message) {
    // To whatever origin: a deck may be a file, and nothing that is told is a secret.
    this.#window.parent.postMessage({ from: NAME, ...message }, '*');
  }

  /** Gives the keyboard back: a frame that has gone would keep it, and its deck would get no keys. */
  #leave() {
    if (this.#window.document.hasFocus()) this.#window.parent.focus();
  }

  /** @param {KeyboardEvent} event */
  #pass(event) {
    if (!isForOthers(event)) return;
    const { key, code, shiftKey, repeat } = event;
    this.#tell('key', { key, code, shiftKey, repeat });
    const calls = this.#isDeck ? revealCalls(event) : [];
    for (const call of calls) this.#window.parent.postMessage(JSON.stringify(call), '*');
    // The slide changes: the page must not scroll as well.
    if (calls.length > 0) event.preventDefault();
  }
}

/** @param {unknown[]} given */
function isNothing(given) {
  return given.length === 0;
}

/** @param {unknown} value */
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** @param {unknown} value */
function isSettings(value) {
  if (typeof value === 'string') return true;
  return isRecord(value) && Object.values(value).every((entry) => ['string', 'number', 'boolean'].includes(typeof entry));
}

/** @param {unknown} value */
function isFile(value) {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Blob;
}

/**
 * @param {unknown} value
 * @returns {value is string | number | undefined}
 */
function isRequest(value) {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isFile(value);
}
