/** What never changes on the page, but for its language; index.html says the same. */

export const page = {
  wrongCount: 'step() takes a whole number of steps, 1 or more.',
  noRun: 'There is no run to make a file of; wait until one stands.',
  markupMissing: 'The demo’s page could not be fetched; check the connection to its server and reload.',
  title: 'A DCGAN learns handwritten digits in this tab',
  description:
    'Watch a DCGAN train on MNIST live in the browser: the digits its generator draws, the losses of both networks, and how the generator gets its loss from the discriminator.',
  heading: 'A DCGAN learns handwritten digits, live in this tab',
  introduction:
    'The <b class="g">generator&nbsp;G</b> turns random numbers z into images. The <b class="d">discriminator&nbsp;D</b> says how likely an image is a real one from MNIST. G has no loss of its own: <em>its loss is D’s opinion of its images.</em> Back-propagation runs from that loss through D into G, and only G’s weights move.',
  language: 'Language',
  /** @param {string} name */
  languageMissing: (name) => `${name} could not be fetched: check the connection and choose it again.`,
  contents: { name: 'On this page', lesson: 'Lesson', tools: 'Tools', notes: 'Notes' },
  presenter: 'Presenter mode',

  browserObstacle: {
    heading: 'This browser cannot run the training',
    advice:
      'It lacks WebAssembly SIMD or module workers. Open the page in Chrome or Edge 111, Firefox 114, Safari 16.4, or anything newer.',
  },

  run: {
    name: 'Training run',
    download: 'Download',
    retry: 'Retry',
    close: 'Close this note',
    training: 'Training',
    step: 'Step',
    reset: 'Reset',
    write: 'Write',
    everyDigit: 'All',
    weights: 'Weights',
    averaged: 'averaged',
    raw: 'raw',
  },

  verdict: {
    name: 'Verdict on the digits',
    readable80: '80&nbsp;% readable',
    readable90: '90&nbsp;% readable',
    histogram: 'Read as',
    digit: 'Digit',
    share: 'Share of the images',
    none: 'none',
    diversity: 'Diversity',
    frechet: 'Fréchet',
    asAsked: 'As asked',
  },

  counters: { steps: 'Step', time: 'Training time', stepsPerSecond: 'Steps / s', imagesPerSecond: 'Images / s' },

  formula: {
    discriminator: 'D loss',
    generator: 'G loss',
    real: '= mean(−log <i class="d">D</i>(x))',
    fake: '+ mean(−log(1 − <i class="d">D</i>(<i class="g">G</i>(z))))',
    nonSaturating: '= mean(−log <i class="d">D</i>(<i class="g">G</i>(z)))',
    minimax: '= mean(log(1 − <i class="d">D</i>(<i class="g">G</i>(z))))',
    softmax: '= −log softmax(<i class="d">D</i>’s one logit) = −log 1',
  },

  opinions: {
    real: '<i class="d">D</i>(x), real',
    fake: '<i class="d">D</i>(<i class="g">G</i>(z)), generated',
  },

  notes: {
    heading: 'Notes',
    step: 'One step',
    stepText:
      'First D’s turn: real and generated images, and only D’s weights move. Then G’s turn: its images through the updated D, and only G’s weights move.',
    address: 'The address',
    addressText:
      'Each setting can stand in the page’s address by its name: <code>?preset=plain&amp;seed=5</code>. <code>?lang=ru</code> chooses the language, <code>?presenter</code> begins in presenter mode, <code>?kernel=simd128</code>, <code>relaxed</code> or <code>threads</code> pins the build, <code>?threads=1</code> the number of threads.',
    keyboard: 'Keyboard',
    shortcut: 'The key P switches presenter mode.',
    table: 'The losses as a table',
    tableName: 'Table of losses',
    tableStep: 'Step',
    tableDiscriminatorSmoothed: 'D loss, smoothed',
    tableDiscriminatorSteps: 'D loss, steps',
    tableGeneratorSmoothed: 'G loss, smoothed',
    tableGeneratorSteps: 'G loss, steps',
  },
};
