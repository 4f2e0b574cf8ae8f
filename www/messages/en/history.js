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
    balanceGenerator:
      'Where D says ½ to G’s images, G’s loss −ln D(G(z)) is −ln ½ = ln 2 = 0.693; above the line, D finds G’s images out.',
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
        finding.form === 'minimax' ? 'In its minimax form G’s gradient fades the surer D gets.' : 'G’s gradient stays strong, but G has to catch up.'
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
      batchNormalization: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
      eightImages: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
      beta1: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
      checkerboards: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
    },
  },

  takeHome: {
    title: 'Take it home',
    introduction: 'Everything is made in this tab, and nothing leaves it but as a file of yours.',
    weights: 'Weights (.safetensors)',
    weightsNote: 'Both networks and the averaged generator, under PyTorch’s names, with the latent vectors and images of the grid to check against.',
    losses: 'Losses (.csv)',
    /** @param {number} rows */
    bound: (rows) =>
      `Every step’s losses and opinions of D. Up to ${count(rows)} rows: a longer run keeps every second step, then every fourth, and the last column says so.`,
    digits: 'Digits (.png)',
    digitsNote: 'The grid as it is now, every pixel four wide.',
    run: 'The run (.gif)',
    runNote: 'All the moments that are kept, from the first to the last, each with its step.',
    link: 'Copy link',
    linkNote: 'Everything else that is needed to repeat the run: the address with every setting that differs from the preset, and the seed.',
    making: 'Working on it',
    /** @param {string} file */
    saved: (file) => `Saved ${file}.`,
    nothing: 'Nothing to save yet: train first.',
    /** @param {string} reason */
    failed: (reason) => `That did not work: ${reason}`,
    script: 'PyTorch script that draws the same digits',
    scriptNote:
      'Save it beside the weights and run <code>python load_weights.py dcgan-weights.safetensors</code>, with <code>pip install torch safetensors numpy</code> before. It is <a href="examples/load_weights.py">examples/load_weights.py</a>.',
    copyScript: 'Copy the script',
    copied: 'The script is copied.',
    notCopied: 'The browser did not let the page copy: select the script and copy it by hand.',
    /** @param {string} file @param {string} reason */
    scriptMissing: (file, reason) => `${file} could not be fetched (${reason}).`,
  },
};
