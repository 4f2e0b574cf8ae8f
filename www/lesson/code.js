/**
 * The step of each variant of the experiment, in four frameworks. A line that begins with {@link MARK} makes the difference.
 *
 * The lines of Rust are this page's own: a test looks each of them up in src/. Those of Python run as they stand after {@link AROUND}.
 */

/** @typedef {'tensorflow' | 'keras' | 'pytorch' | 'rust'} Framework */
/** @typedef {import('./variants.js').Variant} Variant */

/** Begins a line that makes the difference. */
export const MARK = '»';

/** @type {Framework[]} */
export const FRAMEWORKS = ['tensorflow', 'keras', 'pytorch', 'rust'];

const KERAS_NETWORKS = `from keras import Sequential, layers as L

batch, latent = 16, 64
G = Sequential([
    L.Input([latent]), L.Dense(7 * 7 * 24, use_bias=False),
    L.BatchNormalization(), L.ReLU(), L.Reshape([7, 7, 24]),
    L.Conv2DTranspose(12, 4, 2, "same", use_bias=False),
    L.BatchNormalization(), L.ReLU(),
    L.Conv2DTranspose(1, 4, 2, "same", activation="tanh"),
])  # z -> images from -1 to 1
D = Sequential([
    L.Input([28, 28, 1]), L.Conv2D(12, 4, 2, "same"), L.LeakyReLU(0.2),
    L.Conv2D(24, 4, 2, "same", use_bias=False),
    L.BatchNormalization(), L.LeakyReLU(0.2),
    L.Flatten(), L.Dense(1),
])  # images -> one logit each`;

/**
 * What stands before the step: the same in every variant.
 * @type {Record<Exclude<Framework, 'rust'>, string>}
 */
export const AROUND = {
  tensorflow: `import tensorflow as tf
${KERAS_NETWORKS}`,
  keras: `import keras
import numpy as np
import tensorflow as tf
${KERAS_NETWORKS}`,
  pytorch: `import torch
from torch import nn

batch, latent = 16, 64
G = nn.Sequential(
    nn.Linear(latent, 24 * 7 * 7, bias=False), nn.Unflatten(1, (24, 7, 7)),
    nn.BatchNorm2d(24), nn.ReLU(),
    nn.ConvTranspose2d(24, 12, 4, 2, 1, bias=False),
    nn.BatchNorm2d(12), nn.ReLU(),
    nn.ConvTranspose2d(12, 1, 4, 2, 1), nn.Tanh(),
)  # z -> images from -1 to 1
D = nn.Sequential(
    nn.Conv2d(1, 12, 4, 2, 1), nn.LeakyReLU(0.2),
    nn.Conv2d(12, 24, 4, 2, 1, bias=False),
    nn.BatchNorm2d(24), nn.LeakyReLU(0.2),
    nn.Flatten(), nn.Linear(24 * 7 * 7, 1),
)  # images -> one logit each`,
};

// ------------------------------------------------------------------------------------------------------------- TensorFlow

/** @param {{ adam?: string, discriminatorLoss?: string[], generatorLoss?: string[], mark?: string }} parts */
function tensorflow({ adam = 'tf.keras.optimizers.Adam(3e-3, beta_1=0.5)', discriminatorLoss, generatorLoss, mark = '' }) {
  return [
    'bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)',
    `${adam.startsWith(MARK) ? MARK : ''}d_adam = ${adam.replace(MARK, '')}`,
    `${adam.startsWith(MARK) ? MARK : ''}g_adam = ${adam.replace(MARK, '')}`,
    '',
    '@tf.function',
    'def step(x):',
    '    z = tf.random.normal([batch, latent])',
    '    with tf.GradientTape() as tape:  # D’s turn',
    '        real = D(x, training=True)',
    '        fake = D(G(z, training=True), training=True)',
    ...(discriminatorLoss ?? ['        d_loss = bce(tf.ones_like(real), real)', '        d_loss += bce(tf.zeros_like(fake), fake)']),
    '    grads = tape.gradient(d_loss, D.trainable_variables)',
    `${mark}    d_adam.apply_gradients(zip(grads, D.trainable_variables))`,
    '',
    '    z = tf.random.normal([batch, latent])',
    '    with tf.GradientTape() as tape:  # G’s turn',
    '        fake = D(G(z, training=True), training=True)',
    ...(generatorLoss ?? ['        g_loss = bce(tf.ones_like(fake), fake)']),
    `${mark}    grads = tape.gradient(g_loss, G.trainable_variables)`,
    `${mark}    g_adam.apply_gradients(zip(grads, G.trainable_variables))`,
  ];
}

/** @param {boolean} isFrozen */
function tensorflowStacked(isFrozen) {
  const variables = isFrozen ? 'G.trainable_variables' : 'stacked.trainable_variables';
  return [
    'bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)',
    'd_adam = tf.keras.optimizers.Adam(3e-3, beta_1=0.5)',
    'g_adam = tf.keras.optimizers.Adam(3e-3, beta_1=0.5)',
    `${MARK}stacked = Sequential([G, D])  # the third model`,
    '',
    '@tf.function',
    'def step(x):',
    '    z = tf.random.normal([batch, latent])',
    '    with tf.GradientTape() as tape:  # D’s turn',
    '        real = D(x, training=True)',
    '        fake = D(G(z, training=True), training=True)',
    '        d_loss = bce(tf.ones_like(real), real)',
    '        d_loss += bce(tf.zeros_like(fake), fake)',
    '    grads = tape.gradient(d_loss, D.trainable_variables)',
    '    d_adam.apply_gradients(zip(grads, D.trainable_variables))',
    '',
    '    z = tf.random.normal([batch, latent])',
    '    with tf.GradientTape() as tape:  # G’s turn',
    '        fake = stacked(z, training=True)',
    '        g_loss = bce(tf.ones_like(fake), fake)',
    `${MARK}    variables = ${variables}  # ${isFrozen ? 'D is frozen' : 'D’s as well!'}`,
    `${MARK}    grads = tape.gradient(g_loss, variables)`,
    `${MARK}    g_adam.apply_gradients(zip(grads, variables))`,
  ];
}

/** As the question had it, in TensorFlow 1. */
const TENSORFLOW_SOFTMAX = [
  '# TensorFlow 1, as in the question (today: tf.compat.v1)',
  'D_loss_real = tf.reduce_mean(',
  `${MARK}    tf.nn.softmax_cross_entropy_with_logits(`,
  `${MARK}        logits=D_real, labels=tf.ones_like(D_real)))`,
  'D_loss_fake = tf.reduce_mean(',
  `${MARK}    tf.nn.softmax_cross_entropy_with_logits(`,
  `${MARK}        logits=D_fake, labels=tf.zeros_like(D_fake)))`,
  'D_loss = D_loss_real + D_loss_fake',
  'G_loss = tf.reduce_mean(',
  `${MARK}    tf.nn.softmax_cross_entropy_with_logits(`,
  `${MARK}        logits=D_fake, labels=tf.ones_like(D_fake)))`,
  '',
  '# D_real and D_fake have the shape [batch, 1]: softmax of one',
  '# number is 1, and -log 1 = 0. What was meant:',
  '#   tf.nn.sigmoid_cross_entropy_with_logits(...)',
  '# TensorFlow’s gradient is softmax - label: 0 for a label of 1, so',
  '# that G never moves, but 1 for a label of 0, which moves D.',
];

// ------------------------------------------------------------------------------------------------------------------ Keras

/** @param {{ adam?: string, loss?: string, generatorLoss?: string, mark?: string }} parts */
function keras({
  adam = 'keras.optimizers.Adam(3e-3, beta_1=0.5)',
  loss = 'keras.losses.BinaryCrossentropy(from_logits=True)',
  generatorLoss = '            g_loss = bce(tf.ones_like(fake), fake)',
  mark = '',
}) {
  const marked = (/** @type {string} */ line, /** @type {string} */ value) =>
    value.startsWith(MARK) ? `${MARK}${line}${value.slice(MARK.length)}` : `${line}${value}`;
  return [
    marked('bce = ', loss),
    marked('d_adam = ', adam),
    marked('g_adam = ', adam),
    '',
    'class GAN(keras.Model):',
    '    def train_step(self, x):',
    '        z = tf.random.normal([batch, latent])',
    '        with tf.GradientTape() as tape:  # D’s turn',
    '            real = D(x, training=True)',
    '            fake = D(G(z, training=True), training=True)',
    '            d_loss = bce(tf.ones_like(real), real)',
    '            d_loss += bce(tf.zeros_like(fake), fake)',
    '        grads = tape.gradient(d_loss, D.trainable_weights)',
    `${mark}        d_adam.apply_gradients(zip(grads, D.trainable_weights))`,
    '',
    '        z = tf.random.normal([batch, latent])',
    '        with tf.GradientTape() as tape:  # G’s turn',
    '            fake = D(G(z, training=True), training=True)',
    generatorLoss,
    `${mark}        grads = tape.gradient(g_loss, G.trainable_weights)`,
    `${mark}        g_adam.apply_gradients(zip(grads, G.trainable_weights))`,
    '        return {"d_loss": d_loss, "g_loss": g_loss}',
    '',
    'gan = GAN()',
    'gan.compile()  # then gan.fit(images.batch(batch))',
  ];
}

/** @param {boolean} isFrozen */
function kerasStacked(isFrozen) {
  const freezing = isFrozen
    ? [
        `${MARK}    D.trainable = False  # also stops its batch norm from looking`,
        `${MARK}    # at the batch, even when called with training=True`,
      ]
    : [`${MARK}    # D.trainable = False was forgotten here`];
  return [
    'bce = keras.losses.BinaryCrossentropy(from_logits=True)',
    'D.compile(keras.optimizers.Adam(3e-3, beta_1=0.5), bce)',
    `${MARK}stacked = Sequential([G, D])  # the third model`,
    `${MARK}stacked.compile(keras.optimizers.Adam(3e-3, beta_1=0.5), bce)`,
    'real, fake = np.ones([batch, 1]), np.zeros([batch, 1])',
    '',
    'def step(x):',
    '    z = np.random.normal(size=[batch, latent])  # D’s turn',
    ...(isFrozen ? [`${MARK}    D.trainable = True`] : []),
    '    D.train_on_batch(x, real)',
    '    D.train_on_batch(G.predict_on_batch(z), fake)',
    '',
    '    z = np.random.normal(size=[batch, latent])  # G’s turn',
    ...freezing,
    `${MARK}    stacked.train_on_batch(z, real)`,
  ];
}

// ---------------------------------------------------------------------------------------------------------------- PyTorch

/** @param {{ adam?: string, loss?: string, generatorLoss?: string, mark?: string }} parts */
function pytorch({
  adam = '3e-3, betas=(0.5, 0.999)',
  loss = 'nn.BCEWithLogitsLoss()',
  generatorLoss = '    g_loss = bce(D(G(z)), real)',
  mark = '',
}) {
  const [sign, rates] = adam.startsWith(MARK) ? [MARK, adam.slice(MARK.length)] : [mark, adam];
  return [
    loss.startsWith(MARK) ? `${MARK}bce = ${loss.slice(MARK.length)}` : `bce = ${loss}`,
    `${sign}d_adam = torch.optim.Adam(D.parameters(), ${rates})`,
    `${sign}g_adam = torch.optim.Adam(G.parameters(), ${rates})`,
    'real, fake = torch.ones(batch, 1), torch.zeros(batch, 1)',
    '',
    'def step(x):',
    '    z = torch.randn(batch, latent)  # D’s turn',
    '    d_loss = bce(D(x), real) + bce(D(G(z).detach()), fake)',
    '    d_adam.zero_grad()',
    '    d_loss.backward()',
    '    d_adam.step()',
    '',
    '    z = torch.randn(batch, latent)  # G’s turn',
    generatorLoss,
    '    g_adam.zero_grad()',
    `${mark}    g_loss.backward()  # through D into G`,
    `${mark}    g_adam.step()      # moves G’s weights only`,
  ];
}

/** @param {boolean} isFrozen */
function pytorchStacked(isFrozen) {
  return [
    'bce = nn.BCEWithLogitsLoss()',
    `${MARK}stacked = nn.Sequential(G, D)  # the third model`,
    'd_adam = torch.optim.Adam(D.parameters(), 3e-3, betas=(0.5, 0.999))',
    `${MARK}stacked_adam = torch.optim.Adam(`,
    `${MARK}    stacked.parameters(), 3e-3, betas=(0.5, 0.999))  # G’s and D’s`,
    'real, fake = torch.ones(batch, 1), torch.zeros(batch, 1)',
    '',
    'def step(x):',
    '    z = torch.randn(batch, latent)  # D’s turn',
    ...(isFrozen ? [`${MARK}    D.requires_grad_(True)`] : []),
    '    d_loss = bce(D(x), real) + bce(D(G(z).detach()), fake)',
    '    d_adam.zero_grad()',
    '    d_loss.backward()',
    '    d_adam.step()',
    '',
    '    z = torch.randn(batch, latent)  # G’s turn',
    '    stacked_adam.zero_grad()',
    isFrozen ? `${MARK}    D.requires_grad_(False)` : `${MARK}    # D.requires_grad_(False) was forgotten here`,
    '    bce(stacked(z), real).backward()',
    `${MARK}    stacked_adam.step()${isFrozen ? '' : '  # moves D’s weights as well'}`,
  ];
}

// ------------------------------------------------------------------------------------------------------------------- Rust

/** Stands for lines that are left out. */
export const GAP = '…';

/** @param {'answer' | 'forgotten'} marked */
function rustTurns(marked) {
  const answer = marked === 'answer' ? MARK : '';
  const forgotten = marked === 'forgotten' ? MARK : '';
  return [
    'let moved_in_generator_turn = match configuration.generator_turn {',
    "    // The stacked model's own Adam moves whatever is not frozen.",
    `${forgotten}    GeneratorTurnForm::StackedUnfrozen => [generator.parameters(), discriminator.parameters()].concat(),`,
    `${answer}    GeneratorTurnForm::TwoOptimizers | GeneratorTurnForm::StackedFrozen => generator.parameters(),`,
    '};',
    GAP,
    `${MARK}generator_adam: adam(&moved_in_generator_turn, configuration.generator_adam)?,`,
    `${answer}discriminator_adam: adam(&discriminator.parameters(), configuration.discriminator_adam)?,`,
    GAP,
    "/// D's turn: learns to tell `real` images from the `fake` ones that G has made.",
    '    let fake = Batch { images: fake.images.detach(), classes: fake.classes.clone() };',
    '    let [real_logits, fake_logits] = self.discriminator.forward([real, &fake], Weights::Learning)?;',
    GAP,
    '    let loss = (&loss_real + &loss_fake)?;',
    '    let gradients = loss.backward()?;',
    '    self.discriminator_adam.step(&turn.gradients)?;',
    GAP,
    "/// G's turn: learns to make images that D, as it is now, takes for real, from its `fake` images and D's opinion of them.",
    '    let weights = match form {',
    `${answer}        GeneratorTurnForm::TwoOptimizers | GeneratorTurnForm::StackedFrozen => Weights::Fixed,`,
    `${forgotten}        GeneratorTurnForm::StackedUnfrozen => Weights::Learning,`,
    '    };',
    '    let (logits, loss) = self.opinion_of(&watched, weights)?;',
    '    // Through D, into G.',
    `${answer}    let gradients = loss.backward()?;`,
    `${MARK}    self.generator_adam.step(&turn.gradients)?;`,
  ];
}

const RUST_LOSS = [
  'pub fn generator_loss(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {',
  '    match form {',
  '        GeneratorLoss::NonSaturating | GeneratorLoss::Softmax => discriminator_loss_real(logits, form),',
  `${MARK}        GeneratorLoss::Minimax => mean(logits, Term::Softplus { inner: 1.0, outer: -1.0 }),`,
  '    }',
  '}',
];

const RUST_SOFTMAX = [
  '/// The cross-entropy `-sum(label * log p)` of the probabilities `p = softmax(logits)`, of as many classes as there are logits.',
  'pub fn softmax_cross_entropy<T: Transcendental>(logits: &[T], labels: &[T]) -> T {',
  GAP,
  'fn value<T: Element>(&self, logit: T) -> T {',
  '    match *self {',
  '        Self::Softplus { inner, outer } => softplus(T::from_f64(inner) * logit) * T::from_f64(outer),',
  `${MARK}        Self::SoftmaxCrossEntropy { label } => softmax_cross_entropy(&[logit], &[T::from_f64(label)]),`,
  '    }',
  '}',
];

const RUST_ADAM = [
  '/// Settings of one Adam optimiser (Kingma and Ba 2015, algorithm 1), with epsilon fixed at 1e-8.',
  'pub struct AdamConfiguration {',
  '    /// Step size; zero freezes the network.',
  `${MARK}    pub learning_rate: f64,`,
  '    /// Decay of the running mean of gradients.',
  `${MARK}    pub beta1: f64,`,
  '    /// Decay of the running mean of squared gradients.',
  '    pub beta2: f64,',
  '}',
  GAP,
  'let update = AdamUpdate::new(learning_rate, beta1, beta2, epsilon, self.updates);',
  GAP,
  `${MARK}let new_mean = F32x8::from_slice(mean) * F32x8::splat(update.beta1) + gradient * F32x8::splat(1.0 - update.beta1);`,
];

// --------------------------------------------------------------------------------------------------------------- variants

const BETA_05 = {
  tensorflow: `${MARK}tf.keras.optimizers.Adam(1e-4, beta_1=0.5)`,
  keras: `${MARK}keras.optimizers.Adam(1e-4, beta_1=0.5)`,
};
const BETA_09 = {
  tensorflow: `${MARK}tf.keras.optimizers.Adam(1e-4)  # beta_1=0.9`,
  keras: `${MARK}keras.optimizers.Adam(1e-4)  # beta_1=0.9`,
};

/** @type {Record<Variant, Record<Framework, string[]>>} */
export const CODE = {
  twoOptimizers: {
    tensorflow: tensorflow({ mark: MARK }),
    keras: keras({ mark: MARK }),
    pytorch: pytorch({ mark: MARK }),
    rust: rustTurns('answer'),
  },
  stackedFrozen: {
    tensorflow: tensorflowStacked(true),
    keras: kerasStacked(true),
    pytorch: pytorchStacked(true),
    rust: rustTurns('answer'),
  },
  stackedUnfrozen: {
    tensorflow: tensorflowStacked(false),
    keras: kerasStacked(false),
    pytorch: pytorchStacked(false),
    rust: rustTurns('forgotten'),
  },
  minimax: {
    tensorflow: tensorflow({ generatorLoss: [`${MARK}        g_loss = -bce(tf.zeros_like(fake), fake)`] }),
    keras: keras({ generatorLoss: `${MARK}            g_loss = -bce(tf.zeros_like(fake), fake)` }),
    pytorch: pytorch({ generatorLoss: `${MARK}    g_loss = -bce(D(G(z)), fake)  # mean(log(1 - D(G(z))))` }),
    rust: RUST_LOSS,
  },
  softmax: {
    tensorflow: TENSORFLOW_SOFTMAX,
    keras: keras({ loss: `${MARK}keras.losses.CategoricalCrossentropy(from_logits=True)` }),
    pytorch: pytorch({ loss: `${MARK}nn.CrossEntropyLoss()  # softmax over one logit` }),
    rust: RUST_SOFTMAX,
  },
  adamBeta05: {
    tensorflow: tensorflow({ adam: BETA_05.tensorflow }),
    keras: keras({ adam: BETA_05.keras }),
    pytorch: pytorch({ adam: `${MARK}1e-4, betas=(0.5, 0.999)` }),
    rust: RUST_ADAM,
  },
  adamBeta09: {
    tensorflow: tensorflow({ adam: BETA_09.tensorflow }),
    keras: keras({ adam: BETA_09.keras }),
    pytorch: pytorch({ adam: `${MARK}1e-4, betas=(0.9, 0.999)` }),
    rust: RUST_ADAM,
  },
};
