/** Files that are dragged over the demo: shows that they can be dropped, hands them on, and says what came of it. */

import { carriesFiles } from './dragged.js';
import { write } from './paced.js';
import { part } from './parts.js';

/** @typedef {import('./messages.js').Messages} Messages */

export class DropZone {
  #root;
  #messages;
  #onFiles;
  #sentence = () => '';

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {(files: readonly File[]) => Promise<() => string>} onFiles says what came of them, in the language of the moment it is asked
   */
  constructor(root, messages, onFiles) {
    this.#root = root;
    this.#messages = messages;
    this.#onFiles = onFiles;
    root.addEventListener('dragover', (event) => this.#invite(event));
    root.addEventListener('dragleave', ({ relatedTarget }) => root.contains(/** @type {Node | null} */ (relatedTarget)) || this.#withdraw());
    root.addEventListener('drop', (event) => this.#take(event));
    // What came of it is in the way of what lies below: whoever goes on has read it.
    for (const kind of ['pointerdown', 'keydown']) root.addEventListener(kind, () => this.#say(() => ''));
  }

  /** Says it again, in the language of now. */
  relabel() {
    this.#say(this.#sentence);
  }

  /** @param {DragEvent} event */
  #invite(event) {
    if (!event.dataTransfer || !carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#root.toggleAttribute('data-drop', true);
    this.#say(() => this.#messages.intake.drop);
  }

  #withdraw() {
    this.#root.toggleAttribute('data-drop', false);
    this.#say(() => '');
  }

  /** @param {DragEvent} event */
  async #take(event) {
    if (!event.dataTransfer || !carriesFiles(event)) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    this.#root.toggleAttribute('data-drop', false);
    this.#say(() => this.#messages.intake.reading);
    this.#say(await this.#onFiles(files));
  }

  /** @param {() => string} sentence */
  #say(sentence) {
    this.#sentence = sentence;
    write(part(this.#root, 'drop', HTMLElement), sentence());
  }
}
