/** Time travel: a slider over the kept moments of the run, which shows their digits again and continues from any of them. */

import { enable } from '../buttons.js';
import { isCalm } from '../motion.js';
import { paced, write } from '../paced.js';
import { part } from '../parts.js';
import { Moments } from './moments.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').KeptMoment} KeptMoment
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 */

/**
 * What happens when a person travels.
 * @typedef {object} TravelEvents
 * @property {(moment: KeptMoment | null) => void} onMoment the moment that is looked at from now on; `null` for the present
 * @property {(step: number) => Promise<string | null>} onContinue wants a branch from a step; the sentence says why there is none
 * @property {(compares: boolean) => void} onCompare whether the run before is to be seen behind the present one
 */

/** How long each moment is shown when the run is played back, at least and at most, and how long all of them together should take. */
const PLAYBACK = { least: 60, most: 400, together: 8000 };
/** The numbers of a run that trains change no faster than they can be read. */
const INTERVAL_MILLISECONDS = 125;

export class Travel {
  #root;
  #messages;
  #events;
  #slider;
  #moments = new Moments();
  /** The moment that is looked at; `null` for the present. @type {KeptMoment | null} */
  #looked = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #playback;
  #writeSoon = paced(() => this.#write(), INTERVAL_MILLISECONDS);
  /** Why there was no branch. @type {string | null} */
  #refusal = null;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {TravelEvents} events
   */
  constructor(root, messages, events) {
    this.#root = root;
    this.#messages = messages;
    this.#events = events;
    this.#slider = part(root, 'travel-slider', HTMLInputElement);
    this.#slider.addEventListener('input', () => {
      this.#stop();
      this.#go(Number(this.#slider.value));
    });
    this.#button('travel-now').addEventListener('click', () => this.#looked && this.#return());
    this.#button('travel-replay').addEventListener('click', () => this.#replay());
    this.#button('travel-continue').addEventListener('click', () => this.#continue());
    this.#comparison.addEventListener('change', () => events.onCompare(this.#comparison.checked));
    this.#write();
  }

  /** Every kept moment, in order. */
  get moments() {
    return this.#moments.all;
  }

  /**
   * Another run: back to the present.
   * @param {import('../protocol.js').Run} run
   * @param {import('../session.js').Manner} manner
   */
  begin(run, manner) {
    this.#stop();
    this.#moments.begin(run.samples.step, manner === 'branch' || manner === 'reverted');
    if (manner === 'branch') this.compare();
    this.#look(null);
    this.#write();
  }

  /** The run before is to be seen from now on. */
  compare() {
    this.#comparison.checked = true;
  }

  /** @param {Pick<ProgressMessage, 'kept' | 'forgotten'>} message */
  show(message) {
    if (!this.#moments.hear(message)) return;
    if (this.#looked && message.forgotten.includes(this.#looked.step)) {
      const { all } = this.#moments;
      this.#look(all[this.#moments.indexOf(this.#looked.step)] ?? all[0] ?? null);
    }
    this.#writeSoon();
  }

  /** Says everything again, in the language that is chosen now. */
  relabel() {
    this.#write();
  }

  /** @param {number} position of the slider; the last one is the present */
  #go(position) {
    this.#look(this.#moments.all[position] ?? null);
    this.#write();
  }

  /** @param {KeptMoment | null} moment */
  #look(moment) {
    if (moment === this.#looked) return;
    this.#looked = moment;
    this.#refusal = null;
    this.#events.onMoment(moment);
  }

  #return() {
    this.#stop();
    this.#look(null);
    this.#write();
  }

  /** Plays every kept moment from the one that is looked at, or from the first; with reduced motion each press goes one further. */
  #replay() {
    if (this.#playback !== undefined) {
      this.#stop();
      this.#write();
      return;
    }
    const { length } = this.#moments.all;
    if (length === 0) return;
    if (isCalm(this.#root)) return this.#go(this.#position === length ? 0 : this.#position + 1);
    if (this.#position === length) this.#go(0);
    const pause = Math.min(PLAYBACK.most, Math.max(PLAYBACK.least, PLAYBACK.together / length));
    this.#playback = setInterval(() => {
      this.#go(this.#position + 1);
      if (this.#looked === null) this.#stop();
      this.#write();
    }, pause);
    this.#write();
  }

  #stop() {
    clearInterval(this.#playback);
    this.#playback = undefined;
  }

  async #continue() {
    if (!this.#looked) return;
    this.#stop();
    const refusal = await this.#events.onContinue(this.#looked.step);
    this.#refusal = refusal;
    this.#write();
  }

  /** Where the slider stands. */
  get #position() {
    return this.#looked ? this.#moments.indexOf(this.#looked.step) : this.#moments.all.length;
  }

  #write() {
    const { travel } = this.#messages.history;
    const { length } = this.#moments.all;
    this.#slider.max = String(length);
    this.#slider.value = String(this.#position);
    this.#slider.disabled = length === 0;
    this.#slider.setAttribute('aria-valuetext', this.#looked ? travel.moment(this.#looked) : travel.present);
    this.#root.toggleAttribute('data-past', this.#looked !== null);
    this.#text('travel-where', this.#looked ? travel.momentInShort(this.#looked) : travel.present);
    this.#text('travel-refusal', this.#refusal ?? '');
    for (const name of ['travel-now', 'travel-continue']) enable(this.#button(name), this.#looked !== null);
    const replay = this.#button('travel-replay');
    replay.disabled = length === 0;
    this.#text('travel-replay', this.#playback !== undefined ? travel.stop : isCalm(this.#root) ? travel.next : travel.replay);
  }

  get #comparison() {
    return part(this.#root, 'travel-compare', HTMLInputElement);
  }

  /** @param {string} name */
  #button(name) {
    return part(this.#root, name, HTMLButtonElement);
  }

  /** @param {string} name @param {string} text */
  #text(name, text) {
    write(part(this.#root, name, HTMLElement), text);
  }
}
