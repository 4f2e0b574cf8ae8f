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
  #passed = 0;

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
    this.#passed = 0;
    this.#announcement.textContent = '';
    for (const share of SHARES) this.#write(share, this.#messages.milestones.notYet, '');
  }

  /** @param {Milestone[]} milestones every one passed so far */
  show(milestones) {
    const fresh = milestones.slice(this.#passed);
    if (fresh.length === 0) return;
    this.#passed = milestones.length;
    const { time, steps, passed } = this.#messages.milestones;
    for (const { share, elapsedMilliseconds, step } of fresh) this.#write(share, time(elapsedMilliseconds), steps(step));
    this.#announcement.textContent = fresh.map(passed).join(', ');
  }

  /** @param {Milestone['share']} share @param {string} time @param {string} steps */
  #write(share, time, steps) {
    part(this.#root, `readable-${100 * share}-time`, HTMLElement).textContent = time;
    part(this.#root, `readable-${100 * share}-steps`, HTMLElement).textContent = steps;
  }
}
