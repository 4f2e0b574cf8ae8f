/** The choice of a preset: its name, a sentence about it, and how far the form has gone from it. */

import { FIELDS, isUsed } from './fields.js';
import { write } from './paced.js';

/**
 * @typedef {import('./fields.js').Value} Value
 * @typedef {import('./messages.js').Messages} Messages
 * @typedef {import('./protocol.js').Configuration} Configuration
 * @typedef {import('./protocol.js').Preset} Preset
 */

/** Of the select's option for what is no preset any more. */
const CUSTOM = '';

export class PresetChoice {
  #select;
  #note;
  #messages;
  /** @type {Preset[]} */
  #presets = [];
  /** The preset that the form was filled from. @type {Preset | undefined} */
  #origin;

  /**
   * @param {HTMLSelectElement} select
   * @param {HTMLElement} note
   * @param {Messages} messages
   * @param {(configuration: Configuration) => void} onChoose
   */
  constructor(select, note, messages, onChoose) {
    this.#select = select;
    this.#note = note;
    this.#messages = messages;
    // Before the form hears of it, and compares what the fields say with the choice.
    select.addEventListener('input', () => {
      this.#origin = this.#named(select.value);
      if (this.#origin) onChoose(this.#origin.configuration);
    });
  }

  /**
   * @param {Preset[]} presets the default first
   * @param {Configuration} configuration that the form is filled from
   */
  open(presets, configuration) {
    this.#presets = presets;
    const custom = new Option('', CUSTOM);
    custom.hidden = true;
    this.#select.replaceChildren(...presets.map(({ name }) => new Option(name, name)), custom);
    this.#select.disabled = false;
    this.#origin = presets.find((preset) => agree(preset, (name) => FIELDS[name]?.read(configuration))) ?? presets[0];
  }

  /** The form is filled from the default. */
  return() {
    this.#origin = this.#presets[0];
  }

  /**
   * Shows which preset the form holds: the one it was filled from if that still agrees, or another that does, or none.
   * @param {(field: string) => Value} valueOf what the form says
   */
  show(valueOf) {
    const candidates = this.#origin ? [this.#origin, ...this.#presets] : [];
    const held = candidates.find((preset) => agree(preset, valueOf));
    const { names: called, sentences, custom } = this.#messages.presets;
    for (const option of this.#select.options) {
      const name = option.value === CUSTOM ? (this.#origin?.name ?? '') : option.value;
      const text = option.value === CUSTOM ? custom(called[name] ?? name) : (called[name] ?? name);
      if (option.text !== text) option.text = text;
    }
    this.#select.value = held?.name ?? CUSTOM;
    write(this.#note, sentences[(held ?? this.#origin)?.name ?? ''] ?? '');
  }

  /** @param {string} wanted */
  #named(wanted) {
    return this.#presets.find(({ name }) => name === wanted);
  }
}

/**
 * Whether the fields say what a preset says; the seed is no part of what makes a preset.
 * @param {Preset} preset
 * @param {(field: string) => Value | undefined} valueOf
 */
function agree({ configuration }, valueOf) {
  const compared = Object.keys(FIELDS).filter((name) => name !== 'seed' && isUsed(name, valueOf));
  return compared.every((name) => FIELDS[name]?.read(configuration) === valueOf(name));
}
