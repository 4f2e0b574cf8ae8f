/** The referee: what the latest steps and verdicts say of the game between D and G, without flickering. No text, no page. */

/**
 * @typedef {import('../protocol.js').Configuration} Configuration
 * @typedef {import('../protocol.js').DatedVerdict} DatedVerdict
 * @typedef {import('../protocol.js').StepReport} StepReport
 */

/**
 * - `early`: too few steps to tell
 * - `balanced`: D finds differences, but is far from sure
 * - `discriminatorWins`: D tells most images apart
 * - `saturated`: D is all but certain of every image
 * - `generatorWins`: D takes generated images for real
 * - `oneDigit`: mode collapse: most images are read as the same digit
 * - `oneImage`: mode collapse: the images of a digit are alike
 * - `nothingLearnt`: every loss is exactly 0
 * - `diverged`: a loss or a gradient was not a number
 * @typedef {'early' | 'balanced' | 'discriminatorWins' | 'saturated' | 'generatorWins' | 'oneDigit' | 'oneImage' | 'nothingLearnt'
 *   | 'diverged'} Kind
 */

/**
 * What the referee says, and the numbers that it goes by: means over the latest steps, each weighing less the longer it is past.
 * @typedef {object} Finding
 * @property {Kind} kind
 * @property {number} step
 * @property {number} realProbability that D gives to real images
 * @property {number} fakeProbability that D gives to generated ones, before its update
 * @property {number} discriminatorLoss
 * @property {number} generatorLoss
 * @property {Configuration['generatorLoss']} form of G's loss
 * @property {DatedVerdict | null} verdict the newest
 * @property {number | null} digit that most images are read as, once there is a verdict
 * @property {number} digitShare of the images that are read as it
 */

/** The time constant of the means, in steps. */
const SMOOTHING_STEPS = 40;
/** Before so many steps of a run there is nothing to tell. */
const EARLY_STEPS = 60;
/** So long, in steps, another finding has to hold before it replaces the present one. */
const PATIENCE_STEPS = 60;
/** So many steps in a row with losses of exactly 0 are no accident. */
const ZERO_STEPS = 20;

/**
 * Where a finding begins, and where it ends once it is the present one. `margin` is by how much D gives more to real images than to
 * generated ones. The healthiest runs measured stay below 0.5 (preset fast, 2,000 steps: 0.72 and 0.28).
 */
const MARGIN = { wins: { begins: 0.68, ends: 0.6 }, saturated: { begins: 0.92, ends: 0.85 } };
const GENERATED = { begins: 0.62, ends: 0.57 };
/** A tenth of MNIST is each digit; the share of one among all images. */
const DIGIT_SHARE = { begins: 0.45, ends: 0.35 };
/** The judge's diversity, once so many images are readable. */
const DIVERSITY = { begins: 0.6, ends: 0.75, leastReadable: 0.3 };

/** The reports' numbers that have means. */
const NUMBERS = /** @type {const} */ ([
  'discriminatorLossReal',
  'discriminatorLossFake',
  'generatorLoss',
  'meanRealProbability',
  'meanFakeProbabilityBefore',
]);

export class Referee {
  /** @type {Configuration['generatorLoss']} */
  #form = 'nonSaturating';
  #firstStep = 0;
  #step = 0;
  #zeros = 0;
  #weight = 0;
  /** @type {Record<typeof NUMBERS[number], number>} */
  #means = emptyMeans();
  /** @type {DatedVerdict | null} */
  #verdict = null;
  /** @type {Kind} */
  #kind = 'early';
  /** Another finding that may replace it. @type {{ kind: Kind, since: number } | null} */
  #candidate = null;

  /**
   * A run begins.
   * @param {Pick<Configuration, 'generatorLoss'>} configuration
   * @param {number} step at which it begins
   */
  begin({ generatorLoss }, step) {
    this.#form = generatorLoss;
    this.#firstStep = this.#step = step;
    this.#zeros = this.#weight = 0;
    this.#means = emptyMeans();
    this.#verdict = null;
    this.#kind = 'early';
    this.#candidate = null;
  }

  /**
   * @param {readonly StepReport[]} reports of steps in order; some may be left out
   * @param {DatedVerdict | null} verdict a newer one
   */
  hear(reports, verdict) {
    if (verdict) this.#verdict = verdict;
    for (const report of reports) {
      this.#weigh(report);
      this.#step = report.step;
      this.#judge();
    }
  }

  /** The run stopped because a number was none. */
  diverge() {
    this.#kind = 'diverged';
  }

  /** @returns {Finding} */
  get finding() {
    const mean = (/** @type {typeof NUMBERS[number]} */ name) => this.#means[name] / this.#weight;
    const { digit, share } = commonest(this.#verdict);
    return {
      kind: this.#kind,
      step: this.#step,
      realProbability: mean('meanRealProbability'),
      fakeProbability: mean('meanFakeProbabilityBefore'),
      discriminatorLoss: mean('discriminatorLossReal') + mean('discriminatorLossFake'),
      generatorLoss: mean('generatorLoss'),
      form: this.#form,
      verdict: this.#verdict,
      digit,
      digitShare: share,
    };
  }

  /** @param {StepReport} report */
  #weigh(report) {
    const share = 1 - Math.exp(-(report.step - this.#step) / SMOOTHING_STEPS);
    for (const name of NUMBERS) this.#means[name] += share * (report[name] - this.#means[name]);
    this.#weight += share * (1 - this.#weight);
    const { discriminatorLossReal, discriminatorLossFake, generatorLoss } = report;
    const isZero = discriminatorLossReal === 0 && discriminatorLossFake === 0 && generatorLoss === 0;
    this.#zeros = isZero ? this.#zeros + report.step - this.#step : 0;
  }

  #judge() {
    const kind = this.#momentary();
    if (kind === this.#kind || kind === 'early') this.#candidate = null;
    else if (kind === 'nothingLearnt' || this.#kind === 'early') this.#adopt(kind);
    else if (this.#candidate?.kind !== kind) this.#candidate = { kind, since: this.#step };
    else if (this.#step - this.#candidate.since >= PATIENCE_STEPS) this.#adopt(kind);
  }

  /** @param {Kind} kind */
  #adopt(kind) {
    this.#kind = kind;
    this.#candidate = null;
  }

  /**
   * What could be said now, where the present finding is given up later than it was come to.
   * @returns {Kind}
   */
  #momentary() {
    if (this.#zeros >= ZERO_STEPS) return 'nothingLearnt';
    if (this.#step - this.#firstStep < EARLY_STEPS) return 'early';
    const { realProbability, fakeProbability, digitShare, verdict } = this.finding;
    const exceeds = (
      /** @type {number} */ value,
      /** @type {{ begins: number, ends: number }} */ limit,
      /** @type {Kind[]} */ ...present
    ) => value > (present.includes(this.#kind) ? limit.ends : limit.begins);
    if (exceeds(digitShare, DIGIT_SHARE, 'oneDigit')) return 'oneDigit';
    const readable = verdict?.readable ?? 0;
    if (
      verdict &&
      readable >= DIVERSITY.leastReadable &&
      !exceeds(verdict.diversity, { begins: DIVERSITY.begins, ends: DIVERSITY.ends }, 'oneImage')
    )
      return 'oneImage';
    const margin = realProbability - fakeProbability;
    if (exceeds(margin, MARGIN.saturated, 'saturated')) return 'saturated';
    if (exceeds(margin, MARGIN.wins, 'discriminatorWins', 'saturated')) return 'discriminatorWins';
    if (exceeds(fakeProbability, GENERATED, 'generatorWins')) return 'generatorWins';
    return 'balanced';
  }
}

/** @returns {Record<typeof NUMBERS[number], number>} */
function emptyMeans() {
  return { discriminatorLossReal: 0, discriminatorLossFake: 0, generatorLoss: 0, meanRealProbability: 0, meanFakeProbabilityBefore: 0 };
}

/**
 * The digit that most of the judged images are read as. Each digit is asked for as often as any other, where digits are asked for: what
 * the visitor has drawn on the page is none of it.
 * @param {DatedVerdict | null} verdict
 */
function commonest(verdict) {
  if (!verdict) return { digit: null, share: 0 };
  const most = Math.max(...verdict.byDigit);
  return { digit: verdict.byDigit.indexOf(most), share: most / verdict.count };
}
