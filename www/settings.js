/** The form of settings: reads and checks a configuration, and shows where it differs from the one that runs. */

import { FIELDS, complaintOf, isUsed, typedNumber } from './fields.js';
import { write } from './paced.js';
import { part } from './parts.js';
import { PresetChoice } from './presets.js';
import { runIn, sentenceOf } from './wishes.js';

/**
 * @typedef {import('./fields.js').Value} Value
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').ConfigurationLimits} ConfigurationLimits
 */

const NAMES = Object.keys(FIELDS);

export class SettingsForm {
  #form;
  #messages;
  #applies;
  #onChange;
  #presets;
  /** @type {ConfigurationLimits | null} */
  #limits = null;
  /** @type {Configuration | null} */
  #defaults = null;
  /** What was filled in last. @type {Configuration | null} */
  #filled = null;
  /** @type {Configuration | null} */
  #running = null;
  /** What the form was read as last. @type {Configuration | null} */
  #asked = null;
  #query;
  /** What is asked for in vain. */
  #ignored;

  /**
   * @param {HTMLFormElement} form
   * @param {Messages} messages
   * @param {URLSearchParams} query what the page's address asks for
   * @param {readonly import('./wishes.js').Complaint[]} complaints about what is asked for beside a run
   * @param {(differs: boolean) => void} onChange told whether the form differs from the configuration that runs
   */
  constructor(form, messages, query, complaints, onChange) {
    this.#form = form;
    this.#messages = messages;
    this.#applies = part(form, 'applies', HTMLElement);
    this.#query = query;
    this.#ignored = complaints;
    this.#onChange = onChange;
    const [select, note] = [part(form, 'preset', HTMLSelectElement), part(form, 'preset-note', HTMLElement)];
    this.#presets = new PresetChoice(select, note, messages, (configuration) => this.#take(configuration));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => this.#review());
    part(form, 'new-seed', HTMLButtonElement).addEventListener('click', () => this.#drawSeed());
    part(form, 'defaults', HTMLButtonElement).addEventListener('click', () => this.#returnToDefaults());
  }

  /**
   * Opens the form once the program has told what it takes. What is written in it already stays.
   * @param {Pick<import('./protocol.js').ReadyMessage, 'defaults' | 'limits' | 'presets' | 'run'>} ready
   */
  open({ defaults, limits, presets, run }) {
    const isFirst = this.#defaults === null;
    this.#defaults = defaults;
    this.#limits = limits;
    if (isFirst) {
      this.#presets.open(presets, run.configuration);
      const { configuration, complaints } = runIn(this.#query, run.configuration, { presets, limits });
      this.ignore(complaints);
      this.#fill(configuration);
    }
    part(this.#form, 'fields', HTMLFieldSetElement).disabled = false;
  }

  /** What is asked for in vain; all of it once the form is open. */
  get ignored() {
    return this.#ignored;
  }

  /** @param {readonly import('./wishes.js').Complaint[]} complaints about what else is asked for in vain */
  ignore(complaints) {
    this.#ignored = [...this.#ignored, ...complaints];
    this.#tellIgnored();
  }

  /** Whether something else is asked for than what runs. */
  get differs() {
    return NAMES.some((name) => this.#differs(name));
  }

  /** Names everything in the language of now, and writes numbers as it does. What is written in the form stays. */
  relabel() {
    for (const name of NAMES) {
      const control = this.#control(name);
      if (control.type === 'text') control.value = control.value.replace(/[.,]/, this.#messages.mark);
    }
    this.#review();
  }

  /**
   * A run begins. The form takes its settings over, unless it is from the form that they come, or they are those of the run before.
   * @param {Configuration} configuration
   */
  begin(configuration) {
    const isKnown = [this.#running ?? configuration, this.#asked].some((known) => known !== null && areEqual(known, configuration));
    this.#running = configuration;
    if (isKnown) this.#review();
    else this.#fill(configuration);
  }

  /**
   * @returns {Configuration | null} what the form asks for; `null` when a field is wrong, which then says so and has the focus
   */
  read() {
    if (!this.#filled) return null;
    const configuration = structuredClone(this.#filled);
    const wrong = NAMES.find((name) => this.#complaint(name) !== null);
    if (wrong !== undefined) {
      this.#turnTo(wrong);
      return null;
    }
    for (const name of NAMES) if (this.#isUsed(name)) FIELDS[name]?.write(configuration, this.#value(name));
    this.#asked = configuration;
    return configuration;
  }

  /**
   * Says why the program refused what {@link read} gave.
   * @param {string} sentence
   */
  refuse(sentence) {
    this.#say(this.#messages.settings.refusal(sentence), 'refused');
  }

  /**
   * Fills in a configuration that did not come from the form.
   * @param {Configuration} configuration
   */
  adopt(configuration) {
    this.#fill(configuration);
  }

  /** @param {Configuration} configuration */
  #fill(configuration) {
    this.#filled = configuration;
    for (const name of NAMES) this.#write(name, FIELDS[name]?.read(configuration) ?? '');
    this.#review();
  }

  /**
   * Fills in a preset, which leaves the seed as it is.
   * @param {Configuration} configuration
   */
  #take(configuration) {
    const seed = this.#control('seed').value;
    this.#fill(configuration);
    this.#write('seed', seed);
    this.#review();
  }

  #returnToDefaults() {
    if (!this.#defaults) return;
    this.#presets.return();
    this.#fill(this.#defaults);
  }

  #drawSeed() {
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
    const { minimum, maximum } = this.#limits?.seed ?? { minimum: 0, maximum: 2 ** 32 - 1 };
    this.#write('seed', minimum + (seed % Math.min(maximum - minimum + 1, 1_000_000)));
    this.#review();
  }

  #review() {
    const differing = NAMES.filter((name) => this.#reviewField(name));
    const { differs, applies } = this.#messages.settings;
    this.#say(differing.length > 0 ? differs : applies, differing.length > 0 ? 'differs' : 'applies');
    this.#presets.show((name) => this.#value(name));
    this.#tellIgnored();
    this.#countHidden(differing);
    this.#onChange(differing.length > 0);
  }

  /** Says what is asked for in vain, once all of it is known. */
  #tellIgnored() {
    const sentences = this.#ignored.map((complaint) => sentenceOf(complaint, this.#messages));
    write(part(this.#form, 'address-note', HTMLElement), sentences.join(' '));
  }

  /** @param {string} name */
  #differs(name) {
    const running = this.#running && FIELDS[name]?.read(this.#running);
    return this.#isUsed(name) && running !== null && running !== undefined && this.#value(name) !== running;
  }

  /**
   * Says beside a closed group what is to be seen in it.
   * @param {string[]} differing fields
   */
  #countHidden(differing) {
    const isHidden = (/** @type {string} */ name) => this.#group.contains(this.#control(name));
    const wrong = NAMES.filter((name) => isHidden(name) && this.#complaint(name) !== null).length;
    const { wrongCount, differingCount } = this.#messages.settings;
    const note = part(this.#form, 'more-note', HTMLElement);
    note.textContent = wrong > 0 ? wrongCount(wrong) : differingCount(differing.filter(isHidden).length);
    note.dataset.kind = wrong > 0 ? 'complaint' : 'differs';
  }

  /**
   * @param {string} name
   * @returns {boolean} whether the field differs from what runs
   */
  #reviewField(name) {
    const control = this.#control(name);
    const isInUse = this.#isUsed(name);
    const complaint = this.#complaint(name);
    const running = this.#running && FIELDS[name]?.read(this.#running);
    const differs = this.#differs(name);
    const note = part(this.#form, `${name}-note`, HTMLElement);
    const text = complaint ?? (differs ? this.#messages.settings.running(this.#display(control, running ?? '')) : this.#hint(name));
    write(note, text);
    note.dataset.kind = complaint ? 'complaint' : differs ? 'differs' : 'hint';
    if (complaint) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
    /** @type {HTMLElement} */ (control.closest('.field')).hidden = !isInUse;
    return differs;
  }

  /** @param {string} name */
  #complaint(name) {
    return this.#limits && this.#isUsed(name) ? complaintOf(name, this.#value(name), this.#limits, this.#messages) : null;
  }

  /** @param {string} name */
  #hint(name) {
    const { hints, range } = this.#messages.settings;
    const hint = hints[`${name} ${this.#value(name)}`];
    if (hint !== undefined) return hint;
    const limits = FIELDS[name]?.limits;
    const permitted = limits ? this.#limits?.[limits] : undefined;
    return permitted ? range(permitted.minimum, permitted.maximum) : '';
  }

  /**
   * @param {HTMLInputElement | HTMLSelectElement} control
   * @param {Value} value
   */
  #display(control, value) {
    if (typeof value === 'boolean') return this.#messages.settings.switched(value);
    if (control instanceof HTMLSelectElement) return [...control.options].find((option) => option.value === String(value))?.text ?? '';
    return typeof value === 'number' ? this.#messages.typed(value) : value;
  }

  /**
   * @param {string} name
   * @returns {Value} `NaN` for what is not a number
   */
  #value(name) {
    const control = this.#control(name);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') return control.checked;
    return FIELDS[name]?.limits ? typedNumber(control.value) : control.value;
  }

  /** @param {string} name @param {Value} value */
  #write(name, value) {
    const control = this.#control(name);
    if (typeof value === 'boolean') /** @type {HTMLInputElement} */ (control).checked = value;
    else control.value = typeof value === 'number' ? this.#messages.typed(value) : value;
  }

  /** @param {string} name */
  #isUsed(name) {
    return isUsed(name, (other) => this.#value(other));
  }

  /** @param {string} name of the field that gets the focus */
  #turnTo(name) {
    const control = this.#control(name);
    if (this.#group.contains(control)) this.#group.open = true;
    control.focus();
  }

  /** The fields that a closed heading may hide. */
  get #group() {
    return part(this.#form, 'more', HTMLDetailsElement);
  }

  /** @param {string} name */
  #control(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.#form.elements.namedItem(name));
  }

  /** @param {string} sentence @param {string} kind */
  #say(sentence, kind) {
    write(this.#applies, sentence);
    this.#applies.dataset.kind = kind;
  }
}

/**
 * Whether two configurations say the same in every field.
 * @param {Configuration} one
 * @param {Configuration} other
 */
function areEqual(one, other) {
  return NAMES.every((name) => FIELDS[name]?.read(one) === FIELDS[name]?.read(other));
}
