/** What one takes home, and brings back: weights, losses, digits and the run as files, the link that repeats it, and PyTorch that draws from it. */

import { enable, onPress } from '../buttons.js';
import { write } from '../paced.js';
import { part } from '../parts.js';
import { supply } from '../supply.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').KeptMoment} KeptMoment
 * @typedef {import('../protocol.js').Samples} Samples
 */

/**
 * Where it takes the things from, and brings them.
 * @typedef {object} Sources
 * @property {() => Promise<Uint8Array | null>} weights
 * @property {() => Promise<import('../checkpoints.js').Checkpoint | null>} checkpoint
 * @property {import('./step-log.js').StepLog} log of the run
 * @property {() => Samples | null} samples on the canvas, of the present or of the moment that is looked at
 * @property {() => readonly KeptMoment[]} moments
 * @property {() => void} copyLink
 * @property {(files: readonly File[]) => Promise<() => string>} open says what came of it, in the language of the moment it is asked
 * @property {() => Promise<() => string>} useBundledImages likewise
 * @property {() => boolean} usesOwnImages
 */

const SCRIPT = 'examples/load_weights.py';
/** Of every image pixel, in pixels. */
const SCALE = { png: 4, gif: 2 };
/** How long the GIF shows each moment, and the last one. */
const GIF_MILLISECONDS = { moment: 160, last: 2000 };

export class TakeHome {
  #root;
  #messages;
  #sources;
  /** Says in the language of now what came of the last wish. @type {(() => string) | null} */
  #outcome = null;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {Sources} sources
   */
  constructor(root, messages, sources) {
    this.#root = root;
    this.#messages = messages;
    this.#sources = sources;
    this.#onClick('save-weights', () => this.#saveWeights());
    this.#onClick('save-losses', () => this.#saveLosses());
    this.#onClick('save-digits', () => this.#saveDigits());
    this.#onClick('save-run', () => this.#saveRun());
    this.#onClick('save-checkpoint', () => this.#saveCheckpoint());
    this.#offerToOpen();
    part(root, 'repeat-link', HTMLButtonElement).addEventListener('click', () => sources.copyLink());
    part(root, 'copy-script', HTMLButtonElement).addEventListener('click', () => this.#copyScript());
    part(root, 'script', HTMLDetailsElement).addEventListener('toggle', () => this.#showScript());
    this.relabel();
  }

  /** A run begins. */
  begin() {
    this.#tellData();
    this.#say(null);
  }

  /** Says everything again, in the language of now. */
  relabel() {
    const { takeHome } = this.#messages.history;
    part(this.#root, 'losses-bound', HTMLElement).textContent = takeHome.bound(this.#sources.log.capacity);
    this.#tellData();
    this.#say(this.#outcome);
  }

  #offerToOpen() {
    const [button, input] = [part(this.#root, 'open-file', HTMLButtonElement), part(this.#root, 'files', HTMLInputElement)];
    button.addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      // The same file can be chosen again.
      input.value = '';
      this.#bring(this.#sources.open(files));
    });
    part(this.#root, 'bundled-images', HTMLButtonElement).addEventListener('click', async () => {
      await this.#bring(this.#sources.useBundledImages());
      if (!this.#sources.usesOwnImages()) button.focus();
    });
  }

  /** @param {Promise<() => string>} outcome */
  async #bring(outcome) {
    this.#say(() => this.#messages.intake.reading);
    this.#say(await outcome);
  }

  /** Says what is trained on. */
  #tellData() {
    const { bundled, own } = this.#messages.intake.data;
    const usesOwn = this.#sources.usesOwnImages();
    write(part(this.#root, 'data', HTMLElement), usesOwn ? own : bundled);
    part(this.#root, 'bundled-images', HTMLButtonElement).hidden = !usesOwn;
  }

  /**
   * A button makes one thing at a time, and says what came of it.
   * @param {string} name
   * @param {() => Promise<string | null>} make the name of the file that was saved; `null` where there is nothing to save yet
   */
  #onClick(name, make) {
    const button = part(this.#root, name, HTMLButtonElement);
    onPress(button, async () => {
      enable(button, false);
      try {
        this.#say(() => this.#messages.history.takeHome.making);
        const file = await make();
        const { saved, nothing } = this.#messages.history.takeHome;
        this.#say(file === null ? () => nothing : () => saved(file));
      } catch (error) {
        this.#say(() => this.#messages.history.takeHome.failed(error instanceof Error ? error.message : String(error)));
      } finally {
        enable(button, true);
      }
    });
  }

  async #saveWeights() {
    const file = await this.#sources.weights();
    if (!file) return null;
    return save('dcgan-weights.safetensors', 'application/octet-stream', [/** @type {Uint8Array<ArrayBuffer>} */ (file)]);
  }

  async #saveLosses() {
    const { log } = this.#sources;
    if (log.length === 0) return null;
    return save('dcgan-losses.csv', 'text/csv', await log.csv(() => new Promise((resolve) => setTimeout(resolve))));
  }

  async #saveDigits() {
    const samples = this.#sources.samples();
    if (!samples) return null;
    const { pixels, step } = samples;
    return save(`dcgan-digits-step-${step}.png`, 'image/png', [await drawn({ kind: 'png', pixels, scale: SCALE.png })]);
  }

  async #saveRun() {
    const moments = this.#sources.moments();
    if (moments.length === 0) return null;
    const { moment: inWords } = this.#messages.history.travel;
    const frames = moments.map((moment, index) => ({
      pixels: moment.samples.pixels,
      caption: inWords(moment),
      milliseconds: index === moments.length - 1 ? GIF_MILLISECONDS.last : GIF_MILLISECONDS.moment,
    }));
    return save('dcgan-run.gif', 'image/gif', [await drawn({ kind: 'gif', frames, scale: SCALE.gif })]);
  }

  async #saveCheckpoint() {
    const checkpoint = await this.#sources.checkpoint();
    if (!checkpoint) return null;
    return save(`dcgan-run-step-${checkpoint.steps}.safetensors`, 'application/octet-stream', [checkpoint.file]);
  }

  async #showScript() {
    const code = part(this.#root, 'script-code', HTMLElement);
    if (code.textContent !== '') return;
    try {
      code.textContent = await supply.pytorchScript();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#say(() => this.#messages.history.takeHome.scriptMissing(SCRIPT, reason));
    }
  }

  async #copyScript() {
    const { textContent } = part(this.#root, 'script-code', HTMLElement);
    try {
      await navigator.clipboard.writeText(textContent ?? '');
      this.#say(() => this.#messages.history.takeHome.copied);
    } catch {
      this.#say(() => this.#messages.history.takeHome.notCopied);
    }
  }

  /** @param {(() => string) | null} outcome */
  #say(outcome) {
    this.#outcome = outcome;
    write(part(this.#root, 'take-home-state', HTMLElement), outcome?.() ?? '');
  }
}

// What makes and saves files is fetched by those who save one.

/** @param {Parameters<typeof import('./image-files.js').imageFile>[0]} wish */
async function drawn(wish) {
  const { imageFile } = await import('./image-files.js');
  return imageFile(wish);
}

/**
 * @param {string} name
 * @param {string} type
 * @param {BlobPart[]} pieces
 */
async function save(name, type, pieces) {
  const { saveFile } = await import('./save.js');
  saveFile(name, type, pieces);
  return name;
}
