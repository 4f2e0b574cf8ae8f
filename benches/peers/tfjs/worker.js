/** The training step in TensorFlow.js on its WebAssembly backend, as a program that benches/browser/harness.js measures. */

import { answerHarness } from '../../browser/subjects.js';

/** The packages' files, each of which adds to one global object. */
const PACKAGES = new URL('./node_modules/@tensorflow/', import.meta.url).href;
const SCRIPTS = ['tfjs/dist/tf.min.js', 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js'];

/** @type {any} */
let tf;

/** @typedef {any} Tensor */

const LATENT = 64;
const LEARNING_RATE = 3e-3;
const EPSILON = 1e-5;
const MOMENTUM = 0.1;
const LEAK = 0.2;
/** Of maps: batch, height, width. */
const ALL_BUT_CHANNELS = [0, 1, 2];

answerHarness({ load, make, bytes: () => NaN });

async function load() {
  for (const script of SCRIPTS) await import(PACKAGES + script);
  ({ tf } = /** @type {any} */ (self));
  tf.wasm.setWasmPaths(`${PACKAGES}tfjs-backend-wasm/dist/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  if (!tf.env().get('WASM_HAS_SIMD_SUPPORT')) throw new Error('TensorFlow.js found no SIMD: use a current browser.');
}

/** @param {{ width: number, batch: number }} wanted */
function make({ width, batch }) {
  const step = training(width, batch);
  const run = (/** @type {number} */ times) => {
    for (let time = 0; time < times; time++) tf.tidy(step);
  };
  return [{ name: 'step', flops: 0, run }];
}

/**
 * Both networks; a function that takes one training step, on one fixed batch of images.
 * @param {number} width
 * @param {number} batch
 */
function training(width, batch) {
  const generator = makeGenerator(width);
  const discriminator = makeDiscriminator(width);
  const generatorAdam = tf.train.adam(LEARNING_RATE, 0.5, 0.999, 1e-8);
  const discriminatorAdam = tf.train.adam(LEARNING_RATE, 0.5, 0.999, 1e-8);
  const real = tf.randomUniform([batch, 28, 28, 1], -1, 1);
  const latents = () => tf.randomNormal([batch, LATENT]);

  const discriminatorTurn = () => {
    const fake = generator.forward(latents());
    const loss = () =>
      paid(tf.neg(discriminator.forward(real, 'weights'))).add(paid(discriminator.forward(fake, 'weights')));
    return descend(discriminatorAdam, loss, discriminator.variables);
  };
  const generatorTurn = () => {
    const loss = () => paid(tf.neg(discriminator.forward(generator.forward(latents()), 'input')));
    return descend(generatorAdam, loss, generator.variables);
  };
  return () => {
    const losses = [discriminatorTurn(), generatorTurn()];
    if (!losses.every(Number.isFinite)) throw new Error(`Training diverged: the losses are ${losses}.`);
  };
}

/**
 * @param {any} adam
 * @param {() => Tensor} loss
 * @param {Tensor[]} variables
 * @returns {number}
 */
function descend(adam, loss, variables) {
  const { value, grads } = tf.variableGrads(loss, variables);
  adam.applyGradients(grads);
  return value.dataSync()[0];
}

/** The mean softplus. @param {Tensor} logits */
function paid(logits) {
  return tf.relu(logits).add(tf.log1p(tf.exp(tf.neg(tf.abs(logits))))).mean();
}

/** @param {number} width */
function makeGenerator(width) {
  const fc = weights([LATENT, 49 * 2 * width]);
  const bn0 = makeBatchNorm(2 * width);
  const deconv1 = weights([4, 4, width, 2 * width]);
  const bn1 = makeBatchNorm(width);
  const deconv2 = weights([4, 4, 1, width]);
  const bias = tf.variable(tf.zeros([1]));
  return {
    variables: [fc, ...bn0.variables, deconv1, ...bn1.variables, deconv2, bias],
    /** @param {Tensor} latents */
    forward: (latents) => {
      const projected = tf.matMul(latents, fc).reshape([-1, 7, 7, 2 * width]);
      const inner = tf.relu(bn0.forward(projected));
      const outer = tf.relu(bn1.forward(transposedConvolution(inner, deconv1)));
      return tf.tanh(transposedConvolution(outer, deconv2).add(bias));
    },
  };
}

/** @param {number} width */
function makeDiscriminator(width) {
  const conv1 = weights([4, 4, 1, width]);
  const bias1 = tf.variable(tf.zeros([width]));
  const conv2 = weights([4, 4, width, 2 * width]);
  const bn2 = makeBatchNorm(2 * width);
  const fc = weights([49 * 2 * width, 1]);
  const bias = tf.variable(tf.zeros([1]));
  return {
    variables: [conv1, bias1, conv2, ...bn2.variables, fc, bias],
    /**
     * @param {Tensor} images
     * @param {'weights' | 'input'} wanted which gradients are; the others are not computed
     */
    forward: (images, wanted) => {
      const outer = tf.leakyRelu(convolution(images, conv1, wanted).add(bias1), LEAK);
      const inner = convolution(outer, conv2, wanted === 'weights' ? 'both' : 'input');
      return tf.matMul(tf.leakyRelu(bn2.forward(inner), LEAK).reshape([-1, fc.shape[0]]), fc).add(bias);
    },
  };
}

/** @param {number} channels */
function makeBatchNorm(channels) {
  const [scale, shift] = [tf.variable(tf.ones([channels])), tf.variable(tf.zeros([channels]))];
  const [runningMean, runningVariance] = [tf.variable(tf.zeros([channels]), false), tf.variable(tf.ones([channels]), false)];
  return {
    variables: [scale, shift],
    /** @param {Tensor} maps */
    forward: (maps) => {
      const mean = maps.mean(ALL_BUT_CHANNELS);
      const centred = maps.sub(mean);
      const variance = centred.square().mean(ALL_BUT_CHANNELS);
      runningMean.assign(runningMean.mul(1 - MOMENTUM).add(mean.mul(MOMENTUM)));
      runningVariance.assign(runningVariance.mul(1 - MOMENTUM).add(variance.mul(MOMENTUM)));
      return centred.mul(scale.div(variance.add(EPSILON).sqrt())).add(shift);
    },
  };
}

/**
 * The 4x4 convolution of stride 2 and padding 1, with the gradients that are wanted.
 * @param {Tensor} large
 * @param {Tensor} weight
 * @param {'weights' | 'input' | 'both'} wanted
 */
function convolution(large, weight, wanted) {
  const tracked = { weights: [weight], input: [large], both: [large, weight] }[wanted];
  const operation = tf.customGrad((/** @type {any[]} */ ...given) => {
    // TensorFlow.js frees every tensor of the forward pass that is not saved.
    given.at(-1)([large, weight]);
    return { value: halve(large, weight), gradFunc: convolutionGradients(wanted, large.shape) };
  });
  return operation(...tracked);
}

/**
 * @param {'weights' | 'input' | 'both'} wanted
 * @param {number[]} shape of the large maps
 */
function convolutionGradients(wanted, shape) {
  return (/** @type {Tensor} */ gradient, /** @type {Tensor[]} */ [large, weight]) => {
    const gradients = [];
    if (wanted !== 'weights') gradients.push(double(gradient, weight, shape));
    if (wanted !== 'input') gradients.push(weightGradient(large, gradient));
    return gradients;
  };
}

/**
 * The transpose of that convolution.
 * @param {Tensor} small
 * @param {Tensor} weight
 */
function transposedConvolution(small, weight) {
  const [batch, height, width] = small.shape;
  const operation = tf.customGrad((/** @type {any[]} */ ...[small, weight, save]) => {
    save([small, weight]);
    return {
      value: double(small, weight, [batch, 2 * height, 2 * width, weight.shape[2]]),
      gradFunc: (/** @type {Tensor} */ gradient, /** @type {Tensor[]} */ [small, weight]) => [
        halve(gradient, weight),
        weightGradient(gradient, small),
      ],
    };
  });
  return operation(small, weight);
}

/**
 * @param {Tensor} large
 * @param {Tensor} weight
 */
function halve(large, weight) {
  return tf.conv2d(large, weight, 2, 1);
}

/**
 * @param {Tensor} small
 * @param {Tensor} weight
 * @param {number[]} shape
 */
function double(small, weight, shape) {
  return tf.conv2dTranspose(small, weight, shape, 2, 1);
}

/**
 * The gradient of the weights, for which the backend has no kernel: a convolution of the large maps with the small ones, where
 * the batch takes the place of the channels.
 * @param {Tensor} large
 * @param {Tensor} small
 */
function weightGradient(large, small) {
  const image = tf.transpose(large, [3, 1, 2, 0]);
  const kernel = tf.transpose(small, [1, 2, 0, 3]);
  return tf.transpose(tf.conv2d(image, kernel, 1, 1, 'NHWC', 2), [1, 2, 0, 3]);
}

/** @param {number[]} shape */
function weights(shape) {
  return tf.variable(tf.randomNormal(shape, 0, 0.02));
}
