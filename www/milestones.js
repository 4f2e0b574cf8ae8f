/** The time to readable digits: when a run had 80 % and 90 % of its images readable, counted beside the verdict and said once. */

import { part } from './parts.js';
import { SHARES } from './shares.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Milestone} Milestone
 */

export class Milestones {
  #root;
  #messages;
  #announcement;
  /** @type {Milestone[]} */
  #passed = [];
  /** The latest of them, which were announced together. @type {Milestone[]} */
  #announced = [];

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#announcement = part(root, 'milestone-announcement', HTMLElement);
  }

  /** A new run has passed none. */
  begin() {
    this.#passed = [];
    this.#announced = [];
    this.relabel();
  }

  /** @param {Milestone[]} milestones every one passed so far */
  show(milestones) {
    const fresh = milestones.slice(this.#passed.length);
    if (fresh.length === 0) return;
    this.#passed = milestones;
    this.#announced = fresh;
    this.relabel();
  }

  /** Says them in the language of now. */
  relabel() {
    const { duration, milestones } = this.#messages;
    for (const share of SHARES) this.#write(share, milestones.notYet, '');
    for (const { share, elapsedMilliseconds, step } of this.#passed) this.#write(share, duration(elapsedMilliseconds), milestones.steps(step));
    this.#announcement.textContent = this.#announced.map(milestones.passed).join(', ');
  }

  /** @param {Milestone['share']} share @param {string} time @param {string} steps */
  #write(share, time, steps) {
    part(this.#root, `readable-${100 * share}-time`, HTMLElement).textContent = time;
    part(this.#root, `readable-${100 * share}-steps`, HTMLElement).textContent = steps;
  }
}
