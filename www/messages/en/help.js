/** What each `?` says: one sentence about the thing beside it. */

export const help = {
  /** @param {string} thing that a question mark stands beside */
  name: (thing) => `Help: ${thing}`,
  chartName: 'Help: the chart',
  readableName: 'Help: the share of readable images',
  milestonesName: 'Help: the time to readable digits',
  balanceOfDiscriminator: 'Help: where D is balanced',
  balanceOfGenerator: 'Help: where G is balanced',
  kernelsName: 'Help: the kernels',

  write: 'Asks G for one digit only, which works where both networks were told the labels of the images.',
  weights:
    'Averaged weights are a moving average of G’s weights over its latest steps, which draws better than the raw weights of this moment do.',
  readable:
    'The share of fresh images that the judge, a small network taught digits and what is no digit, gives more than 0.9 to one digit; of real ones it reads nearly all.',
  milestones: 'The training time until 80 % and 90 % of the fresh images were readable for the first time, with all ten digits among them.',
  histogram:
    'How the judge reads fresh images: one digit far ahead of the others is mode collapse, and “none” are images that it cannot read.',
  diversity: 'How much the images of one digit differ among themselves: 1 is as much as MNIST’s test images do, 0 is one image again and again.',
  frechet: 'The Fréchet distance between the judge’s view of these images and of real ones, in mean and covariance: less is better, 0 is alike.',
  asAsked: 'The share of images that are read as the digit that G was asked for, where it is told labels.',
  steps: 'One step is D’s turn and then G’s turn: each network’s weights move once.',
  time: 'The time that training has taken so far, without pauses.',
  discriminatorLoss:
    'D’s loss is small when D says real (1) of real images x and generated (0) of G’s images G(z); each term is a mean over the batch of this step.',
  generatorLoss: 'G’s loss is small when D takes G’s images for real: there is no third network, only D’s answer to them.',
  chart:
    'The bold lines are smoothed and the faint ones are every step; a dotted line is the loss where D can do no better than say ½ of every image.',
  opinions: 'The mean of D’s answers over one batch in its turn, before its update: 1 says real, 0 says generated, and the mark is ½.',
  preset: 'A set of settings with a name, to begin with and to compare; choosing one fills in every field but the seed.',
  kernels:
    'The loops that do the arithmetic are compiled three times, for SIMD128, for relaxed SIMD and for several threads, and the best that this browser starts runs.',

  conditioning: 'What both networks are told of an image: nothing, the digit of its label, a group found by its looks alone, or digit and look.',
  clusterCount: 'How many groups of similar images are found among the training images before the run begins.',
  seed: 'The number that all random numbers of a run come from: the same seed and settings give the same run again.',
  baseWidth: 'How many feature maps the layers next to the image have, the others twice as many: wider networks draw better and take longer.',
  batchSize: 'How many real and how many generated images each turn looks at.',
  discriminatorLearningRate: 'How far D’s weights move in one step: too far and the losses run wild, too little and nothing is learnt.',
  generatorLearningRate: 'How far G’s weights move in one step: too far and the losses run wild, too little and nothing is learnt.',
  generatorLossForm:
    'Which function of D’s answer G minimises: the non-saturating one pulls hardest while D wins, the minimax one hardly at all, and softmax over one logit never.',
  latentSize: 'How many random numbers make one latent vector z, from which G makes one image.',
  discriminatorBeta1: 'How much of the past the mean gradient of D’s Adam keeps: GANs are usually trained with 0.5 or less in place of 0.9.',
  generatorBeta1: 'How much of the past the mean gradient of G’s Adam keeps: GANs are usually trained with 0.5 or less in place of 0.9.',
  discriminatorBeta2: 'How much of the past D’s Adam keeps of the squared gradients that it divides by.',
  generatorBeta2: 'How much of the past G’s Adam keeps of the squared gradients that it divides by.',
  averageDecay: 'How much of the past the moving average of G’s weights keeps at each step; 0 averages nothing.',
  reuseFakes: 'Whether G’s turn looks again at the images that it made in D’s turn, which saves time, or makes fresh ones.',
  generatorTurn: 'How G’s weights alone are moved: by an optimiser of its own, by a third model of G and frozen D, or with the freezing forgotten.',
  batchNormalization: 'Whether hidden layers bring each batch to mean 0 and variance 1, without which GANs often do not learn.',
  kernelSize: 'How many pixels wide and high G’s transposed convolutions are: with a stride of 2, kernels of 5 overlap unevenly and draw checkerboards.',
  imageLimit: 'How many of the training images are used, from the first: with very few, D learns them by heart.',
};
