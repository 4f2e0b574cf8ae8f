/** What the latent plane, the question to D and the game say, in English. */

export const play = {
  latent: {
    title: 'Latent space while it trains',
    z: 'All that <b class="g">G</b> is given is z: a list of random numbers, a point of the <em>latent space</em>. At each corner of the square stands one z. Between the corners the four are mixed, each by its share.',
    way: 'Drag the point. <b class="g">G</b> is a smooth function: a small step in z changes the image a little. And training draws z at random from everywhere: wherever G made something that is no digit, D would find it out and G’s weights would move. So one digit turns into the next through shapes that no training image has.',
    classes:
      'This <b class="g">G</b> is also told a class, the digit to draw; z is left to decide how: slant, width, style. Give two corners the same digit to see what z does alone. Between different digits G is told a mixture that it was never trained on.',
    noClasses:
      'This run knows no digits: z alone decides what comes. To choose digits, train with labels (conditioning: labels).',
    plane: 'Plane between four images',
    handle: 'Point in the plane',
    across: 'Across',
    down: 'Down',
    /** @param {string} percent */
    acrossValue: (percent) => `${percent}\u00a0% across`,
    /** @param {string} percent */
    downValue: (percent) => `${percent}\u00a0% down`,
    corners: { leftAbove: 'Corner left above', rightAbove: 'Corner right above', leftBelow: 'Corner left below', rightBelow: 'Corner right below' },
    digit: 'Digit',
    another: 'Another z',
    /** @param {string} number @param {string} percent */
    share: (number, percent) => `z ${number}: ${percent}\u00a0%`,
    sharesNote: 'The numbers say which of the 64 vectors above stands at a corner, and its share in the image.',
    /** @param {string} across @param {string} down @param {string} source */
    image: (across, down, source) => `G’s image ${across} % across and ${down} % down the plane. ${source}`,
    imageNone: 'No image yet: G draws once everything is loaded.',
    untrained: 'G is untrained: train, and watch the plane become digits.',
    /** @param {'average' | 'raw'} shown @param {string} step */
    drawnNow: (shown, step) => `Drawn by G’s ${shown === 'raw' ? 'raw' : 'averaged'} weights of now, after step ${step}.`,
    /** @param {'average' | 'raw'} shown @param {string} step */
    drawnThen: (shown, step) => `Drawn by G’s ${shown === 'raw' ? 'raw' : 'averaged'} weights of step ${step}, to which you went back.`,
    strip: 'Straight through the point, from the left edge to the right one. At the top or bottom of the plane: from one corner to the other.',
    stripLabel: 'Nine images from the left edge to the right one, at the height of the point.',
  },

  ask: {
    title: 'Ask the discriminator',
    lead: 'Draw a digit. <b class="d">D</b> answers with one number, its <em>logit</em>: above 0 it says real, below 0 generated. Back-propagation takes that number back to the pixels of your image: how would the logit change, if here were more ink? That map is all that <b class="g">G</b> ever gets to know.',
    honest:
      'D judges your image among 31 real ones, as it judges real images in training. It has learned this run’s game and nothing else: what tells G’s images of late from real ones, not what a digit is. So a scribble may fool it, and a fine digit may not. Once G draws well, even a well-trained D can say little more than ½ to anything.',
    pad: 'Your drawing',
    brush: 'Brush',
    /** @param {string} column @param {string} row @param {boolean} isDown */
    brushValue: (column, row, isDown) => `column ${column}, row ${row}, brush ${isDown ? 'down' : 'up'}`,
    keys: 'By keyboard: arrow keys move the brush, Space puts it down or lifts it.',
    /** @param {boolean} isBlank @param {string} percent of the pixels */
    drawing: (isBlank, percent) => (isBlank ? 'Blank paper of 28 × 28 pixels.' : `Drawing of 28 × 28 pixels, ink on ${percent} % of them.`),
    invitation: 'Draw here',
    real: 'A real digit',
    generated: 'One of G’s',
    undo: 'Undo',
    clear: 'Clear',
    centre: 'Centre it as MNIST does',
    digit: 'Said to be',
    anyDigit: 'any digit',
    answer: 'What D says',
    logit: 'Logit',
    probability: 'Probability that it is real',
    nothing: 'Draw something, or put in a digit.',
    /** @param {boolean} isReal @returns {string} */
    verdict: (isReal) => (isReal ? 'D takes it for a real image.' : 'D takes it for a generated image.'),
    /** @param {string} digit */
    takenFor: (digit) => `Nearest to the mean ${digit} of the training images, so D was told that it is a ${digit}.`,
    /** @param {string} digit */
    judgedAs: (digit) => `D was told that it is a ${digit}.`,
    /** @param {string} logit @param {string} probability @param {string} verdict */
    said: (logit, probability, verdict) => `${verdict} Logit ${logit}, probability ${probability}.`,
    wishes: 'What D sees, and its wishes',
    /** @param {string} verdict */
    wishesLabel: (verdict) => `What D sees, coloured where it wants ink changed. ${verdict}`,
    more: 'more ink',
    less: 'less ink',
    /** @param {string} largest */
    scale: (largest) => `Full colour: a tenth more or less ink there raises the logit by ${largest}.`,
    follow: 'Follow the gradient',
    following: 'Following…',
    followNote: 'Does to your drawing what D wishes, in small steps.',
    /** @param {string} steps @param {string} before @param {string} after */
    followed: (steps, before, after) =>
      `${steps} steps along the gradient: logit from ${before} to ${after}. D is content, whether you are or not. G hears the same advice in its turn, but moves weights in place of pixels.`,
    untrained: 'D is untrained: its answer means nothing yet.',
    /** @param {string} step */
    source: (step) => `D after step ${step}.`,
  },

  game: {
    title: 'Real or generated?',
    lead: 'Ten images, real ones of MNIST and images of <b class="g">G</b> mixed. Tell them apart, against <b class="d">D</b>.',
    fair: 'Not quite fair: D sees images in batches, real ones apart from generated ones, and knows the ways of this G; you see one image. But you have read digits all your life.',
    /** @param {string} step */
    early: (step) => `G has taken only ${step} steps, and its images are easy to tell. From step 300 on it becomes a game.`,
    play: 'Play',
    again: 'Play again',
    next: 'Next image',
    isReal: 'Real',
    isGenerated: 'Generated',
    answers: 'Your answer',
    keys: 'Arrow left: real. Arrow right: generated.',
    you: 'You',
    discriminator: 'D',
    /** @param {string} right @param {string} answered */
    score: (right, answered) => `${right} of ${answered}`,
    /** @param {string} number @param {string} count */
    question: (number, count) => `Image ${number} of ${count}: real or generated?`,
    imageNone: 'No image yet: press Play.',
    /** @param {string} number @param {string} count */
    image: (number, count) => `Image ${number} of ${count}, 28 × 28 pixels.`,
    /** @param {{ isReal: boolean, visitorIsRight: boolean, discriminatorIsRight: boolean, discriminatorSaysReal: boolean }} outcome @param {string} logit */
    outcome: ({ isReal, visitorIsRight, discriminatorIsRight, discriminatorSaysReal }, logit) => {
      const truth = isReal ? 'It is real.' : 'G made it.';
      const you = visitorIsRight ? 'You are right;' : 'You are wrong;';
      return `${truth} ${you} D says ${discriminatorSaysReal ? 'real' : 'generated'} (logit ${logit}) and is ${discriminatorIsRight ? 'right' : 'wrong'}.`;
    },
    /** @param {number} visitor @param {number} discriminator @param {number} count */
    sentence: (visitor, discriminator, count) => {
      const scores = `You ${visitor} of ${count}, D ${discriminator} of ${count}.`;
      if (visitor > discriminator) return `${scores} You see what D does not: G can still learn from you.`;
      if (visitor < discriminator) return `${scores} D sees what you do not: that is what G learns from.`;
      return `${scores} A draw.`;
    },
    review: 'The images so far',
    truth: 'Truth',
    marks: {
      real: { sign: 'R', name: 'real' },
      generated: { sign: 'G', name: 'generated' },
      right: { sign: '✓', name: 'right' },
      wrong: { sign: '✗', name: 'wrong' },
    },
    marksNote: 'Under each image: the truth, R for real and G for generated; then your answer and D’s, ✓ right or ✗ wrong.',
    chance: 'Guessing gets 5 of 10 right on average: whoever scores near that is fooled by G.',
    /** @param {string} step */
    source: (step) => `Generated images by G’s weights after step ${step}.`,
    missing: 'No images could be had: the run has stopped. Begin another.',
  },

  help: {
    plane: 'The small images show what G draws at each place of the plane; they are refreshed about once a second while training.',
    share: 'The nearer corner has the larger share. The mixture is then made as long as its corners are: G has hardly ever been given a shorter z.',
    logit: 'D’s last number before the sigmoid; 0 means a probability of one half.',
    wishes: 'The gradient of D’s logit with respect to each pixel, coloured over your drawing.',
    centre: 'MNIST’s makers scaled each digit into 20 × 20 pixels and moved its centre of mass to the middle. D knows only such digits.',
    digit: 'In training D is told the digit of each image. Say which one yours shows; otherwise the digit whose mean image is nearest is taken.',
    follow: 'Each step adds the map of wishes, scaled so that the strongest moves its pixel by a tenth, and asks D again.',
    game: 'A coin decides for each image. Generated ones are drawn by averaged weights, which draw better than those that D trains against.',
  },
};
