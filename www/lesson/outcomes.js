/** What each variant of the experiment came to in this visit: a line for each that was run, with the course of G's gradient. */

import { part } from '../parts.js';
import { paintStrip, stripWidth } from './digit-strip.js';
import { smallCanvas } from './image-column.js';
import { short, wholeNorm } from './numbers.js';
import { write } from '../paced.js';
import { VARIANT_NAMES } from './variants.js';

/**
 * @typedef {import('../messages.js').Messages} Messages
 * @typedef {import('../protocol.js').ProgressMessage} ProgressMessage
 * @typedef {import('../protocol.js').StepReport} StepReport
 * @typedef {import('./variants.js').Variant} Variant
 */

/**
 * @typedef {object} Outcome
 * @property {StepReport[]} latest reports of the last steps
 * @property {number | null} readable share, by the latest verdict
 * @property {Uint8Array | null} pixels of the latest images
 * @property {number[]} course of the norm of G's gradient, one number for so many steps
 * @property {number} stride
 */

/** Numbers are means over so many steps. */
const WINDOW = 20;
/** The course is told in at most so many points; then every other one goes. */
const MOST_POINTS = 128;
const DIGITS = 8;
const SVG = 'http://www.w3.org/2000/svg';
const [CHART_WIDTH, CHART_HEIGHT] = [96, 28];

export class Outcomes {
  #root;
  #messages;
  /** @type {Map<Variant, Outcome>} */
  #outcomes = new Map();
  /** @type {Map<Variant, ReturnType<typeof line>>} */
  #lines = new Map();

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
  }

  /**
   * A run of a variant begins: what it came to before gives way.
   * @param {Variant} variant
   */
  begin(variant) {
    this.#outcomes.delete(variant);
  }

  /**
   * @param {Variant} variant that the run is
   * @param {ProgressMessage} message
   */
  add(variant, { reports, samples, verdict }) {
    let outcome = this.#outcomes.get(variant);
    if (!outcome && reports.length === 0) return;
    if (!outcome) this.#outcomes.set(variant, (outcome = { latest: [], readable: null, pixels: null, course: [], stride: 1 }));
    for (const report of reports) follow(outcome, report);
    outcome.latest = [...outcome.latest, ...reports].slice(-WINDOW);
    if (samples) outcome.pixels = samples.pixels;
    if (verdict) outcome.readable = verdict.readable;
  }

  /** The variants that have a line, in the order of the experiment. */
  paint() {
    const told = VARIANT_NAMES.filter((variant) => this.#outcomes.has(variant));
    part(this.#root, 'no-results', HTMLElement).hidden = told.length > 0;
    part(this.#root, 'results', HTMLElement).hidden = told.length === 0;
    const body = part(this.#root, 'outcomes', HTMLTableSectionElement);
    const range = rangeOf([...this.#outcomes.values()]);
    for (const [index, variant] of told.entries()) {
      const made = this.#lines.get(variant) ?? line(variant);
      this.#lines.set(variant, made);
      if (body.rows[index] !== made.row) body.insertBefore(made.row, body.rows[index] ?? null);
      this.#write(made, variant, /** @type {Outcome} */ (this.#outcomes.get(variant)), range);
    }
    for (const row of [...body.rows].slice(told.length)) row.remove();
  }

  /**
   * @param {ReturnType<typeof line>} made
   * @param {Variant} variant
   * @param {Outcome} outcome
   * @param {[number, number]} range
   */
  #write({ head, cells, canvas, course }, variant, { latest, readable, pixels, course: norms }, range) {
    const { count, share, lesson } = this.#messages;
    const { variants, noVerdict, course: inWords } = lesson.experiment;
    const mean = (/** @type {(report: StepReport) => number} */ of) => latest.reduce((sum, report) => sum + of(report), 0) / latest.length;
    const norm = (/** @type {StepReport} */ report) => wholeNorm(report.gradientNorms, 'generator');
    write(head, variants[variant].short);
    write(cells.steps, count(latest.at(-1)?.step ?? 0));
    if (pixels) paintStrip(canvas, pixels, 1);
    write(cells.readable, readable === null ? noVerdict : share(readable));
    write(
      cells.fakeProbability,
      short(
        this.#messages,
        mean((report) => report.meanFakeProbabilityBefore),
      ),
    );
    write(cells.gradientNorm, short(this.#messages, mean(norm)));
    course.line.setAttribute('points', points(norms, range));
    course.svg.setAttribute('aria-label', inWords(short(this.#messages, norms[0] ?? 0), short(this.#messages, norms.at(-1) ?? 0)));
  }
}

/**
 * @param {Outcome} outcome
 * @param {StepReport} report
 */
function follow(outcome, report) {
  if (report.step % outcome.stride !== 0) return;
  outcome.course.push(wholeNorm(report.gradientNorms, 'generator'));
  if (outcome.course.length <= MOST_POINTS) return;
  outcome.course = outcome.course.filter((_, index) => index % 2 === 1);
  outcome.stride *= 2;
}

/**
 * The powers of ten that all courses share, so that they can be compared.
 * @param {Outcome[]} outcomes
 * @returns {[number, number]}
 */
function rangeOf(outcomes) {
  const powers = outcomes.flatMap(({ course }) => course.filter((norm) => norm > 0).map(Math.log10));
  return [Math.min(0, ...powers), Math.max(1, ...powers)];
}

/**
 * @param {number[]} norms
 * @param {[number, number]} range
 */
function points(norms, [least, greatest]) {
  const place = (/** @type {number} */ norm) => (norm > 0 ? Math.log10(norm) : least);
  const x = (/** @type {number} */ index) => 1 + ((CHART_WIDTH - 2) * index) / Math.max(1, norms.length - 1);
  const y = (/** @type {number} */ norm) => CHART_HEIGHT - 2 - ((CHART_HEIGHT - 4) * (place(norm) - least)) / (greatest - least);
  return norms.map((norm, index) => `${x(index).toFixed(1)},${y(norm).toFixed(1)}`).join(' ');
}

/**
 * The row of a variant.
 * @param {Variant} variant
 */
function line(variant) {
  const row = document.createElement('tr');
  row.dataset.variant = variant;
  const head = document.createElement('th');
  head.scope = 'row';
  const cell = () => row.appendChild(document.createElement('td'));
  row.append(head);
  const steps = cell();
  const canvas = cell().appendChild(smallCanvas(stripWidth(DIGITS), 28));
  canvas.setAttribute('aria-hidden', 'true');
  const cells = { steps, readable: cell(), fakeProbability: cell(), gradientNorm: cell() };
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`);
  svg.setAttribute('role', 'img');
  const polyline = svg.appendChild(document.createElementNS(SVG, 'polyline'));
  cell().append(svg);
  return { row, head, cells, canvas, course: { svg, line: polyline } };
}
