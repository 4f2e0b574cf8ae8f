/** Damaged and malicious files while a run trains: each is refused with its reason, and the run is the one that nobody disturbed. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pageTests } from './support/page-tests.js';
import { CHECKSUM_BYTES, LENGTH_BYTES, assertSameRun, closed, dataStart, fileOf, lengthOf, opened, perform, sealed, tensor } from './support/run-file.js';

/** @typedef {import('../../www/dcgan-demo.js').DcganDemo} DcganDemo */
/** @typedef {import('../../www/protocol.js').StepReport} StepReport */
/** @typedef {import('./support/run-file.js').RunFile} RunFile */

/** What is offered as a run, and what the page has to say of it. @typedef {{ what: string, file: Buffer, reason: RegExp }} Offer */
/** What the page said, and how the run stood then. @typedef {{ sentence: string | null, state: string, steps: number }} Answer */

const { onPage } = pageTests();

const QUERY = '?lang=en&preset=fast&baseWidth=2&latentSize=4&batchSize=16&imageLimit=500&seed=5';
/** Steps before the file is written that is then damaged. */
const STEPS = 20;
/** Files that are handed to the page at once. */
const AT_ONCE = 40;
/** Places in each region at which a file is cut, or has a bit flipped. */
const PLACES = 20;

const CUT = /it is cut off, damaged, or another kind of file/;
const CUT_OR_LONG = /it is cut off, damaged, or another kind of file|its header is longer than any/;
const CHECKSUM = /it is damaged: its checksum does not fit/;
/** A flipped bit of the header is a broken one, or one of another name or version, or else the checksum's to notice. */
const HEADER = /cut off, damaged|it holds no run|it does not tell its version|it is of version|its checksum does not fit/;

/**
 * Chance, the same each time.
 * @param {number} count
 * @param {string} purpose
 */
function below(count, purpose) {
  return createHash('sha256').update(purpose).digest().readUInt32LE() % count;
}

/**
 * @param {number} start
 * @param {number} end
 * @param {string} purpose
 */
function places(start, end, purpose) {
  return Array.from({ length: PLACES }, (_, index) => start + below(end - start, `${purpose} ${index}`));
}

/**
 * @param {Buffer} file
 * @param {number} byte
 * @param {number} bit
 */
function flipped(file, byte, bit = byte % 8) {
  const copy = Buffer.from(file);
  copy.writeUInt8(copy.readUInt8(byte) ^ (1 << bit), byte);
  return copy;
}

/**
 * The file with something changed and a checksum that fits, so that what is behind the checksum has to notice.
 * @param {Buffer} file
 * @param {(contents: RunFile) => void} change
 */
function changed(file, change) {
  const contents = opened(file);
  change(contents);
  return closed(contents);
}

/** @param {Buffer} file @returns {Offer[]} */
function cutFiles(file) {
  const start = dataStart(file);
  const edges = [0, 1, 4, LENGTH_BYTES - 1, LENGTH_BYTES, LENGTH_BYTES + 1, start - 1, start, start + 1, file.length - CHECKSUM_BYTES, file.length - 1];
  const lengths = [...edges, ...places(LENGTH_BYTES, start, 'cut header'), ...places(start, file.length, 'cut data')];
  const cut = lengths.map((length) => ({ what: `cut after ${length} bytes`, file: file.subarray(0, length), reason: CUT }));
  return [...cut, { what: 'one byte more', file: Buffer.concat([file, Buffer.alloc(1)]), reason: CUT }];
}

/** @param {Buffer} file @returns {Offer[]} */
function flippedFiles(file) {
  const start = dataStart(file);
  const bits = Array.from({ length: LENGTH_BYTES }, (_, byte) => 9 * byte);
  const checksum = Array.from({ length: CHECKSUM_BYTES }, (_, index) => file.length - 1 - index);
  return [
    ...bits.map((bit) => ({ what: `bit ${bit} of the length`, file: flipped(file, bit >> 3, bit & 7), reason: CUT_OR_LONG })),
    ...places(LENGTH_BYTES, start, 'flip header').map((byte) => ({ what: `header, byte ${byte}`, file: flipped(file, byte), reason: HEADER })),
    ...[...places(start, file.length, 'flip data'), ...checksum].map((byte) => ({ what: `data, byte ${byte}`, file: flipped(file, byte), reason: CHECKSUM })),
  ];
}

/** Every tensor of the run with other numbers, another shape or type, or under another name. @param {Buffer} file @returns {Offer[]} */
function spoiltTensors(file) {
  const names = Object.keys(opened(file).entries).filter((name) => !['checksum', 'history'].includes(name));
  return names.flatMap((name, index) => {
    // Every tensor has its turn, and every way to spoil one has many.
    const number = [NaN, Infinity, -Infinity][index % 3] ?? NaN;
    const put = (/** @type {number} */ value) => changed(file, (contents) => void tensor(contents, name).writeFloatLE(value, 0));
    const entry = (/** @type {(entry: import('./support/run-file.js').Entry) => void} */ change) =>
      changed(file, ({ entries }) => change(/** @type {import('./support/run-file.js').Entry} */ (entries[name])));
    const isOfNumbers = !['fractions', 'order'].includes(name);
    const isOfSquares = /^adam\.\w+\.square\./.test(name);
    const ways = [
      ...(isOfNumbers ? [{ what: `${number} in ${name}`, file: put(number), reason: new RegExp(`${name} holds a number`) }] : []),
      ...(isOfSquares ? [{ what: `-1 in ${name}`, file: put(-1), reason: new RegExp(`${name} holds a number below zero`) }] : []),
      { what: `shape of ${name}`, file: entry(({ shape }) => shape.unshift(1)), reason: new RegExp(`${name} has the shape \\[1, `) },
      { what: `type of ${name}`, file: entry((of) => (of.dtype = of.dtype === 'F64' ? 'I64' : 'I32')), reason: new RegExp(`${name} is of type I`) },
      { what: `no ${name}`, file: withoutTensor(file, name), reason: new RegExp(`${name} is missing`) },
    ];
    return ways.filter((_, way) => way === index % ways.length);
  });
}

/**
 * The file with a tensor under another name.
 * @param {Buffer} file
 * @param {string} name
 */
function withoutTensor(file, name) {
  return changed(file, (contents) => {
    const renamed = Object.entries(contents.entries).map(([own, entry]) => [own === name ? 'other' : own, entry]);
    contents.entries = Object.fromEntries(renamed);
  });
}

/** @param {Buffer} file @returns {Offer[]} */
function spoiltRuns(file) {
  /** @type {[string, RegExp, (about: any) => void][]} */
  const changes = [
    ...[0, 2, 7, 2 ** 32 - 1].map((version) => /** @type {[string, RegExp, (about: any) => void]} */ ([
      `version ${version}`,
      new RegExp(`it is of version ${version}, and version 1 can be read`),
      (about) => (about.version = version),
    ])),
    ['a version in words', /it does not tell its version/, (about) => (about.version = 'one')],
    ['no version', /it does not tell its version/, (about) => delete about.version],
    ['another field', /it cannot be read/, (about) => (about.more = 1)],
    ['no steps', /it cannot be read/, (about) => delete about.stepsTaken],
    ['steps below zero', /it cannot be read/, (about) => (about.stepsTaken = -1)],
    ['endless steps', /it counts more steps than can be taken/, (about) => (about.stepsTaken = 2 ** 53 + 2)],
    ['endless chance', /it counts more random numbers than can be drawn/, (about) => (about.latentsPosition = 2 ** 53 + 2)],
    ['an unknown loss', /it cannot be read/, (about) => (about.configuration.generatorLoss = 'wasserstein')],
    ['networks beyond all limits', /a setting is outside its permitted range/, (about) => (about.configuration.baseWidth = 1e6)],
    ['networks larger than the file', /it is too short for networks of its size/, (about) => (about.configuration.baseWidth = 64)],
    ['other images', /it was trained on other images/, (about) => about.imageChecksum++],
    ['fewer images', /it was trained on other images/, (about) => (about.configuration.imageLimit = 400)],
    ['endless notes', /its notes are longer/, (about) => (about.notes = 'n'.repeat(2 ** 16 + 1))],
  ];
  return changes.map(([what, reason, change]) => ({ what, reason, file: changed(file, ({ about }) => change(about)) }));
}

/** What is no run at all, or claims to be a large one. @param {Buffer} file @returns {Offer[]} */
function otherFiles(file) {
  const claims = [2n ** 64n - 1n, 2n ** 63n, 2n ** 32n, 2n ** 20n + 1n];
  const nested = Buffer.from('['.repeat(2 ** 19));
  const random = Array.from({ length: PLACES }, (_, index) => {
    const blocks = Array.from({ length: 1 + below(40, `blocks ${index}`) }, (_none, block) => createHash('sha512').update(`${index} ${block}`).digest());
    return { what: `random bytes ${index}`, file: Buffer.concat(blocks), reason: CUT_OR_LONG };
  });
  return [
    ...claims.map((length) => ({ what: `a header of ${length} bytes`, file: Buffer.concat([lengthOf(length), file.subarray(LENGTH_BYTES)]), reason: /its header is longer/ })),
    { what: 'a header of nested lists', file: Buffer.concat([lengthOf(nested.length), nested, Buffer.alloc(4)]), reason: CUT },
    { what: 'a packed run', file: gzipSync(file), reason: CUT_OR_LONG },
    { what: 'a bomb', file: gzipSync(Buffer.alloc(2 ** 26)), reason: CUT_OR_LONG },
    { what: 'an archive', file: Buffer.concat([Buffer.from('PK\x03\x04'), file]), reason: CUT_OR_LONG },
    { what: 'nothing but zeros', file: sealed(Buffer.alloc(4096)), reason: CUT },
    ...random,
  ];
}

/**
 * Offers each file as a run. Run in the page.
 * @param {string[]} files in base 64
 */
async function offer(files) {
  const element = /** @type {DcganDemo} */ (document.querySelector('dcgan-demo'));
  /** @type {Answer[]} */
  const answers = [];
  for (const file of files) {
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const sentence = await element.restore(bytes).then(
      () => null,
      (error) => /** @type {string} */ (error.message),
    );
    answers.push({ sentence, state: element.state, steps: element.steps });
  }
  return answers;
}

/** Trains, and notes every report and every failure. Run in the page. */
async function begin() {
  const element = /** @type {DcganDemo} */ (document.querySelector('dcgan-demo'));
  /** @type {StepReport[]} */
  const reports = [];
  /** @type {string[]} */
  const errors = [];
  element.addEventListener('step', (event) => reports.push(.../** @type {CustomEvent} */ (event).detail.reports));
  element.addEventListener('error', (event) => errors.push(/** @type {any} */ (event).detail?.sentence));
  Object.assign(window, { told: { reports, errors } });
  await element.play();
}

/** Stops, and says what was noted. Run in the page. */
async function end() {
  await /** @type {DcganDemo} */ (document.querySelector('dcgan-demo')).pause();
  return /** @type {{ reports: StepReport[], errors: string[] }} */ (/** @type {any} */ (window).told);
}

test(
  'hundreds of damaged files are refused with their reason while a run trains, and it is the run that nobody disturbed',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    const first = await demo.page.evaluate(perform, { steps: STEPS });
    const sound = fileOf(first);
    assert.ok(closed(opened(sound)).length > 0 && sealed(sound).equals(sound), 'the checksum is the one that these tests make');
    const offers = [cutFiles, flippedFiles, spoiltTensors, spoiltRuns, otherFiles].flatMap((make) => make(sound));
    assert.ok(offers.length >= 200, `${offers.length} files`);

    await demo.page.evaluate(begin);
    await demo.reaches('training');
    /** @type {Answer[]} */
    const answers = [];
    for (let index = 0; index < offers.length; index += AT_ONCE) {
      const files = offers.slice(index, index + AT_ONCE).map(({ file }) => file.toString('base64'));
      answers.push(...(await demo.page.evaluate(offer, files)));
    }
    const wrong = offers.flatMap(({ what, reason }, index) => {
      const { sentence = null, state = '' } = answers[index] ?? {};
      const isRefused = sentence !== null && /^The run cannot be restored: .+\.$/.test(sentence) && reason.test(sentence);
      return isRefused && state === 'training' ? [] : [`${what}: ${sentence} (${state})`];
    });
    assert.deepEqual(wrong, []);
    const steps = answers.map((answer) => answer.steps);
    assert.ok(steps.every((step, index) => index === 0 || step >= Number(steps[index - 1])) && Number(steps.at(-1)) > Number(steps[0]) + 100);

    const { reports, errors } = await demo.page.evaluate(end);
    const disturbed = await demo.page.evaluate(perform, {});
    await demo.page.reload();
    const undisturbed = await demo.page.evaluate(perform, { steps: disturbed.steps });
    assert.deepEqual(errors, []);
    assert.deepEqual([...first.reports, ...reports], undisturbed.reports);
    assertSameRun(fileOf(disturbed), fileOf(undisturbed));
    assert.equal(disturbed.picture, undisturbed.picture);

    // Neither the offers nor the tools that made them are refused for nothing.
    const restored = await demo.page.evaluate(perform, { file: closed(opened(sound)).toString('base64') });
    assert.equal(restored.steps, STEPS);
    assertSameRun(fileOf(restored), sound);
    console.log(`${offers.length} files were refused in ${Number(steps.at(-1)) - Number(steps[0])} steps of training`);
  }),
);
