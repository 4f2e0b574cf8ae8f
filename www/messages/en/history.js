/** Texts of travel in time, the referee, the gallery and what one takes home. */

import { numbers } from './numbers.js';

/** @typedef {import('../../history/referee.js').Finding} Finding */
/** @typedef {{ headline: string, reason: string }} Judgement */

const { count, decimal, duration, share } = numbers;

/** @param {Finding} finding */
const opinions = ({ realProbability, fakeProbability }) =>
  `D gives real images ${decimal(realProbability, 2)} and generated ones ${decimal(fakeProbability, 2)}`;

/** Digits by their names, for more than one of each. */
const DIGITS = ['zeros', 'ones', 'twos', 'threes', 'fours', 'fives', 'sixes', 'sevens', 'eights', 'nines'];

export const history = {
  help: {
    balanceDiscriminator:
      'Where D can do no better than say ½ to everything, each of its two terms is −ln ½ = ln 2, so its loss is 2 ln 2 = 1.386; below the line, D tells real from generated.',
    balanceGenerator: 'Where D says ½ to G’s images, G’s loss −ln D(G(z)) is −ln ½ = ln 2 = 0.693; above the line, D finds G’s images out.',
    balanceMinimax:
      'Where D says ½ to G’s images, the minimax loss ln(1 − D(G(z))) is ln ½ = −ln 2 = −0.693; nearer to 0, D finds G’s images out, and the curve gets flat.',
    referee:
      'The referee goes by the means of what D says over the latest steps, and by the judge’s newest verdict; it changes its mind only when the change lasts.',
    travel:
      'While training, moments of the run are kept, weights and all, at most 64 of them: look at one again, or continue from it with the settings in the form, and the run before stays on the chart, thin and dotted.',
  },

  chart: {
    /** @param {string} name of a network */
    before: (name) => `${name} before`,
    /** @param {number} steps of the run before @param {number} from the step at which the two part */
    compared: (steps, from) =>
      `Behind them, dotted, the run before: up to step ${count(steps)}${from > 0 ? `, apart from step ${count(from)} on` : ''}.`,
    /** @param {number} step @param {string} d @param {string} g */
    summaryUnbalanced: (step, d, g) => `Losses up to step ${count(step)}, smoothed: D ${d}, G ${g}. Softmax of one logit has no balance.`,
  },

  table: { discriminatorBefore: 'D loss before, smoothed', generatorBefore: 'G loss before, smoothed' },

  travel: {
    slider: 'Moment of the run',
    now: 'Back to now',
    continue: 'Continue from here',
    compare: 'Run before',
    replay: 'Replay',
    stop: 'Stop',
    next: 'Next moment',
    /** @param {import('../../protocol.js').Moment} moment */
    moment: ({ step, elapsedMilliseconds }) => `Step ${count(step)}, after ${duration(elapsedMilliseconds)} of training`,
    /** @param {import('../../protocol.js').Moment} moment */
    momentInShort: ({ step, elapsedMilliseconds }) => `step ${count(step)}, ${duration(elapsedMilliseconds)}`,
    present: 'now',
    settingsWrong: 'Not continued: one setting needs correcting.',
    /** @param {string} sentence of the program */
    refused: (sentence) => `Not continued: ${sentence}`,
  },

  referee: {
    title: 'Referee',
    /** @returns {Judgement} */
    early: () => ({ headline: 'Too early to say.', reason: 'The first steps tell little: D and G have only just begun.' }),
    /** @param {Finding} finding @returns {Judgement} */
    balanced: (finding) => ({
      headline: 'Balanced.',
      reason: `${opinions(finding)}: it finds differences but is far from sure, so G gets a gradient that leads somewhere.`,
    }),
    /** @param {Finding} finding @returns {Judgement} */
    discriminatorWins: (finding) => ({
      headline: 'D is winning.',
      reason: `${opinions(finding)}: it tells most of them apart. ${
        finding.form === 'minimax'
          ? 'In its minimax form G’s gradient fades the surer D gets.'
          : 'G’s gradient stays strong, but G has to catch up.'
      }`,
    }),
    /** @param {Finding} finding @returns {Judgement} */
    saturated: (finding) => ({
      headline: 'Saturated: D is all but certain.',
      reason: `${opinions(finding)}. D’s loss is nearly 0, so D hardly learns; ${
        finding.form === 'minimax' ? 'G’s minimax loss is flat there, so G hardly learns either.' : 'to G it says no more than “wrong”.'
      }`,
    }),
    /** @param {Finding} finding @returns {Judgement} */
    generatorWins: (finding) => ({
      headline: 'G is winning.',
      reason: `${opinions(finding)}: it takes G’s images for real, whatever they look like, and has nothing to teach.`,
    }),
    /** @param {Finding} finding @returns {Judgement} */
    oneDigit: ({ digit, digitShare, verdict }) => ({
      headline: `Mode collapse: ${Math.round(10 * digitShare)} of 10 are ${DIGITS[digit ?? 0]}.`,
      reason: `The judge read so ${share(digitShare)} of ${count(verdict?.count ?? 0)} fresh images. G repeats what D lets pass.`,
    }),
    /** @param {Finding} finding @returns {Judgement} */
    oneImage: ({ verdict }) => ({
      headline: 'Collapsed: digits of a kind look alike.',
      reason: `Their diversity is ${decimal(verdict?.diversity ?? 0, 2)} where real digits have 1: G draws the same few images again and again.`,
    }),
    /** @param {Finding} finding @returns {Judgement} */
    nothingLearnt: ({ form }) => ({
      headline: 'Nothing is learnt: every loss is exactly 0.',
      reason:
        form === 'softmax'
          ? 'Softmax of a single number is 1, whatever the number, and ln 1 = 0: no gradient, no weight moves.'
          : 'Without a loss there is no gradient, and no weight moves.',
    }),
    /** @returns {Judgement} */
    diverged: () => ({
      headline: 'Not a number.',
      reason: 'A loss or a gradient grew beyond all numbers, so the run stopped before the weights were lost. Smaller learning rates help.',
    }),
  },

  gallery: {
    title: 'A gallery of failures',
    introduction:
      'Each card spoils one setting of a preset that works. Say what you expect: the choice begins the run, above and on the card, and the explanation follows when there is something to see.',
    question: 'What do you expect?',
    running: 'Running: wait for it to show.',
    asExpected: 'As you expected.',
    unlikeExpected: 'Not what you expected: the framed answer came true.',
    /** @param {number} steps */
    missed: (steps) => `After ${count(steps)} steps it has not shown in this run. What usually happens:`,
    /** @param {string} sentence of the program */
    refused: (sentence) => `It could not begin: ${sentence}`,
    tryCure: 'Run it cured, with this run as a ghost',
    evidence: {
      realProbability: '<i class="d">D</i>(x)',
      fakeProbability: '<i class="d">D</i>(<i class="g">G</i>(z))',
      generatorLoss: '<span class="g">G</span> loss',
      readable: 'Readable',
      digits: 'Digits found',
      diversity: 'Diversity',
      variety: 'Images differ by',
      checkerboard: 'Pattern',
    },
    failures: {
      discriminatorTooStrong: {
        title: 'D too strong',
        change: '<code>fast</code>, but G learns forty times slower: learning rate of <b class="g">G</b> 1e-4 instead of 4e-3.',
        expectations: ['G learns the same, only later', 'D gets certain, G learns next to nothing', 'Training stops with an error'],
        watch: 'Watch D(x) go to 1 and D(G(z)) to 0.',
        explanation:
          'D outruns G: after a few steps it is certain of every image. G still has a gradient, since −log D(G(z)) is steep just there, but its small steps chase a D that has long moved on, and nothing readable comes of it.',
        cure: 'Cure: let both learn at about the same pace, or give G more turns.',
      },
      learningRate: {
        title: 'Learning rate too high',
        change: '<code>fast</code> with a learning rate of 0.3 for both, about a hundred times too high.',
        expectations: ['Good digits, only sooner', 'Losses that swing, but digits in the end', 'Huge losses and no digits'],
        watch: 'Watch G’s loss: healthy is 1 to 3.',
        explanation:
          'Every step overshoots. D’s logits run into the thousands, so its opinion is 0 or 1 and nothing between, and G is thrown from one blotch to another. Adam’s steps are as long as the learning rate says, however small the gradient: that is why nothing settles. (Ten times too high, by the way, still works here.)',
        cure: 'Cure: a learning rate of a few thousandths at most for networks this narrow, 1e-4 or 2e-4 for wide ones.',
      },
      batchNormalization: {
        title: 'No batch normalisation',
        change:
          '<code>plain</code> at the answer’s learning rate of 1e-4, without averaged weights, and the hidden layers no longer normalise each batch.',
        expectations: ['Everything is faster: less to compute', 'Digits as before, only rougher', 'All 64 images come out nearly the same'],
        watch: 'Watch how much the 64 images differ: real digits have about 0.18.',
        explanation:
          'The first weights are tiny, so without normalisation z hardly reaches the image: whatever z is, the same picture comes out, first grey, then a bar. Batch normalisation stretches each channel’s differences over the batch to a standard deviation of 1, so every image gets a gradient of its own from the start. (With the bold rates of <code>fast</code>, G gets out of this by itself after some 500 steps.)',
        cure: 'Cure: batch normalisation in the hidden layers of both networks, as DCGAN’s authors have it.',
      },
      eightImages: {
        title: 'Eight training images',
        change: '<code>fast</code>, but only the first eight images of the data train.',
        expectations: ['Too few: nothing readable', 'Readable at once, but always the same few images', 'All ten digits, only less varied'],
        watch: 'Watch the share of readable digits, and which digits they are.',
        explanation:
          'All readable within seconds, and the losses look healthy; yet G draws only what it was shown: the eight images have five digits between them, and no other digit ever appears. Compare the rows of the grid: images of one digit are copies of each other, and the diversity stays at about half. Neither loss tells; only looking at the images, or judging them, does.',
        cure: 'Cure: more images. With the 4,096 of this page it takes longer, but it is not learning by heart.',
      },
      beta1: {
        title: 'Adam’s beta1 at 0.9',
        change: '<code>fast</code> with the usual beta1 of 0.9 for both Adams; the preset has 0, the answer 0.5.',
        expectations: ['No difference to speak of', 'D far ahead at first, G much later', 'Nothing readable, however long one waits'],
        watch: 'Watch D(G(z)) near 0, and the readable share at 500 steps, where the preset has about 0.6.',
        explanation:
          'With beta1 0.9 each step goes by the gradients of the last ten. In a game these are out of date: the opponent has moved meanwhile. Both overshoot, and D, whose task is easier, comes out of it first. G recovers later: in our run 58&nbsp;% were readable after 2,400 steps, against 85&nbsp;%.',
        cure: 'Cure: beta1 0.5, as in the answer, or 0.',
      },
      checkerboards: {
        title: 'Checkerboards',
        change:
          '<code>plain</code> at the answer’s learning rate of 1e-4, without averaged weights, and G’s transposed convolutions are 5x5 instead of 4x4.',
        expectations: ['A pattern of dots all over the images', 'Blurred images', 'No difference to be seen'],
        watch: 'Watch the pattern: the share of the images’ energy in lines of period two, 0.002 in sound runs.',
        explanation:
          'A transposed convolution of stride 2 writes each pixel from as many places of the map below as the kernel covers. A 5x5 kernel covers by turns 2 and 3 in each direction, so every second pixel gets more than its neighbour; with 4x4 all get the same. Learning can even this out, and does: at first 4x4 has some of it too, and later D teaches G to get rid of it, at this rate after some 1,000 steps.',
        cure: 'Cure: a kernel whose size the stride divides, as here 4 and 2; or enlarging the map before an ordinary convolution.',
      },
    },
  },

  takeHome: {
    title: 'Take it home',
    introduction: 'Everything is made in this tab, and nothing leaves it but as a file of yours.',
    weights: 'Weights (.safetensors)',
    weightsNote:
      'Both networks and the averaged generator, under PyTorch’s names, with the latent vectors and images of the grid to check against.',
    losses: 'Losses (.csv)',
    /** @param {number} rows */
    bound: (rows) =>
      `Every step’s losses and opinions of D. Up to ${count(rows)} rows: a longer run keeps every second step, then every fourth, and the last column says so.`,
    digits: 'Digits (.png)',
    digitsNote: 'The grid as it is now, every pixel four wide.',
    run: 'The run (.gif)',
    runNote: 'All the moments that are kept, from the first to the last, each with its step.',
    link: 'Copy link',
    linkNote:
      'Everything else that is needed to repeat the run: the address with every setting that differs from the preset, and the seed.',
    checkpoint: 'Save the run',
    checkpointNote: 'All of it: weights, both optimisers, random numbers, losses. Opened here again, it goes on exactly where it was.',
    making: 'Working on it',
    /** @param {string} file */
    saved: (file) => `Saved ${file}.`,
    nothing: 'Nothing to save yet: train first.',
    /** @param {string} reason */
    failed: (reason) => `That did not work: ${reason}`,
    script: 'PyTorch script that draws the same digits',
    scriptNote:
      'Save it beside the weights and run <code>python load_weights.py dcgan-weights.safetensors</code>, with <code>pip install torch safetensors numpy</code> before. It is <code>examples/load_weights.py</code>.',
    copyScript: 'Copy the script',
    copied: 'The script is copied.',
    notCopied: 'The browser did not let the page copy: select the script and copy it by hand.',
    /** @param {string} file @param {string} reason */
    scriptMissing: (file, reason) => `${file} could not be fetched (${reason}).`,
  },
};
