/** Files to take home: weights that PyTorch draws the same digits from, every step's losses, the digits, the whole run, the link. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pageTests } from './support/page-tests.js';
import { CHECKOUT } from './support/server.js';

/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */

const { onPage } = pageTests();
const SCRIPT = join(CHECKOUT, 'examples/load_weights.py');
/** Two programs that add the same numbers in another order differ by rounding; this is much more. */
const TOLERANCE = 1e-4;
/** Of the page's thread while a file is made beside it. Made on that thread, the file would take several times as long. */
const LONGEST_TASK_MILLISECONDS = 150;

/** A Python that has torch and safetensors: the one in PYTHON, or `python3`; `null` where neither has. */
function pythonWithTorch() {
  for (const python of [process.env['PYTHON'] ?? '', 'python3']) {
    try {
      execFileSync(python, ['-c', 'import torch, safetensors.torch'], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * Presses a button and hands over the file that comes of it.
 * @param {DemoPage} demo
 * @param {string} name
 */
async function saved(demo, name) {
  const [download] = await Promise.all([demo.page.waitForEvent('download'), demo.part(name).click()]);
  await demo
    .part('take-home-state')
    .filter({ hasText: `Saved ${download.suggestedFilename()}.` })
    .waitFor();
  return { name: download.suggestedFilename(), path: await download.path() };
}

/** @param {DemoPage} demo */
async function trained(demo, steps = 40) {
  await demo.openReady();
  await demo.train();
  await demo.stepsReach(steps);
  await demo.pause();
  await demo.comeToTakeHome();
}

/**
 * The tensors of a safetensors file by name, with their shapes, and its metadata.
 * @param {string} path
 */
function safetensors(path) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.subarray(8, 8 + length).toString());
  return { metadata, tensors };
}

for (const [name, settings] of /** @type {[string, Record<string, string>][]} */ ([
  ['the fast preset', {}],
  ['no labels, kernels of 5x5 and no batch normalisation', { conditioning: 'none', kernelSize: '5', batchNormalization: 'off' }],
])) {
  test(
    `PyTorch draws the page’s digits from the page’s weights: ${name}`,
    { skip: pythonWithTorch() === null && 'no Python with torch and safetensors: set PYTHON to one' },
    onPage({}, async (demo) => {
      await demo.openReady();
      await demo.openMore();
      await demo.fill(settings);
      await demo.reset();
      await demo.train();
      await demo.stepsReach(30);
      await demo.pause();
      await demo.comeToTakeHome();
      const { path } = await saved(demo, 'save-weights');
      const said = execFileSync(pythonWithTorch() ?? '', [SCRIPT, path], { encoding: 'utf8' });
      const difference = Number(/: ([\d.e+-]+)\s*$/.exec(said)?.[1]);
      assert.ok(difference < TOLERANCE, said);
    }),
  );
}

test(
  'the weights have PyTorch’s names and shapes, and the settings of the run',
  onPage({}, async (demo) => {
    await trained(demo, 5);
    const { name, path } = await saved(demo, 'save-weights');
    assert.equal(name, 'dcgan-weights.safetensors');
    const { metadata, tensors } = safetensors(path);
    assert.deepEqual(JSON.parse(metadata.configuration), await demo.configuration());
    assert.deepEqual(tensors['generator.deconv1.weight'].shape, [16, 8, 4, 4]);
    assert.deepEqual(tensors['discriminator.conv1.weight'].shape, [8, 1, 4, 4]);
    assert.deepEqual(tensors.images.shape, [64, 1, 28, 28]);
    for (const network of ['generator', 'average']) assert.ok(`${network}.bn1.running_var` in tensors);
  }),
);

test(
  'the losses are a row for every step, with the reports’ own numbers',
  onPage({}, async (demo) => {
    await trained(demo);
    const { name, path } = await saved(demo, 'save-losses');
    assert.equal(name, 'dcgan-losses.csv');
    const [, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const reports = await demo.reports();
    assert.equal(rows.length, reports.length);
    for (const [index, row] of rows.entries()) {
      const { step, discriminatorLossReal, generatorLoss, meanFakeProbabilityAfter } = /** @type {any} */ (reports[index]);
      const [first, real, , generator, , , after, perSteps] = row.split(',').map(Number);
      assert.deepEqual([first, perSteps], [step, 1]);
      for (const [written = NaN, told] of [
        [real, discriminatorLossReal],
        [generator, generatorLoss],
        [after, meanFakeProbabilityAfter],
      ])
        assert.equal(Math.fround(written), Math.fround(told));
    }
  }),
);

test(
  'the digits are a PNG, four pixels to one, of what is on the canvas',
  onPage({}, async (demo) => {
    await trained(demo);
    await demo.page.waitForTimeout(200);
    const { name, path } = await saved(demo, 'save-digits');
    assert.match(name, /^dcgan-digits-step-\d+\.png$/);
    const drawn = await demo.pixels('digits');
    const file = readFileSync(path).toString('base64');
    const wrong = await demo.page.evaluate(
      async ({ file, drawn }) => {
        const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes(file)]));
        const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const wanted = bytes(drawn);
        let wrong = bitmap.width === 4 * 231 && bitmap.height === 4 * 231 ? 0 : 1;
        for (let y = 0; y < bitmap.height; y++) {
          for (let x = 0; x < bitmap.width; x++) {
            const source = 4 * ((y >> 2) * 231 + (x >> 2));
            if (wanted[source + 3] === 255 && data[4 * (y * bitmap.width + x)] !== wanted[source]) wrong++;
          }
        }
        return wrong;
      },
      { file, drawn: drawn.toString('base64') },
    );
    assert.equal(wrong, 0);
  }),
);

test(
  'the run is a GIF of every kept moment, made while training without keeping a frame waiting',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.train();
    await demo.page.waitForFunction(
      () => Number(/** @type {HTMLInputElement} */ (window.demoRoot.querySelector('[data-part="travel-slider"]')).max) >= 12,
    );
    await demo.comeToTakeHome();
    await demo.page.evaluate(() => {
      /** @type {number[]} */
      const tasks = [];
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
    const { name, path } = await saved(demo, 'save-run');
    const tasks = await demo.page.evaluate(() => /** @type {number[]} */ (/** @type {any} */ (window).tasks));
    await demo.pause();
    const kept = Number(await demo.part('travel-slider').getAttribute('max'));
    assert.equal(name, 'dcgan-run.gif');
    const { frames, width, height } = gif(readFileSync(path));
    assert.deepEqual([width, height], [462, 486]);
    assert.ok(frames >= 12 && frames <= kept, `${frames} frames of ${kept} moments`);
    const longest = Math.max(0, ...tasks);
    console.log(`the longest task of the page while the GIF was made took ${longest} ms`);
    assert.ok(longest < LONGEST_TASK_MILLISECONDS, `tasks of ${tasks} ms`);
  }),
);

/**
 * What a GIF says of itself.
 * @param {Buffer} bytes
 */
function gif(bytes) {
  assert.equal(bytes.subarray(0, 6).toString('latin1'), 'GIF89a');
  let at = 13 + 3 * 2 ** (((bytes[10] ?? 0) & 7) + 1);
  let frames = 0;
  const skipBlocks = () => {
    while (bytes[at]) at += (bytes[at] ?? 0) + 1;
    at++;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) at += 2;
    else if (bytes[at] === 0x2c) {
      const flags = bytes[at + 9] ?? 0;
      at += 10 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0) + 1;
      frames++;
    } else assert.fail(`no block begins with ${bytes[at]}`);
    skipBlocks();
  }
  return { frames, width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

test(
  'before there is anything to save, the page says so',
  onPage({}, async (demo) => {
    await demo.openReady();
    await demo.comeToTakeHome();
    await demo.part('save-losses').click();
    await demo.part('take-home-state').filter({ hasText: 'Nothing to save yet' }).waitFor();
  }),
);

test(
  'the script is shown as it is served, and copied',
  onPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (demo) => {
    await demo.openReady();
    await demo.comeToTakeHome();
    await demo.page.locator('[data-part="script"] summary').click();
    await demo.part('script-code').filter({ hasText: 'load_file' }).waitFor();
    const script = readFileSync(SCRIPT, 'utf8');
    assert.equal(await demo.text('script-code'), script);
    await demo.part('copy-script').click();
    await demo.part('take-home-state').filter({ hasText: 'The script is copied.' }).waitFor();
    assert.equal(await demo.page.evaluate(() => navigator.clipboard.readText()), script);
  }),
);

test(
  'the link repeats the run in another tab',
  onPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (demo) => {
    await demo.openReady();
    await demo.fill({ seed: '7', generatorLearningRate: '0.002' });
    await demo.reset();
    const configuration = await demo.configuration();
    await demo.comeToTakeHome();
    await demo.part('repeat-link').click();
    await demo.page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('seed'));
    await demo.page.goto(await demo.page.evaluate(() => navigator.clipboard.readText()));
    await demo.reaches('ready');
    await demo.page.waitForFunction(() =>
      /** @type {any} */ (window).heard.some((/** @type {any} */ { configuration }) => configuration?.seed === 7),
    );
    assert.deepEqual(await demo.configuration(), configuration);
  }),
);
