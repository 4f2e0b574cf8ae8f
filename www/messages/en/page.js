/** What never changes on the page, but for its language; index.html says the same. */

export const page = {
  title: 'A DCGAN learns handwritten digits in this tab',
  description:
    'Watch a DCGAN train on MNIST live in the browser: the digits its generator draws, the losses of both networks, and how the generator gets its loss from the discriminator.',
  heading: 'A DCGAN learns handwritten digits, live in this tab',
  introduction:
    'The <b class="g">generator&nbsp;G</b> turns random numbers z into images. The <b class="d">discriminator&nbsp;D</b> looks at an image and says how likely it is a real one from MNIST. G has no loss of its own: <em>its loss is D’s opinion of its images.</em> Back-propagation runs from that loss through D into G, and only G’s weights move.',
  language: 'Language',

  browserObstacle: {
    heading: 'This browser cannot run the training',
    advice:
      'It lacks WebAssembly SIMD or module workers. Open the page in Chrome or Edge 96, Firefox 114, Safari 16.4, or anything newer.',
  },

  run: {
    name: 'Training run',
    download: 'Download',
    retry: 'Retry',
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
  },

  opinions: {
    real: '<i class="d">D</i>(x): what D says of real images',
    fake: '<i class="d">D</i>(<i class="g">G</i>(z)): what D says of G’s images',
  },

  notes: {
    heading: 'What you see',
    digits: 'The digits',
    digitsText:
      'Always the same 64 random vectors z, put through G as it is now. Averaged weights are the moving average of G’s weights over its latest steps, which draws better than the raw weights do.',
    readable: 'Readable',
    readableText:
      'The share of fresh images that the judge, a small network taught digits and what is no digit, gives more than 0.9 to one digit. Of real ones it reads nearly all. “None” are the rest.',
    diversity: 'Diversity',
    diversityText:
      'How much the images of one digit differ among themselves: 1 is as much as those of the MNIST test images, 0 is one image again and again.',
    frechet: 'Fréchet distance',
    frechetText:
      'How far the judge’s view of the images lies, in mean and covariance, from its view of the test images: less is better. “As asked” is the share read as the digit that G was asked for.',
    losses: 'The losses',
    lossesText:
      'The bold line is smoothed, the faint one is every step. A dotted line marks balance, where D can do no better than say ½: there D’s loss is 2 ln 2 and G’s is ln 2, or −ln 2 in its minimax form.',
    opinions: 'D(x) and D(G(z))',
    opinionsText: 'Means over one batch in D’s turn, before its update: 1 says real, 0 says generated, and the mark is ½.',
    step: 'One step',
    stepText:
      'First D’s turn: real and generated images, and only D’s weights move. Then G’s turn: its images through the updated D, and only G’s weights move.',
    presets: 'Presets',
    presetsText: 'Settings with a name, to compare. <code>?preset=plain</code> in the address begins with one.',
    kernels: 'The kernels',
    kernelsText:
      'The loops that do the arithmetic, compiled three times: for SIMD128, which every current browser has; for relaxed SIMD; and for several threads on shared memory, where the server isolates the page. The best that this browser starts runs. <code>?kernel=simd128</code>, <code>relaxed</code> or <code>threads</code> pins one, <code>?threads=1</code> the number of threads.',
    table: 'The losses as a table',
    tableName: 'Table of losses',
    tableStep: 'Step',
    tableDiscriminatorSmoothed: 'D loss, smoothed',
    tableDiscriminatorSteps: 'D loss, steps',
    tableGeneratorSmoothed: 'G loss, smoothed',
    tableGeneratorSteps: 'G loss, steps',
  },
};
