/** The form of settings: reads and checks a configuration, and shows where it differs from the one that runs. */

import { part } from './parts.js';

/**
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').ConfigurationLimits} ConfigurationLimits
 * @typedef {{ minimum: number, maximum: number }} Limits
 */

/**
 * @typedef {object} Field
 * @property {keyof ConfigurationLimits | null} limits the name of its range; a choice has none
 * @property {boolean} [isWhole]
 * @property {(configuration: Configuration) => number | string} read
 * @property {(configuration: Configuration, value: any) => void} write
 */

/** @type {Record<string, Field>} */
const FIELDS = {
  seed: { limits: 'seed', isWhole: true, read: (from) => from.seed, write: (to, value) => (to.seed = value) },
  baseWidth: { limits: 'baseWidth', isWhole: true, read: (from) => from.baseWidth, write: (to, value) => (to.baseWidth = value) },
  batchSize: { limits: 'batchSize', isWhole: true, read: (from) => from.batchSize, write: (to, value) => (to.batchSize = value) },
  generatorLearningRate: {
    limits: 'learningRate',
    read: (from) => from.generatorAdam.learningRate,
    write: (to, value) => (to.generatorAdam.learningRate = value),
  },
  discriminatorLearningRate: {
    limits: 'learningRate',
    read: (from) => from.discriminatorAdam.learningRate,
    write: (to, value) => (to.discriminatorAdam.learningRate = value),
  },
  generatorLoss: { limits: null, read: (from) => from.generatorLoss, write: (to, value) => (to.generatorLoss = value) },
};

export class SettingsForm {
  #form;
  #messages;
  #applies;
  #onChange;
  /** @type {ConfigurationLimits | null} */
  #limits = null;
  /** @type {Configuration | null} */
  #defaults = null;
  /** @type {Configuration | null} */
  #running = null;

  /**
   * @param {HTMLFormElement} form
   * @param {Messages} messages
   * @param {(differs: boolean) => void} onChange told whether the form differs from the configuration that runs
   */
  constructor(form, messages, onChange) {
    this.#form = form;
    this.#messages = messages;
    this.#applies = part(form, 'applies', HTMLElement);
    this.#onChange = onChange;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => this.#review());
    part(form, 'new-seed', HTMLButtonElement).addEventListener('click', () => this.#drawSeed());
    part(form, 'defaults', HTMLButtonElement).addEventListener('click', () => this.#defaults && this.#fill(this.#defaults));
  }

  /**
   * Opens the form once the program has told what it takes. What is written in it already stays.
   * @param {Configuration} defaults
   * @param {ConfigurationLimits} limits
   */
  open(defaults, limits) {
    const isFirst = this.#defaults === null;
    this.#defaults = defaults;
    this.#limits = limits;
    if (isFirst) this.#fill(defaults);
    part(this.#form, 'fields', HTMLFieldSetElement).disabled = false;
  }

  /** @param {Configuration} configuration that runs from now on */
  begin(configuration) {
    this.#running = configuration;
    this.#review();
  }

  /**
   * @returns {Configuration | null} what the form asks for; `null` when a field is wrong, which then says so and has the focus
   */
  read() {
    if (!this.#defaults) return null;
    const configuration = structuredClone(this.#running ?? this.#defaults);
    const names = Object.keys(FIELDS);
    const wrong = names.find((name) => this.#complaint(name) !== null);
    if (wrong !== undefined) {
      this.#control(wrong).focus();
      return null;
    }
    for (const name of names) FIELDS[name]?.write(configuration, this.#value(name));
    return configuration;
  }

  /**
   * Says why the program refused what {@link read} gave.
   * @param {string} sentence
   */
  refuse(sentence) {
    this.#say(sentence, 'refused');
  }

  /** @param {Configuration} configuration */
  #fill(configuration) {
    for (const [name, field] of Object.entries(FIELDS)) this.#control(name).value = String(field.read(configuration));
    this.#review();
  }

  #drawSeed() {
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
    const { minimum, maximum } = this.#limits?.seed ?? { minimum: 0, maximum: 2 ** 32 - 1 };
    this.#control('seed').value = String(minimum + (seed % Math.min(maximum - minimum + 1, 1_000_000)));
    this.#review();
  }

  #review() {
    const differing = Object.keys(FIELDS).filter((name) => this.#reviewField(name));
    const { differs, applies } = this.#messages.settings;
    this.#say(differing.length > 0 ? differs : applies, differing.length > 0 ? 'differs' : 'applies');
    this.#onChange(differing.length > 0);
  }

  /**
   * @param {string} name
   * @returns {boolean} whether the field differs from what runs
   */
  #reviewField(name) {
    const control = this.#control(name);
    const complaint = this.#complaint(name);
    const running = this.#running && FIELDS[name]?.read(this.#running);
    const differs = running !== null && running !== undefined && this.#value(name) !== running;
    const note = part(this.#form, `${name}-note`, HTMLElement);
    const text = complaint ?? (differs ? this.#messages.settings.running(this.#display(control, running)) : this.#hint(name));
    if (note.textContent !== text) note.textContent = text;
    note.dataset.kind = complaint ? 'complaint' : differs ? 'differs' : 'hint';
    if (complaint) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
    return differs;
  }

  /** @param {string} name */
  #complaint(name) {
    const limits = this.#limitsOf(name);
    if (!limits) return null;
    const { notANumber, notWhole } = this.#messages.settings;
    const value = this.#value(name);
    const isRight = typeof value === 'number' && value >= limits.minimum && value <= limits.maximum;
    const isWhole = FIELDS[name]?.isWhole ?? false;
    if (isRight && (!isWhole || Number.isInteger(value))) return null;
    return (isWhole ? notWhole : notANumber)(limits.minimum, limits.maximum);
  }

  /** @param {string} name */
  #hint(name) {
    const limits = this.#limitsOf(name);
    return limits ? this.#messages.settings.range(limits.minimum, limits.maximum) : '';
  }

  /**
   * @param {string} name
   * @returns {Limits | null}
   */
  #limitsOf(name) {
    const range = FIELDS[name]?.limits;
    return (range && this.#limits?.[range]) ?? null;
  }

  /**
   * @param {HTMLInputElement | HTMLSelectElement} control
   * @param {number | string} value
   */
  #display(control, value) {
    if (control instanceof HTMLInputElement) return String(value);
    return [...control.options].find((option) => option.value === value)?.text ?? String(value);
  }

  /**
   * @param {string} name
   * @returns {number | string} `NaN` for what is not a number
   */
  #value(name) {
    const control = this.#control(name);
    if (control instanceof HTMLSelectElement) return control.value;
    return control.value.trim() === '' ? NaN : Number(control.value.replace(',', '.'));
  }

  /** @param {string} name */
  #control(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.#form.elements.namedItem(name));
  }

  /** @param {string} sentence @param {string} kind */
  #say(sentence, kind) {
    if (this.#applies.textContent !== sentence) this.#applies.textContent = sentence;
    this.#applies.dataset.kind = kind;
  }
}
