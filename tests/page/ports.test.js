/** Where the training runs: the first worker that speaks, or the page's own thread, with the same numbers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FirstToSpeak } from '../../www/ports.js';
import { pageTests } from './support/page-tests.js';

/** @typedef {import('../../www/ports.js').Port} Port */

const { onPage } = pageTests();
const QUIZ = /** @type {const} */ ({ kind: 'quiz', request: 1 });

/** A worker of the test's making. @implements {Port} */
class Candidate extends EventTarget {
  /** @type {unknown[]} */
  heard = [];
  isEnded = false;

  /** @param {unknown} message */
  postMessage(message) {
    this.heard.push(message);
  }

  terminate() {
    this.isEnded = true;
  }

  /** @param {string} word */
  say(word) {
    this.dispatchEvent(new MessageEvent('message', { data: word }));
  }
}

/**
 * Listens to the first that speaks.
 * @param {(() => Port)[]} starters
 */
function listen(starters) {
  const port = new FirstToSpeak(starters, 20);
  /** @type {string[]} */
  const said = [];
  /** @type {string[]} */
  const errors = [];
  port.addEventListener('message', (event) => said.push(/** @type {MessageEvent} */ (event).data));
  port.addEventListener('error', (event) => errors.push(/** @type {Event & { message: string }} */ (event).message));
  return { port, said, errors };
}

const refused = () => {
  throw new Error('refused');
};

for (const [name, fail] of /** @type {[string, (first: Candidate) => void | Promise<void>][]} */ ([
  ['fires an empty error', (first) => void first.dispatchEvent(new Event('error', { cancelable: true }))],
  ['stays silent', () => new Promise((resolve) => setTimeout(resolve, 40))],
])) {
  test(`a worker that ${name} is ended, and the next hears what was posted meanwhile, once`, async () => {
    const [first, second] = [new Candidate(), new Candidate()];
    const { port, said, errors } = listen([refused, () => first, () => second]);
    port.postMessage(QUIZ);
    await fail(first);
    assert.equal(first.isEnded, true);
    assert.deepEqual([first.heard, second.heard], [[], []], 'nothing is handed to a worker that has not spoken');
    second.say('listening');
    assert.deepEqual(second.heard, [QUIZ]);
    first.say('too late');
    assert.deepEqual([said, errors], [['listening'], []]);
    port.terminate();
    assert.equal(second.isEnded, true);
  });
}

test('an error after the first word is the worker’s own, and no other is started', () => {
  const first = new Candidate();
  const { said, errors } = listen([() => first, refused]);
  first.say('listening');
  first.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'broken' }));
  assert.deepEqual([said, errors, first.isEnded], [['listening'], ['broken'], false]);
});

test('where nothing starts, whoever listens is told why', async () => {
  const { errors } = listen([refused]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(errors, ['Error: refused']);
});

/** In the page: the losses of eight steps of the page's client, and on the page's own thread; and how often the page came to something else. */
async function trainTwice() {
  const at = (/** @type {string} */ file) => new URL(`/www/${file}`, location.href).href;
  const { TrainerClient } = /** @type {typeof import('../../www/trainer-client.js')} */ (await import(at('trainer-client.js')));
  const { supply } = /** @type {typeof import('../../www/supply.js')} */ (await import(at('supply.js')));
  const { FirstToSpeak, blobWorker, dataWorker } = /** @type {typeof import('../../www/ports.js')} */ (await import(at('ports.js')));
  const { trainerOnPage } = /** @type {typeof import('../../www/page-port.js')} */ (await import(at('page-port.js')));
  const train = async () => {
    /** @type {number[]} */
    const losses = [];
    const onProgress = (/** @type {import('../../www/protocol.js').ProgressMessage} */ { reports }) =>
      losses.push(...reports.map(({ generatorLoss }) => generatorLoss));
    const ignored = { onLoading() {}, onKernels() {}, onJudge() {}, onFailure: (/** @type {unknown} */ failure) => losses.push(NaN, Number(failure)) };
    const client = new TrainerClient({ ...ignored, onProgress }, { flavour: 'simd128', threads: null, preset: null });
    const { kernels } = await client.load(null);
    await client.train();
    let otherThings = 0;
    for (; losses.length < 8; otherThings++) await new Promise((resolve) => setTimeout(resolve));
    await client.pause();
    client.close();
    return { losses: losses.slice(0, 8), kernels, otherThings };
  };
  const inWorker = await train();
  // A script that no host of a trainer is in would never speak; neither starts here, for the page permits workers of its own alone.
  supply.startWorker = () => new FirstToSpeak([() => blobWorker('', 'trainer'), () => dataWorker('', 'trainer'), trainerOnPage]);
  supply.files = async () => {
    const bytes = async (/** @type {string} */ path) => new Uint8Array(await (await fetch(new URL(`/${path}`, location.href))).arrayBuffer());
    return {
      root: '',
      program: { simd128: await bytes('pkg/simd128/dcgan_wasm_bg.wasm') },
      images: await bytes('data/mnist-4096-images-idx3-ubyte.gz'),
      labels: await bytes('data/mnist-4096-labels-idx1-ubyte.gz'),
      judge: await bytes('data/judge.safetensors'),
    };
  };
  return { inWorker, onPage: await train() };
}

test(
  'where the page’s policy refuses blob: and data: workers, the page’s own thread trains from bytes: the same losses, and the page goes on',
  onPage({ console: /^error: .*(Content Security Policy|Refused to create a worker)/s }, async (demo) => {
    await demo.openReady();
    const { inWorker, onPage } = await demo.page.evaluate(trainTwice);
    assert.deepEqual(onPage.losses, inWorker.losses);
    assert.deepEqual(onPage.kernels, { flavour: 'simd128', threads: 1, passedOver: [] });
    assert.ok(onPage.otherThings >= 4, `${onPage.otherThings} other things between eight steps`);
  }),
);
