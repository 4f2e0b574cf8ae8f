/** The path of the loss: the latest step in its two halves, the half taken last in front, and in slow motion a walk through it. */

import { palette } from '../heat-map.js';
import { whenInksChange } from '../ink.js';
import { whenNear } from '../near.js';
import { part } from '../parts.js';
import { DiscriminatorHalf, GeneratorHalf } from './halves.js';
import { paced, write } from '../paced.js';
import { Walk } from './walk.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Anatomy} Anatomy
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').Turn} Turn
 */

export class LossPath {
  #root;
  #messages;
  #halves;
  #walks;
  /** Once somebody has come near. @type {import('./wish-browser.js').WishBrowser | null} */
  #wishes = null;
  #tells;
  /** @type {Configuration | null} */
  #configuration = null;
  /** The latest, and the latest that has had its G's turn. @type {{ discriminator: Anatomy | null, generator: Anatomy | null }} */
  #latest = { discriminator: null, generator: null };
  /** How far the run is. */
  #steps = 0;
  /** @type {number | null} */
  #millisecondsPerTurn = null;
  #isTraining = false;
  /** The halves and the wishes that are on screen: while training nothing else is drawn. @type {Set<Element>} */
  #seen = new Set();
  /** Asked of the style sheet once each time that it comes on screen, since that costs a layout. @type {import('../heat-map.js').Palette | null} */
  #colours = null;
  #draw = paced(() => this.#paint((element) => !this.#isTraining || this.#seen.has(element)));

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    const halves = { discriminator: part(root, 'discriminator-half', HTMLElement), generator: part(root, 'generator-half', HTMLElement) };
    this.#halves = {
      discriminator: { root: halves.discriminator, view: new DiscriminatorHalf(halves.discriminator, messages) },
      generator: { root: halves.generator, view: new GeneratorHalf(halves.generator, messages) },
    };
    this.#walks = { discriminator: new Walk(halves.discriminator), generator: new Walk(halves.generator) };
    this.#tells = part(root, 'tells', HTMLElement);
    whenNear(this.#tells, () => this.#furnish());
    const observer = new IntersectionObserver((entries) => this.#see(entries));
    for (const element of [halves.discriminator, halves.generator, this.#tells]) observer.observe(element);
    whenInksChange(root, () => {
      this.#colours = null;
      this.#draw();
    });
  }

  async #furnish() {
    const { WishBrowser } = await import('./wish-browser.js');
    this.#wishes = new WishBrowser(this.#tells, this.#messages);
    this.#draw();
  }

  /**
   * A new run: no step looked at yet.
   * @param {Configuration} configuration
   */
  begin(configuration) {
    this.#configuration = configuration;
    this.#latest = { discriminator: null, generator: null };
    this.#steps = 0;
    for (const walk of Object.values(this.#walks)) walk.stop();
    this.#draw();
  }

  /** @param {import('../protocol.js').ProgressMessage} message */
  show({ reports, anatomy }) {
    const wasStale = this.#isStale();
    this.#steps = reports.at(-1)?.step ?? this.#steps;
    if (anatomy) this.#look(anatomy);
    if (anatomy || this.#isStale() !== wasStale) this.#draw();
  }

  /** @param {import('../session.js').State} state of the session */
  state(state) {
    const isTraining = state === 'training' || state === 'pausing' || state === 'stepping';
    if (isTraining === this.#isTraining) return;
    this.#isTraining = isTraining;
    this.#draw();
  }

  /** @param {Anatomy} anatomy */
  #look(anatomy) {
    this.#latest.discriminator = anatomy;
    if (anatomy.generator) this.#latest.generator = anatomy;
    if (this.#millisecondsPerTurn !== null) this.#walk(anatomy.turn, this.#millisecondsPerTurn);
  }

  /** @param {number | null} millisecondsPerTurn */
  pace(millisecondsPerTurn) {
    this.#millisecondsPerTurn = millisecondsPerTurn;
    if (millisecondsPerTurn === null) for (const walk of Object.values(this.#walks)) walk.stop();
  }

  /** Says everything again, in the language of now. */
  relabel() {
    this.#paint(() => true);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
    this.#colours = null;
    this.#draw();
  }

  /** Whether steps that nobody looked at have followed. */
  #isStale() {
    const { discriminator } = this.#latest;
    return discriminator !== null && discriminator.step < this.#steps && !this.#isTraining;
  }

  /** @param {Turn} turn @param {number} milliseconds */
  #walk(turn, milliseconds) {
    this.#walks[turn === 'generator' ? 'discriminator' : 'generator'].stop();
    this.#walks[turn].start(milliseconds);
  }

  /** @param {(element: Element) => boolean} isWanted */
  #paint(isWanted) {
    if (!this.#configuration) return;
    const { discriminator, generator } = this.#latest;
    const halves = this.#halves;
    part(this.#root, 'path-waiting', HTMLElement).hidden = discriminator !== null && !this.#isStale();
    this.#colours ??= palette(this.#root);
    if (isWanted(halves.discriminator.root)) halves.discriminator.view.show(discriminator, this.#configuration);
    if (isWanted(halves.generator.root)) halves.generator.view.show(generator, this.#configuration, this.#colours);
    if (isWanted(this.#tells)) this.#wishes?.show(generator, this.#colours);
    this.#paintHeads();
  }

  #paintHeads() {
    const { discriminator, generator } = this.#latest;
    const { taken, takenLast, pending, untaken } = this.#messages.lesson.path;
    const step = (/** @type {Anatomy} */ anatomy) => this.#messages.count(anatomy.step);
    const isHalfTaken = discriminator?.turn === 'discriminator';
    this.#head('discriminator', discriminator, discriminator ? (isHalfTaken ? takenLast : taken)(step(discriminator)) : untaken);
    this.#head(
      'generator',
      generator,
      generator ? (isHalfTaken ? pending : this.#isStale() ? taken : takenLast)(step(generator)) : untaken,
    );
  }

  /**
   * @param {Turn} turn
   * @param {Anatomy | null} anatomy
   * @param {string} sentence
   */
  #head(turn, anatomy, sentence) {
    const { root } = this.#halves[turn];
    root.toggleAttribute('data-taken', anatomy !== null && this.#latest.discriminator?.turn === turn);
    write(part(root, 'taken', HTMLElement), sentence);
  }
}
