/** One failure of the gallery: the question before, the evidence while it runs, the explanation after. */

import { enable, onPress } from '../buttons.js';
import { write, writeMarkedUp } from '../paced.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('./failures.js').Evidence} Evidence
 * @typedef {import('./failures.js').Failure} Failure
 * @typedef {import('./failures.js').Seen} Seen
 */

/**
 * - `asking`: nothing has been run yet
 * - `running`: it is under way, and has not shown yet
 * - `shown`: it has shown
 * - `missed`: it should have shown, and has not
 * @typedef {'asking' | 'running' | 'shown' | 'missed'} Stage
 */

const NOTHING = '–';

export class FailureCard {
  element;
  #failure;
  #messages;
  #title = document.createElement('h3');
  #change = paragraph('change');
  #question = document.createElement('legend');
  #choices;
  #status = paragraph('status');
  #evidence = document.createElement('dl');
  #explanation = paragraph('explanation');
  #cure = paragraph('cure');
  #cureButton = button();
  #outcome = document.createElement('div');
  /** @type {Stage} */
  #stage = 'asking';
  /** Which of the expectations the visitor has chosen. @type {number | null} */
  #expected = null;
  /** The last that was seen of the run. @type {Seen | null} */
  #seen = null;
  /** @type {string | null} */
  #refusal = null;

  /**
   * @param {Failure} failure
   * @param {Messages} messages
   * @param {{ onExpect: (card: FailureCard) => void, onCure: () => void }} events
   */
  constructor(failure, messages, { onExpect, onCure }) {
    this.#failure = failure;
    this.#messages = messages;
    this.#choices = [0, 1, 2].map((choice) => {
      const element = button();
      onPress(element, () => {
        this.#expected = choice;
        onExpect(this);
      });
      return element;
    });
    this.#cureButton.addEventListener('click', onCure);
    this.element = this.#assembled();
    this.relabel();
  }

  /** What fails can be run from now on. */
  open() {
    for (const choice of this.#choices) enable(choice, true);
  }

  /**
   * Its run begins.
   * @param {HTMLElement} picture of the digits, which the card that runs has
   */
  begin(picture) {
    this.#stage = 'running';
    this.#refusal = null;
    this.#seen = null;
    this.#outcome.prepend(picture);
    this.relabel();
  }

  /** @param {Seen} seen */
  show(seen) {
    this.#seen = seen;
    if (this.#failure.shows(seen)) this.#stage = 'shown';
    else if (this.#stage === 'running' && seen.step >= this.#failure.patience) this.#stage = 'missed';
    this.relabel();
  }

  /** Another run takes its place: what was seen last stays. */
  end() {
    if (this.#stage === 'running') this.#stage = 'asking';
    this.relabel();
  }

  /** @param {string} sentence that says why it does not run */
  refuse(sentence) {
    this.#refusal = sentence;
    this.end();
  }

  /** Says everything as it now is, in the language of now. */
  relabel() {
    const { gallery } = this.#messages.history;
    const words = gallery.failures[this.#failure.name];
    const isOver = this.#stage === 'shown' || this.#stage === 'missed';
    writeMarkedUp(this.#title, words.title);
    writeMarkedUp(this.#change, words.change);
    writeMarkedUp(this.#question, gallery.question);
    for (const [index, choice] of this.#choices.entries()) {
      writeMarkedUp(choice, words.expectations[index] ?? '');
      choice.setAttribute('aria-pressed', String(index === this.#expected));
      choice.toggleAttribute('data-right', isOver && index === this.#failure.right);
    }
    this.#outcome.hidden = this.#stage === 'asking';
    this.element.dataset['stage'] = this.#stage;
    write(this.#status, this.#statusInWords());
    this.#writeEvidence();
    writeMarkedUp(this.#explanation, isOver ? words.explanation : words.watch);
    writeMarkedUp(this.#cure, isOver ? words.cure : '');
    writeMarkedUp(this.#cureButton, gallery.tryCure);
    this.#cureButton.hidden = !isOver;
  }

  #statusInWords() {
    const { gallery } = this.#messages.history;
    if (this.#refusal !== null) return gallery.refused(this.#refusal);
    if (this.#stage === 'asking') return '';
    if (this.#stage === 'running') return gallery.running;
    if (this.#stage === 'missed') return gallery.missed(this.#failure.patience);
    return this.#expected === this.#failure.right ? gallery.asExpected : gallery.unlikeExpected;
  }

  #writeEvidence() {
    const { gallery } = this.#messages.history;
    for (const [index, name] of this.#failure.evidence.entries()) {
      const [term, value] = this.#evidence.children[index]?.children ?? [];
      if (term) writeMarkedUp(term, gallery.evidence[name]);
      if (value) write(value, this.#seen ? this.#measured(name, this.#seen) : NOTHING);
    }
  }

  /**
   * @param {Evidence} name
   * @param {Seen} seen
   */
  #measured(name, { realProbability, fakeProbability, generatorLoss, verdict, variety, checkerboard }) {
    const { decimal, share } = this.#messages;
    switch (name) {
      case 'realProbability':
        return decimal(realProbability, 2);
      case 'fakeProbability':
        return decimal(fakeProbability, 2);
      case 'generatorLoss':
        return decimal(generatorLoss, generatorLoss < 100 ? 2 : 0);
      case 'readable':
        return verdict ? share(verdict.readable) : NOTHING;
      case 'digits':
        return verdict ? `${verdict.digitsCovered} / ${verdict.byDigit.length}` : NOTHING;
      case 'diversity':
        return verdict ? decimal(verdict.diversity, 2) : NOTHING;
      case 'variety':
        return decimal(variety, 3);
      case 'checkerboard':
        return decimal(checkerboard, 3);
    }
  }

  #assembled() {
    const card = document.createElement('article');
    card.className = 'failure';
    card.dataset['failure'] = this.#failure.name;
    const expectation = document.createElement('fieldset');
    const choices = document.createElement('div');
    choices.className = 'expectations';
    for (const choice of this.#choices) enable(choice, false);
    choices.append(...this.#choices);
    expectation.append(this.#question, choices);
    for (const _ of this.#failure.evidence) {
      const pair = document.createElement('div');
      pair.append(document.createElement('dt'), document.createElement('dd'));
      this.#evidence.append(pair);
    }
    this.#evidence.className = 'evidence';
    this.#outcome.className = 'outcome';
    this.#outcome.append(this.#evidence, this.#explanation, this.#cure, this.#cureButton);
    this.#status.setAttribute('role', 'status');
    card.append(this.#title, this.#change, expectation, this.#status, this.#outcome);
    return card;
  }
}

/** @param {string} name */
function paragraph(name) {
  const element = document.createElement('p');
  element.className = name;
  return element;
}

function button() {
  const element = document.createElement('button');
  element.type = 'button';
  return element;
}
