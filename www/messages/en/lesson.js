/** What the lesson says in English: the path of a step's loss, and the experiment of the question. */

export const lesson = {
  turns: {
    name: 'Half a step at a time',
    discriminator: '<b class="d">D</b>’s turn',
    generator: '<b class="g">G</b>’s turn',
    pace: 'Speed',
    fullSpeed: 'full speed',
    /** @param {string} seconds */
    slow: (seconds) => `a turn each ${seconds} s`,
    /** Why a button does nothing now, by the turn that it stands for. */
    reasons: {
      discriminator: 'D has just had its turn: now it is G’s.',
      generator: 'First D’s turn: G needs the updated D.',
    },
    loading: 'Not yet: still loading.',
    stopped: 'The run has stopped: reset it first.',
    train: 'Train',
    pause: 'Pause',
  },

  path: {
    title: 'The path of the loss',
    lead: '<b class="d">D</b> ends in one number and <b class="g">G</b> in an image. Neither knows a “right” image for G. Still G gets its loss, because one step has two halves that share the same D. Take them one by one, or slow the training down, and follow the arrows.',
    waiting: 'Take a turn, take a step, or train: this shows the numbers of that very step.',
    stages: { forward: 'forward', loss: 'loss', backward: 'backward', update: 'update' },
    legend: '<span class="line forward"></span> data forward <span class="line backward"></span> gradient backward',
    discriminatorTitle: '<b class="d">D</b>’s turn: learn to tell real from generated',
    generatorTitle: '<b class="g">G</b>’s turn: learn from <b class="d">D</b>’s opinion',
    discriminatorStory:
      'Real images and G’s images go through D. The gradient of D’s loss runs back through D and ends at the images: only D’s weights move.',
    generatorStory:
      'G’s new images go through D as it is now. The gradient of G’s loss runs back through D without stopping, reaches the pixels, and goes on into G: only G’s weights move. No third model is needed.',
    reusedStory:
      'G’s images of D’s turn go through the updated D once more. The gradient of G’s loss runs back through D without stopping, reaches the pixels, and goes on into G: only G’s weights move. No third model is needed.',
    /** @param {string} step */
    takenLast: (step) => `taken last, step ${step}`,
    /** @param {string} step */
    taken: (step) => `step ${step}`,
    /** @param {string} step */
    pending: (step) => `comes next; shown: step ${step}`,
    untaken: 'not taken yet',
    latent: 'random numbers',
    fresh: 'fresh',
    real: 'real images <i class="d">x</i>',
    fake: 'G’s images <i class="g">G(z)</i>',
    wishes: 'what D tells G',
    generator: 'generator',
    discriminator: 'discriminator',
    norm: 'gradient norm',
    movedName: 'moved',
    frozen: 'frozen',
    /** @param {string} distance */
    frozenMoved: (distance) => `moved ${distance}`,
    /** @param {string} distance */
    moved: (distance) => `weights moved ${distance}`,
    /** @param {string} distance */
    movedWrongly: (distance) => `not frozen: moved ${distance}`,
    stuck: 'weights moved 0: no gradient',
    noGradient: 'no gradient comes here',
    passes: 'the gradient passes through',
    stops: 'stops here',
    image: 'image',
    logit: 'logit',
    terms: {
      real: { probability: '<i class="d">D</i>(x)', term: '−log <i class="d">D</i>(x)' },
      fake: { probability: '<i class="d">D</i>(<i class="g">G</i>(z))', term: '−log(1 − <i class="d">D</i>(<i class="g">G</i>(z)))' },
      nonSaturating: { probability: '<i class="d">D</i>(<i class="g">G</i>(z))', term: '−log <i class="d">D</i>(<i class="g">G</i>(z))' },
      minimax: { probability: '<i class="d">D</i>(<i class="g">G</i>(z))', term: 'log(1 − <i class="d">D</i>(<i class="g">G</i>(z)))' },
      softmax: { probability: 'softmax', term: '−log 1' },
    },
    captions: { real: 'Terms of real images', fake: 'Terms of generated images', generator: 'Terms of G’s loss' },
    /** @param {string} batchSize */
    mean: (batchSize) => `mean of all ${batchSize}`,
    discriminatorLoss: 'D loss',
    generatorLoss: 'G loss',
  },

  tells: {
    title: 'What <b class="d">D</b> tells <b class="g">G</b>',
    lead: 'D’s verdict on an image is <em>one number</em>. Yet that number has <em>one partial derivative for each of the 784 pixels</em>: how much would G’s loss fall if just this pixel had a little more ink? Together they make an image of wishes. The chain rule carries on from there: every pixel was computed from <b class="g">G</b>’s weights, so each wish becomes a change of those weights.',
    rule: '∂ loss / ∂ weight = Σ<sub>pixels</sub> ∂ loss / ∂ pixel · ∂ pixel / ∂ weight',
    ruleParts: 'The first factor comes out of D and is what you see. The second is G’s own. Nobody needs a “target image”.',
    choose: 'Images of the latest G’s turn. Choose one to see it large.',
    waiting: 'After the next G’s turn, its images stand here with D’s wishes beside them.',
    more: 'more ink would lower G’s loss',
    less: 'less ink would lower G’s loss',
    /** @param {string} largest */
    scale: (largest) => `Full colour: ${largest}, the largest wish of these images; a quarter of it has half the colour.`,
    none: 'Every wish is 0: D tells G nothing.',
    /** What a choice says to those who do not see the image; its logit and its probability follow. @param {string} number */
    tile: (number) => `Image ${number}: logit`,
    tileOpinion: ', D says real with',
    logit: 'logit',
    probability: '<i class="d">D</i>(<i class="g">G</i>(z))',
    imageLarge: 'The chosen image',
    heatLarge: 'Pixel of the heat map',
    /** @param {{ row: number, column: number, ink: string, wish: string, direction: 'more' | 'less' | 'none' }} pixel */
    pixel: ({ row, column, ink, wish, direction }) => {
      const meaning = { more: 'more ink here', less: 'less ink here', none: 'leave it as it is' }[direction];
      return `Row ${row}, column ${column}: ink ${ink}, wish ${wish}: ${meaning}`;
    },
    hint: 'Point at a pixel, or use the arrow keys.',
  },

  experiment: {
    title: 'The experiment of the question',
    lead: 'There are several ways to give G its loss. All of them have been posted as answers; not all of them learn. Choose one, read what will happen and why, run it, and look whether it does.',
    choose: 'How is G’s turn done?',
    run: 'Run it',
    expected: 'What will happen, and why',
    seen: 'What is seen',
    status: {
      idle: 'Not the current run.',
      running: 'This is the current run.',
    },
    /** @param {string} sentence */
    refused: (sentence) => `Not run: ${sentence}`,
    digits: 'What G draws now in this run',
    figures: {
      steps: 'Steps',
      readable: 'Readable',
      discriminatorLoss: 'D loss',
      generatorLoss: 'G loss',
      fakeProbability: '<i class="d">D</i>(<i class="g">G</i>(z)), start of D’s turn',
      gradientNorm: 'Norm of G’s gradient',
      discriminatorMovedInOwnTurn: 'D moved in D’s turn',
      discriminatorMoved: 'D moved in G’s turn',
      generatorMoved: 'G moved in G’s turn',
      stackedDifference: 'Largest difference of gradients',
      pull: 'Slope at the logit: minimax / non-saturating',
    },
    variants: {
      twoOptimizers: {
        name: 'Two optimisers, each over its own variables',
        short: 'Two optimisers',
        claim:
          'The answer. Digits appear: the first can be read within a thousand steps. The gradient of G’s loss runs through D into G, but G’s Adam was given G’s variables only, so nothing in D moves in G’s turn. No third model and no freezing is needed.',
      },
      stackedFrozen: {
        name: 'One stacked model with D frozen',
        short: 'Stacked, D frozen',
        claim:
          'The Keras workaround. The same digits appear: a third model, D on top of G, is trained as a whole with D frozen. Its gradients of G’s weights are the very same numbers, so the measured difference is 0, and the third model gains nothing. Beware in today’s Keras: <code>trainable = False</code> also puts D’s batch normalisation into inference mode, even when D is called with <code>training=True</code>, and that does change the gradients.',
      },
      stackedUnfrozen: {
        name: 'The same, freezing forgotten',
        short: 'Stacked, not frozen',
        claim:
          'The stacked model moves D as well, and towards G’s goal: D is trained to call generated images real. D gives in, D(G(z)) rises towards 1, and G has nothing left to learn: its images do not become digits.',
      },
      minimax: {
        name: 'Minimax loss instead of the non-saturating one',
        short: 'Minimax',
        claim:
          'G minimises log(1 − D(G(z))). Its slope at D’s logit is D(G(z)) itself: where D is sure that an image is generated, the slope is almost 0. D is sure within fifty steps; then G’s gradient vanishes and G’s images stay noise. The non-saturating loss has the slope 1 − D(G(z)), which is strongest exactly there: compare G’s gradient with that of the first variant.',
      },
      softmax: {
        name: 'Softmax cross-entropy over a single logit',
        short: 'Softmax over one logit',
        claim:
          'The question’s own code. Softmax makes several numbers sum to 1; of a single number it always makes 1. The cross-entropy −log 1 is 0 for every image and every label, its gradient is 0, and no weight ever moves, in D or in G. A single logit wants sigmoid cross-entropy. (In TensorFlow D moves nevertheless: its gradient is softmax − label, which is right only for labels that sum to 1. G never does.)',
      },
      adamBeta05: {
        name: 'The answer’s Adam: learning rate 1e-4, beta1 0.5',
        short: 'Adam 1e-4, beta1 0.5',
        claim:
          'Sound, and slow: the rate is a thirtieth of that of the other variants. D soon rejects everything; after some 1,500 to 2,000 steps D(G(z)) climbs past 0.1 and the first digits can be read. With beta1 0.5 Adam follows about the last two gradients, so that each network keeps up with the other.',
      },
      adamBeta09: {
        name: 'The same Adam with its default beta1 of 0.9',
        short: 'Adam 1e-4, beta1 0.9',
        claim:
          'With beta1 0.9, Adam’s default, the step follows about the last ten gradients. In a game in which the opponent changes with every step, that is old news: D stays ahead for longer. In three measured runs D(G(z)) was at step 2,000 at most a third of what it was with beta1 0.5.',
      },
    },
    results: 'What your runs came to',
    noResults: 'Nothing yet: every variant that you run leaves its line here.',
    resultsNote: 'D(G(z)) and the norm are means over the last 20 steps.',
    resultsHeads: {
      variant: 'Variant',
      steps: 'Steps',
      digits: 'Digits',
      readable: 'Readable',
      fakeProbability: '<i class="d">D</i>(<i class="g">G</i>(z))',
      gradientNorm: 'Norm of G’s gradient',
      course: 'Its course',
    },
    /** @param {string} first @param {string} last */
    course: (first, last) => `Norm of G’s gradient from ${first} to ${last}, on a logarithmic scale`,
    noVerdict: 'no verdict yet',
    code: 'The same in code',
    codeLead:
      'The marked lines make the difference. <code>G</code>, <code>D</code>, <code>batch</code> and <code>latent</code> are the same everywhere.',
    marked: 'marked',
    around: 'The networks around it',
    aroundRust: 'The networks are in <code>src/model.rs</code>, the whole step in <code>src/trainer.rs</code>.',
    frameworks: { tensorflow: 'TensorFlow 2', keras: 'Keras 3', pytorch: 'PyTorch', rust: 'Rust, this page' },
    tabs: 'Framework',
  },

  help: {
    turns: 'A step has two halves. D’s turn updates only D, the G’s turn after it updates only G; Step takes both.',
    pace: 'Slow motion takes one turn at a time and walks the diagram through it: forward, loss, backward, update.',
    norm: 'The length of the gradient of all of a layer’s weights together; the bar is logarithmic, from a ten-thousandth to a hundred.',
    moved:
      'How far all of a network’s weights together moved in this turn: the length of their change. 0 means that not one of them changed.',
    logit: 'What D really returns: any number. The sigmoid function turns it into a probability; 0 becomes ½.',
    latent: 'The random numbers that G makes each image from, drawn as grey squares.',
    fresh: 'fresh',
    wishes: 'The gradient of this image’s part of G’s loss with respect to each pixel, with the sign turned around.',
    stackedDifference: 'Both ways are computed on the same images; the largest difference between their gradients of G’s weights.',
    gradientNorm: 'The length of the gradient of all of G’s weights together: how strongly G’s loss pulls at G.',
    fakeProbability: 'Mean of what D says of G’s images when D’s turn begins: 1 says real, 0 says generated.',
    readable: 'The share of fresh images that the judge, a network of its own, reads as one digit.',
    pull: 'How much the loss changes with D’s logit, on average: D(G(z)) for minimax, 1 − D(G(z)) for the non-saturating loss.',
  },
};
