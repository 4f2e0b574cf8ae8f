/** The two halves of a step as a diagram: what went forward, each term of the loss, the gradients that came back, and who moved. */

import { paintImage, paintWishes, largestWish } from '../heat-map.js';
import { part } from '../parts.js';
import { imageOf, ImageColumn } from './image-column.js';
import { NetworkBlock } from './network-block.js';
import { write, writeMarkedUp } from '../paced.js';
import { TermTable } from './term-table.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').Anatomy} Anatomy
 * @typedef {import('../protocol.js').Configuration} Configuration
 */

const NOTHING = '–';
/** A latent vector is drawn as rows of so many squares. */
const LATENT_COLUMNS = 8;
/** Standard deviations of a latent vector's numbers from black to white. */
const LATENT_SPREAD = 2.5;

export class DiscriminatorHalf {
  #root;
  #messages;
  #latents;
  #columns;
  #tables;
  #networks;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#latents = new ImageColumn(part(root, 'latents', HTMLElement), { width: LATENT_COLUMNS, height: LATENT_COLUMNS });
    this.#columns = { real: new ImageColumn(part(root, 'real', HTMLElement)), fake: new ImageColumn(part(root, 'fake', HTMLElement)) };
    this.#tables = {
      real: new TermTable(part(root, 'real-terms', HTMLTableElement), messages),
      fake: new TermTable(part(root, 'fake-terms', HTMLTableElement), messages),
    };
    this.#networks = networks(root, messages);
  }

  /**
   * @param {Anatomy | null} anatomy
   * @param {Configuration} configuration
   */
  show(anatomy, { generatorLoss }) {
    const turn = anatomy?.discriminator ?? null;
    const isSoftmax = generatorLoss === 'softmax';
    if (anatomy && turn) {
      this.#latents.show(anatomy.count, (canvas, index) => paintLatent(canvas, anatomy, index));
      this.#columns.real.show(anatomy.count, (canvas, index) => paintImage(canvas, imageOf(turn.real, index)));
      this.#columns.fake.show(anatomy.count, (canvas, index) => paintImage(canvas, imageOf(turn.fake, index)));
    }
    const batchSize = anatomy?.batchSize ?? 0;
    const real = turn && {
      pixels: turn.real,
      logits: turn.realLogits,
      meanProbability: turn.meanRealProbability,
      mean: turn.lossReal,
      batchSize,
    };
    const fake = turn && {
      pixels: turn.fake,
      logits: turn.fakeLogits,
      meanProbability: turn.meanFakeProbability,
      mean: turn.lossFake,
      batchSize,
    };
    this.#tables.real.show(isSoftmax ? 'softmax' : 'real', real);
    this.#tables.fake.show(isSoftmax ? 'softmax' : 'fake', fake);
    const norms = turn?.gradientNorms ?? [];
    this.#networks.discriminator.show(turn && { learns: true, norms, isPassed: true, moved: turn.moved.discriminator });
    this.#networks.generator.show(turn && { learns: false, norms: [], isPassed: false, moved: turn.moved.generator });
    const decimal = (/** @type {number | undefined} */ value) => (value === undefined ? NOTHING : this.#messages.decimal(value, 3));
    write(part(this.#root, 'sum-real', HTMLElement), decimal(turn?.lossReal));
    write(part(this.#root, 'sum-fake', HTMLElement), decimal(turn?.lossFake));
    write(part(this.#root, 'sum', HTMLElement), decimal(turn ? turn.lossReal + turn.lossFake : undefined));
  }
}

export class GeneratorHalf {
  #root;
  #messages;
  #latents;
  #fakes;
  #wishes;
  #table;
  #networks;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
    this.#latents = new ImageColumn(part(root, 'latents', HTMLElement), { width: LATENT_COLUMNS, height: LATENT_COLUMNS });
    this.#fakes = new ImageColumn(part(root, 'fake', HTMLElement));
    this.#wishes = new ImageColumn(part(root, 'wishes', HTMLElement));
    this.#table = new TermTable(part(root, 'fake-terms', HTMLTableElement), messages);
    this.#networks = networks(root, messages);
  }

  /**
   * @param {Anatomy | null} anatomy whose G's turn is shown
   * @param {Configuration} configuration
   * @param {import('../heat-map.js').Palette} colours
   */
  show(anatomy, { generatorLoss, reuseFakes }, colours) {
    const { path } = this.#messages.lesson;
    const turn = anatomy?.generator ?? null;
    if (anatomy && turn) {
      const largest = largestWish(turn.wishes);
      // Fresh images come from fresh latent vectors, which nobody tells.
      this.#latents.show(reuseFakes ? anatomy.count : 0, (canvas, index) => paintLatent(canvas, anatomy, index));
      this.#fakes.show(anatomy.count, (canvas, index) => paintImage(canvas, imageOf(turn.fake, index)));
      this.#wishes.show(anatomy.count, (canvas, index) =>
        paintWishes(canvas, imageOf(turn.fake, index), imageOf(turn.wishes, index), largest, colours),
      );
    }
    const { batchSize = 0 } = anatomy ?? {};
    const terms = turn && { pixels: turn.fake, logits: turn.logits, meanProbability: turn.meanFakeProbability, mean: turn.loss, batchSize };
    this.#table.show(generatorLoss, terms);
    write(part(this.#root, 'fresh', HTMLElement), reuseFakes ? '' : path.fresh);
    this.#networks.generator.show(turn && { learns: true, norms: turn.gradientNorms, isPassed: true, moved: turn.moved.generator });
    this.#networks.discriminator.show(turn && { learns: false, norms: [], isPassed: true, moved: turn.moved.discriminator });
    write(part(this.#root, 'sum', HTMLElement), turn ? this.#messages.decimal(turn.loss, 3) : NOTHING);
    writeMarkedUp(part(this.#root, 'story', HTMLElement), reuseFakes ? path.reusedStory : path.generatorStory);
  }
}

/**
 * @param {HTMLElement} half
 * @param {Messages} messages
 */
function networks(half, messages) {
  return {
    discriminator: new NetworkBlock(part(half, 'discriminator', HTMLElement), messages),
    generator: new NetworkBlock(part(half, 'generator', HTMLElement), messages),
  };
}

/**
 * A latent vector's numbers as grey squares.
 * @param {HTMLCanvasElement} canvas
 * @param {Anatomy} anatomy
 * @param {number} index
 */
function paintLatent(canvas, { latents, count }, index) {
  const size = latents.length / count;
  const rows = Math.ceil(size / LATENT_COLUMNS);
  if (canvas.height !== rows) canvas.height = rows;
  const picture = new ImageData(LATENT_COLUMNS, rows);
  for (const [place, number] of latents.subarray(index * size, (index + 1) * size).entries()) {
    const grey = Math.round(255 * Math.min(1, Math.max(0, 0.5 + number / (2 * LATENT_SPREAD))));
    picture.data.set([grey, grey, grey, 255], 4 * place);
  }
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
}
