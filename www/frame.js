/** The page in a frame: its parent's messages drive the demo, and it tells the parent what happens and hands it the keys that it does not use. */

import { WORDS, callOf, isRequest } from './calls.js';
import { Keeper } from './keeper.js';
import { isForOthers } from './keys.js';
import { calls as english } from './messages/en/calls.js';
import { revealCalls } from './reveal-calls.js';
import { ParentShelf, shelvesOf } from './shelves.js';
import { ADDRESS, wishesIn } from './wishes.js';

/**
 * What is used of the element.
 * @typedef {import('./keeper.js').KeptDemo & DrivenDemo} DemoElement
 */

/**
 * What its host may drive.
 * @typedef {object} DrivenDemo
 * @property {'discriminator' | 'generator'} nextTurn
 * @property {unknown} configuration
 * @property {Promise<unknown>} ready
 * @property {(count?: number) => Promise<number>} step
 * @property {(settings?: string | object) => Promise<void>} reset
 * @property {() => Promise<Uint8Array<ArrayBuffer>>} checkpoint
 * @property {(file: BufferSource | Blob) => Promise<void>} restore
 */

const NAME = 'dcgan-demo';
const EVENTS = ['ready', 'state', 'step', 'verdict', 'readable', 'error'];
/** So many calls may wait for their answers. A flood of them is refused, and the run goes on. */
const MOST_WAITING = 64;

export class Frame {
  #demo;
  #window;
  #shelf = new ParentShelf((event, detail) => this.#tell(event, detail));
  /** Whether the parent is a deck that speaks as reveal.js does. */
  #isDeck = false;
  /** The only origins of a parent that is heard and told anything; `null` for any. @type {readonly string[] | null} */
  #origins;
  /** Calls without an answer yet. */
  #waiting = 0;
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
    const asked = new URLSearchParams(frame.location.search);
    const { values: wishes } = wishesIn(asked, ADDRESS, frame.location.href);
    // Where none that is named is right, nobody is heard.
    this.#origins = asked.has('origins') ? (wishes.get('origins') ?? '').split(' ').filter((origin) => origin !== '') : null;
    const isHeard = (/** @type {MessageEvent} */ { source, origin }) => source === frame.parent && (this.#origins?.includes(origin) ?? true);
    const hear = (/** @type {MessageEvent} */ event) => isHeard(event) && this.#hear(event);
    early.forEach(hear);
    frame.addEventListener('message', hear);
    for (const kind of EVENTS) demo.addEventListener(kind, (event) => this.#tell(kind, /** @type {CustomEvent} */ (event).detail));
    frame.document.addEventListener('keydown', (event) => this.#pass(event));
    frame.addEventListener('pagehide', () => this.#leave());
    const resumes = wishes.get('resume') !== 'false';
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

  /** @param {MessageEvent} event from the parent */
  async #hear({ data: said, origin }) {
    await this.#isThere;
    if (said === 'slide:start' || said === 'slide:stop') {
      this.#isDeck = true;
      this.#demo.onStage = said === 'slide:start';
      if (said === 'slide:stop') this.#leave();
    } else if (isRecord(said) && said['to'] === NAME) {
      this.#obey(said, origin);
    }
  }

  /**
   * Carries out a call, or says why not, to whoever has asked for an answer.
   * @param {Record<string, unknown>} said
   * @param {string} origin of the parent
   */
  async #obey({ call: name, request, arguments: given = [] }, origin) {
    if (!isRequest(request)) return;
    // Files, and documents of no origin, cannot be addressed by one.
    const target = /^https?:/.test(origin) ? origin : '*';
    const answer = (/** @type {{ value: unknown } | { refusal: string }} */ outcome) =>
      request !== undefined && this.#post({ answer: request, ...outcome }, [target]);
    const call = this.#waiting < MOST_WAITING ? callOf(name, given) : busy;
    if (typeof call === 'function') return answer({ refusal: call(this.#words) });
    this.#waiting++;
    try {
      answer({ value: await call.run(this.#demo, /** @type {unknown[]} */ (given), this.#shelf) });
    } catch (error) {
      answer({ refusal: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#waiting--;
    }
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #tell(event, detail) {
    this.#post({ event, detail });
  }

  /**
   * @param {object} message
   * @param {readonly string[]} [origins]
   */
  #post(message, origins) {
    this.#send({ from: NAME, ...message }, origins);
  }

  /**
   * @param {unknown} said
   * @param {readonly string[]} [origins] of which the parent may be
   */
  #send(said, origins = this.#targets) {
    for (const origin of origins) this.#window.parent.postMessage(said, origin);
  }

  /** The origins that are told. Browsers that name the parent's are spared the others, of which they would complain in the console. */
  get #targets() {
    // Unless the address names some, whatever origin: a deck may be a file, and nothing that is told is a secret.
    if (!this.#origins) return ['*'];
    const parent = this.#window.location.ancestorOrigins?.[0];
    return this.#origins.filter((origin) => parent === undefined || parent === origin);
  }

  /** What is said of calls, in the language of the page. */
  get #words() {
    return WORDS[this.#window.document.documentElement.lang] ?? english;
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
    for (const call of calls) this.#send(JSON.stringify(call));
    // The slide changes: the page must not scroll as well.
    if (calls.length > 0) event.preventDefault();
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === 'object' && value !== null;
}

/** @param {import('./calls.js').Words} words */
function busy(words) {
  return words.busy(MOST_WAITING);
}
