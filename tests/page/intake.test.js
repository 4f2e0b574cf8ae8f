/** Files opened by the page's control or dropped: runs and images are taken by what is in them, and all else is refused while the run goes on. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openElsewhere } from './support/elsewhere.js';
import { rememberWorkers } from './support/faults.js';
import { launchFirefox, skip } from './support/firefox.js';
import { reachIntoDemo } from './support/demo-page.js';
import { given, idxHeader, ownImages, packed } from './support/idx.js';
import { pageTests } from './support/page-tests.js';
import { assertSameRun, fileOf, perform } from './support/run-file.js';
import { startServer } from './support/server.js';
import { holds } from './support/waiting.js';
import { hasNoViolations } from './support/violations.js';

/** @typedef {import('../../www/dcgan-demo.js').DcganDemo} DcganDemo */
/** @typedef {import('../../www/protocol.js').StepReport} StepReport */
/** @typedef {import('./support/demo-page.js').DemoPage} DemoPage */
/** @typedef {import('./support/idx.js').GivenFile} GivenFile */

const { onPage } = pageTests();

const SMALL = 'lang=en&preset=fast&baseWidth=2&latentSize=4&batchSize=16&threads=1&seed=5';
const QUERY = `?${SMALL}`;
/** Enough for every digit, and not as many as the page has. */
const { images, labels } = ownImages(300);
const OWN = [given(gzipSync(images), 'a.bin'), given(labels, 'b.bin')];
const NOT_OPENED = /^Not opened: .+ The run goes on as it was\.$/;

/**
 * Chooses files by the page's control, and hands back what the page says of them.
 * @param {DemoPage} demo
 * @param {GivenFile[]} files
 */
async function choose(demo, files) {
  await demo.comeToTakeHome();
  await demo.part('files').setInputFiles(files);
  return outcome(demo, 'take-home-state');
}

/** @param {DemoPage} demo @param {string} name */
async function outcome(demo, name) {
  await demo.part(name).filter({ hasText: /pened|bundled/ }).waitFor({ state: 'attached' });
  return demo.text(name);
}

/**
 * What a drag brings, told to an element of the demo, or of the page around it. Run in the page.
 * @param {{ kinds: string[], files?: { name: string, content: string }[], text?: string, at: string }} drag
 * @returns {Promise<boolean[]>} of each event whether it is taken, so that the browser leaves it alone
 */
async function drag({ kinds, files = [], text, at }) {
  const dataTransfer = new DataTransfer();
  for (const { name, content } of files) dataTransfer.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
  if (text !== undefined) dataTransfer.items.add(text, 'text/plain');
  const [target] = window.everywhere(at);
  const tell = (/** @type {string} */ kind) => {
    const event = new DragEvent(kind, { bubbles: true, composed: true, cancelable: true, dataTransfer });
    target?.dispatchEvent(event);
    return event.defaultPrevented;
  };
  tell('dragenter');
  // What takes files is fetched by the first of them.
  await import(new URL('/www/drop-zone.js', location.href).href);
  await new Promise((resolve) => setTimeout(resolve));
  return kinds.map(tell);
}

/**
 * @param {DemoPage} demo
 * @param {GivenFile[]} files
 */
async function drop(demo, files) {
  await demo.page.evaluate(drag, { kinds: ['dragover', 'drop'], files: files.map(packed), at: '[data-part="chart"]' });
  return outcome(demo, 'drop');
}

/** @param {DemoPage} demo @param {number} steps */
const walk = (demo, steps) => demo.page.evaluate(perform, { steps });

/** Every state from now on, by the element's own word. @param {DemoPage} demo */
async function notedStates(demo) {
  await demo.page.evaluate(() => {
    const states = /** @type {string[]} */ ([]);
    document.querySelector('dcgan-demo')?.addEventListener('state', (event) => states.push(/** @type {CustomEvent} */ (event).detail.state));
    Object.assign(window, { states });
  });
  return () => demo.page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (window).states.splice(0)));
}

/** @param {DemoPage} demo */
const usesOwnImages = (demo) => demo.page.evaluate(() => /** @type {DcganDemo} */ (document.querySelector('dcgan-demo')).ownImages !== null);

test(
  'a run that is saved and opened again goes on as if nothing had happened, to the bit, and form and chart follow it',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    assert.deepEqual(demo.requests.filter((address) => address.endsWith('/intake.js') && !address.includes('/messages/')), [], 'fetched by those who need it');
    const before = await walk(demo, 30);
    await demo.comeToTakeHome();
    const [download] = await Promise.all([demo.page.waitForEvent('download'), demo.part('save-checkpoint').click()]);
    assert.equal(download.suggestedFilename(), 'dcgan-run-step-30.safetensors');
    const file = readFileSync(await download.path());
    assertSameRun(file, fileOf(before));
    const expected = await walk(demo, 60);

    await demo.fill({ seed: '77', batchSize: '8' });
    await demo.reset();
    await demo.step();
    assert.equal(await choose(demo, [given(file)]), 'Opened: the run stands at step 30 and waits to be trained.');
    await demo.reaches('paused');
    assert.equal(await demo.steps(), 30);
    assert.deepEqual([await demo.field('seed').inputValue(), await demo.field('batchSize').inputValue()], ['5', '16']);
    assert.match((await demo.part('chart').getAttribute('aria-label')) ?? '', /step 30/);
    const actual = await walk(demo, 60);
    assert.deepEqual(actual.reports, expected.reports);
    assertSameRun(fileOf(actual), fileOf(expected));
  }),
);

test(
  'the control is reached and worked by keyboard, says what it takes, and the same file can be chosen twice',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    const { file } = await walk(demo, 2);
    await demo.comeToTakeHome();
    const button = demo.page.getByRole('button', { name: 'Open a file…', description: /A run that was saved here/ });
    const box = await button.boundingBox();
    assert.ok(box && box.height >= 24 && box.width >= 24);
    // Choosers are caught only some time after somebody has begun to listen.
    demo.page.on('filechooser', () => {});
    for (const key of ['Enter', 'Space']) {
      await demo.step();
      await demo.part('save-checkpoint').focus();
      await demo.page.keyboard.press('Tab');
      const [chooser] = await Promise.all([demo.page.waitForEvent('filechooser'), demo.page.keyboard.press(key)]);
      assert.ok(chooser.isMultiple());
      await chooser.setFiles([given(fileOf({ file }))]);
      assert.match(await outcome(demo, 'take-home-state'), /stands at step 2 /);
      assert.equal(await demo.page.evaluate(() => /** @type {HTMLElement} */ (window.demoRoot.activeElement).dataset['part']), 'open-file');
    }
  }),
);

test(
  'files dragged over the demo are invited, dropped and taken; what came of it stays until somebody goes on; text is left alone',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    const { file } = await walk(demo, 4);
    const root = demo.page.locator('.demo');
    const files = [packed(given(fileOf({ file })))];
    const over = (/** @type {object} */ what) => demo.page.evaluate(drag, { kinds: ['dragover'], at: '[data-part="chart"]', ...what });

    assert.deepEqual(await over({ text: 'words' }), [false]);
    assert.equal(await root.getAttribute('data-drop'), null);
    assert.deepEqual(await over({ files }), [true]);
    assert.notEqual(await root.getAttribute('data-drop'), null);
    assert.equal(await root.evaluate((element) => getComputedStyle(element).outlineStyle), 'dashed');
    assert.match(await demo.text('drop'), /^Drop a saved run/);
    assert.ok(await demo.part('drop').isVisible());
    await demo.page.evaluate(drag, { kinds: ['dragleave'], files, at: '.demo' });
    assert.deepEqual([await root.getAttribute('data-drop'), await demo.text('drop')], [null, '']);

    await demo.step();
    assert.match(await drop(demo, [given(fileOf({ file }))]), /stands at step 4 /);
    assert.equal(await root.getAttribute('data-drop'), null);
    assert.equal(await demo.steps(), 4);
    await demo.page.locator('.languages [lang="ru"]').click();
    await demo.part('drop').filter({ hasText: 'Открыто: обучение стоит на шаге 4' }).waitFor();
    await demo.page.keyboard.press('Tab');
    await demo.part('toggle').press('Shift');
    assert.equal(await demo.text('drop'), '');

    const beside = await demo.page.evaluate(drag, { kinds: ['dragover', 'drop'], files, at: 'h1' });
    assert.deepEqual(beside, [true, true]);
    assert.deepEqual(await demo.page.evaluate(drag, { kinds: ['dragover', 'drop'], text: 'words', at: 'h1' }), [false, false]);
  }),
);

test(
  'what a person really drags: files are opened, a folder is refused, and beside the demo nothing is taken',
  onPage({}, async (demo) => {
    const folder = mkdtempSync(join(tmpdir(), 'intake-'));
    try {
      await demo.openReady(QUERY);
      const path = join(folder, 'run');
      writeFileSync(path, fileOf(await walk(demo, 3)));
      await demo.step();
      const devtools = await demo.page.context().newCDPSession(demo.page);
      const dragOnto = async (/** @type {string} */ at, /** @type {string} */ file) => {
        const { x = 0, y = 0 } = (await demo.page.locator(at).boundingBox()) ?? {};
        const data = { items: [], files: [file], dragOperationsMask: 1 };
        const tell = (/** @type {'dragEnter' | 'dragOver' | 'drop'} */ type) => devtools.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 20, data });
        await tell('dragEnter');
        for (let isInvited = false; !isInvited; ) {
          await tell('dragOver');
          isInvited = at === 'h1' || (await demo.page.locator('.demo[data-drop]').count()) > 0;
        }
        await tell('drop');
      };
      await dragOnto('h1', path);
      await dragOnto('[data-part="chart"]', folder);
      assert.match(await outcome(demo, 'drop'), /^Not opened: “intake-\w+” cannot be read: it is a folder/);
      assert.equal(await demo.steps(), 4, 'beside the demo it was not taken');
      await dragOnto('[data-part="chart"]', path);
      await demo.part('drop').filter({ hasText: 'stands at step 3 ' }).waitFor();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }),
);

/** What no gzip of this length holds. */
const BOMB = gzipSync(Buffer.concat([idxHeader(0x803, 300, 28, 28), Buffer.alloc(2 ** 26)]));
const withLabel = (/** @type {number} */ label) => Buffer.concat([labels.subarray(0, -1), Buffer.from([label])]);
const photo = Buffer.from('\x89PNG\r\n\x1a\n and whatever follows', 'latin1');

/** What is refused before anything of it reaches the worker. @type {[what: string, files: GivenFile[], reason: RegExp][]} */
const STRANGE = [
  ['an empty file', [given(Buffer.alloc(0), 'empty')], /“empty” is empty/],
  ['a picture', [given(photo, 'run.safetensors')], /“run\.safetensors” is none of the files/],
  ['a packed text', [given(gzipSync('words'), 'images-idx3-ubyte.gz')], /“images-idx3-ubyte\.gz” is none of the files/],
  ['a gzip that is cut in its header', [given(gzipSync(images).subarray(0, 8))], /is none of the files/],
  ['a gzip in a gzip', [given(gzipSync(gzipSync(images))), given(labels)], /is none of the files/],
  ['a packed run', [given(gzipSync(Buffer.concat([Buffer.from([9, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"a": 1} ')])))], /is none of the files/],
  ['IDX of floats', [given(Buffer.concat([idxHeader(0xd03, 1, 28, 28), Buffer.alloc(784 * 4)]))], /is none of the files/],
  ['images alone', [given(images)], /labels of the images are missing/],
  ['labels alone', [given(gzipSync(labels))], /images of the labels are missing/],
  ['two files of images', [given(images), given(images), given(labels)], /more than one file of images or of labels/],
  ['one wrong among right ones', [...OWN, given(photo, 'photo.png')], /“photo\.png” is none/],
];

/** What the training program refuses. @type {[what: string, files: GivenFile[], reason: RegExp][]} */
const UNSOUND = [
  ['images that end too soon', [given(images.subarray(0, -1)), given(labels)], /The images file cannot be used: it ends at byte 235215 of the 235216/],
  ['images that end in their header', [given(images.subarray(0, 9)), given(labels)], /it ends at byte 9, inside the header/],
  ['a gzip that ends too soon', [given(gzipSync(images).subarray(0, -2000)), given(labels)], /its gzip compression is damaged/],
  ['a bomb', [given(BOMB), given(labels)], /it goes on after byte 235216, where its header says that it ends/],
  ['images of another size', [given(Buffer.concat([idxHeader(0x803, 300, 32, 32), Buffer.alloc(300 * 1024)])), given(labels)], /its images are 32x32 pixels/],
  ['no images', [given(idxHeader(0x803, 0, 28, 28)), given(idxHeader(0x801, 0))], /promise 0 images/],
  ['endless images', [given(idxHeader(0x803, 2 ** 32 - 1, 28, 28)), given(labels)], /from 1 to 300000 can be read/],
  ['fewer labels', [given(images), given(ownImages(299).labels)], /it holds 299 labels for 300 images/],
  ['a label that is no digit', [given(images), given(withLabel(10))], /it has the label 10, but networks that are told labels know the digits 0 to 9 only/],
];

test(
  'whatever else is opened or dropped is refused with its reason while a run trains, and it is the run that nobody disturbed',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    const first = await walk(demo, 5);
    const run = fileOf(first);
    const flipped = Buffer.from(run);
    flipped.writeUInt8(flipped.readUInt8(run.length - 100) ^ 1, run.length - 100);
    /** @type {typeof STRANGE} */
    const strange = [...STRANGE, ['two runs', [given(run), given(run)], /several runs/], ['a run and labels', [given(run), given(labels)], /images of the labels are missing/]];
    /** @type {typeof STRANGE} */
    const unsound = [...UNSOUND, ['a run that is cut', [given(run.subarray(0, -9))], /it is cut off, damaged/], ['a flipped bit', [given(flipped)], /its checksum does not fit/], ['a run among other images', [...OWN, given(run)], /it was trained on other images/]];

    await demo.train();
    const newStates = await notedStates(demo);
    const steps = [await demo.steps()];
    for (const [index, [what, files, reason]] of [...strange, ...unsound].entries()) {
      const said = index % 2 === 0 ? await choose(demo, files) : await drop(demo, files);
      assert.match(said, NOT_OPENED, what);
      assert.match(said, reason, what);
      assert.deepEqual(await newStates(), index < strange.length ? [] : ['resetting', 'training'], what);
      await demo.stepsReach((steps.at(-1) ?? 0) + 1);
      steps.push(await demo.steps());
    }
    assert.equal(await usesOwnImages(demo), false);
    await demo.pause();
    const reports = await demo.reports();
    const disturbed = await demo.page.evaluate(perform, {});
    await demo.page.reload();
    const undisturbed = await walk(demo, disturbed.steps);
    assert.deepEqual(reports, undisturbed.reports);
    assertSameRun(fileOf(disturbed), fileOf(undisturbed));
    console.log(`${strange.length + unsound.length} offers were refused in ${disturbed.steps} steps`);
  }),
);

test(
  'a file beyond all that can be used is refused before it is read, and what is no file at all by its kind',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    const said = await demo.page.evaluate(async () => {
      const element = /** @type {DcganDemo} */ (document.querySelector('dcgan-demo'));
      const refusal = (/** @type {any} */ files) => element.open(files).then(String, (error) => `${error.name}: ${error.message}`);
      const large = new File([], 'large');
      Object.defineProperty(large, 'size', { value: 256e6 + 1 });
      large.stream = large.arrayBuffer = () => {
        throw new Error('it was read');
      };
      return { large: await refusal([large]), nothing: await refusal([]), words: await refusal(['words']), state: element.state };
    });
    assert.match(said.large, /^Error: “large” is larger than 256\.0 MB/);
    assert.match(said.nothing, /^Error: There is no file in it/);
    assert.match(said.words, /^TypeError: open\(\) takes files/);
    assert.equal(said.state, 'ready');
  }),
);

/**
 * The losses of every step until now, by step.
 * @param {DemoPage} demo
 */
async function losses(demo) {
  return Object.fromEntries((await demo.heard()).flatMap(({ reports }) => reports.map(({ step, generatorLoss }) => [step, generatorLoss])));
}

test(
  'own images train, also after a reset and in the worker that takes the place of a lost one; then the bundled ones again',
  onPage({}, async (demo) => {
    await demo.page.addInitScript(rememberWorkers);
    await demo.openReady(QUERY);
    const bundled = await walk(demo, 10);
    await demo.comeToTakeHome();
    assert.match(await demo.text('data'), /MNIST/);
    assert.equal(await demo.part('bundled-images').isVisible(), false);

    assert.equal(await drop(demo, OWN), 'Opened: a new run on your images stands and waits to be trained.');
    await demo.reaches('ready');
    assert.ok(await usesOwnImages(demo));
    assert.match(await demo.text('data'), /your own/);
    const own = await walk(demo, 10);
    assert.notDeepEqual(own.reports, bundled.reports);
    await demo.reset();
    assert.deepEqual((await walk(demo, 10)).reports, own.reports, 'a reset begins again on them');
    await demo.reset();

    await demo.page.evaluate(() => {
      const recoveries = /** @type {any[]} */ ([]);
      Object.assign(window, { recoveries });
      document.querySelector('dcgan-demo')?.addEventListener('recovered', (event) => recoveries.push(/** @type {CustomEvent} */ (event).detail));
    });
    await demo.page.evaluate(() => (/** @type {any} */ (window).heard.length = 0));
    await demo.train();
    await demo.page.evaluate(
      () => new Promise((resolve) => document.querySelector('dcgan-demo')?.addEventListener('checkpoint', resolve, { once: true })),
    );
    await demo.page.evaluate(() => /** @type {any} */ (window).trainers.at(-1).terminate());
    await demo.page.waitForFunction(() => /** @type {any} */ (window).recoveries.length > 0);
    const [{ steps: from }] = await demo.page.evaluate(() => /** @type {any} */ (window).recoveries);
    assert.ok(from > 0, 'from a checkpoint, which knows its images');
    await demo.stepsReach(from + 20);
    await demo.pause();
    const [disturbed, steps] = [await losses(demo), await demo.steps()];
    await demo.reset();
    const undisturbed = await walk(demo, steps);
    // What the lost worker had not told yet of the steps up to its last checkpoint, nobody tells any more.
    const told = undisturbed.reports.filter(({ step }) => step > from || step in disturbed);
    assert.deepEqual(disturbed, Object.fromEntries(told.map(({ step, generatorLoss }) => [step, generatorLoss])));

    await demo.part('bundled-images').click();
    assert.equal(await outcome(demo, 'take-home-state'), 'A new run on the bundled digits stands and waits to be trained.');
    assert.equal(await usesOwnImages(demo), false);
    assert.equal(await demo.part('bundled-images').isVisible(), false);
    assert.equal(await demo.page.evaluate(() => /** @type {HTMLElement} */ (window.demoRoot.activeElement).dataset['part']), 'open-file');
    assert.deepEqual((await walk(demo, 10)).reports, bundled.reports);
  }),
);

test(
  'a run goes on with the images that it was trained on alone, and the refusal says so',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    const bundled = given(fileOf(await walk(demo, 6)));
    await choose(demo, OWN);
    const own = await walk(demo, 6);
    assert.match(await choose(demo, [bundled]), /it was trained on other images; choose a file that was saved here, and the images that its run was trained on\./);
    assert.ok(await usesOwnImages(demo));
    assert.equal(await demo.steps(), 6);
    await demo.page.reload();
    await demo.reaches('ready');
    assert.match(await choose(demo, [given(fileOf(own))]), /it was trained on other images/);
    assert.match(await choose(demo, [bundled, ...OWN]), /it was trained on other images/);
    assert.equal(await usesOwnImages(demo), false, 'refused images are not kept either');
    assert.match(await choose(demo, [given(fileOf(own)), ...OWN]), /stands at step 6 /);
    assert.ok(await usesOwnImages(demo));
    assertSameRun(fileOf(await demo.page.evaluate(perform, {})), fileOf(own));
  }),
);

test(
  'own images begin with the settings in the form; a wrong one there is told, and a limit beyond the images takes them all',
  onPage({}, async (demo) => {
    await demo.openReady(QUERY);
    await demo.openMore();
    await demo.fill({ imageLimit: 'many' });
    assert.match(await choose(demo, OWN), /One of the settings for the new run needs correcting/);
    assert.equal(await usesOwnImages(demo), false);
    await demo.fill({ imageLimit: '0', seed: '9' });
    await choose(demo, OWN);
    assert.equal((await demo.configuration())?.seed, 9);
    const all = await walk(demo, 8);
    await demo.fill({ imageLimit: '4000' });
    await demo.reset();
    assert.deepEqual((await walk(demo, 8)).reports, all.reports);
  }),
);

test(
  'without a connection the bundled digits are told to be out of reach, and the run on own images goes on',
  onPage({ console: /^error: Failed to load resource/ }, async (demo) => {
    await demo.openReady(QUERY);
    await choose(demo, OWN);
    await demo.train();
    await demo.page.route('**/data/*-ubyte.gz', (route) => route.abort());
    await demo.part('bundled-images').click();
    const said = await outcome(demo, 'take-home-state');
    assert.match(said, /could not fetch .*mnist/);
    assert.match(said, NOT_OPENED);
    assert.ok(await usesOwnImages(demo));
    await demo.stepsReach((await demo.steps()) + 5);
  }),
);

test(
  'a worker that is lost over the files leaves the run to the next one, and the page says so',
  onPage({ console: /^error: panicked at/ }, async (demo) => {
    await demo.sabotage(`Trainer.restore = () => { throw new WebAssembly.RuntimeError('out of bounds'); };`);
    await demo.openReady(QUERY);
    const said = await choose(demo, [given(fileOf(await walk(demo, 0)))]);
    assert.match(said, /^Not opened: The training program broke off over it/);
    await demo.reaches('ready');
  }),
);

test(
  'each of two elements on another page takes the files that are dropped on it',
  onPage({}, async (demo) => {
    const element = `<dcgan-demo settings="${SMALL.replace('lang=en&', '').replaceAll('&', '&amp;')}" preset="fast" parts="digits take-home" loading="eager" lang="en"></dcgan-demo>`;
    await openElsewhere(demo, element + element);
    const uses = await demo.page.evaluate(
      async ({ files, drag: source }) => {
        const elements = /** @type {DcganDemo[]} */ ([...document.querySelectorAll('dcgan-demo')]);
        await Promise.all(elements.map(({ ready }) => ready));
        const began = new Promise((resolve) => elements[1]?.addEventListener('state', () => elements[1]?.ownImages && resolve(null)));
        Object.assign(window, { everywhere: () => [elements[1]?.shadowRoot?.querySelector('[data-part="digits"]')] });
        await new Function(`return ${source}`)()({ kinds: ['dragover', 'drop'], files, at: '' });
        await began;
        return elements.map(({ ownImages }) => ownImages !== null);
      },
      { files: OWN.map(packed), drag: drag.toString() },
    );
    assert.deepEqual(uses, [false, true]);
  }),
);

for (const colorScheme of /** @type {('light' | 'dark')[]} */ (['light', 'dark'])) {
  test(
    `axe-core finds no violation with files refused and opened, ${colorScheme}`,
    onPage({ colorScheme, viewport: { width: 360, height: 740 } }, async (demo) => {
      await demo.openReady(QUERY);
      await drop(demo, [given(photo)]);
      await choose(demo, OWN);
      await demo.page.evaluate(drag, { kinds: ['dragover'], files: [packed(given(photo))], at: '[data-part="chart"]' });
      await hasNoViolations(demo, 'files are refused and opened');
    }),
  );
}

test('Firefox: own images are dropped and trained on, a run is opened by the control, and a picture is refused', { skip }, async () => {
  const server = await startServer();
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(reachIntoDemo);
    await page.goto(`${server.address}${QUERY}`);
    const isSaid = (/** @type {string} */ name, /** @type {string} */ words) =>
      window.demoRoot.querySelector(`[data-part="${name}"]`)?.textContent?.includes(words);
    const says = (/** @type {string} */ name, /** @type {string} */ words) => holds(page, isSaid, name, words);
    await page.evaluate(perform, {});
    const dropped = (/** @type {GivenFile[]} */ files) => page.evaluate(drag, { kinds: ['dragover', 'drop'], files: files.map(packed), at: '[data-part="chart"]' });
    assert.deepEqual(await dropped(OWN), [true, true]);
    await says('drop', 'a new run on your images');
    const expected = await page.evaluate(perform, { steps: 10 });
    await dropped([given(photo, 'photo.png')]);
    await says('drop', '“photo.png” is none of the files');

    const folder = mkdtempSync(join(tmpdir(), 'intake-'));
    const path = join(folder, 'run');
    writeFileSync(path, fileOf(expected));
    await page.evaluate(perform, { steps: 5 });
    await page.$eval('>>> [data-part="take-home"]', (home) => home.scrollIntoView());
    await holds(page, () => window.demoRoot.querySelector('[data-part="take-home"][data-open]') !== null);
    const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('>>> [data-part="files"]'));
    await input.uploadFile(path);
    await says('take-home-state', 'stands at step 10 ');
    rmSync(folder, { recursive: true });
    assertSameRun(fileOf(await page.evaluate(perform, {})), fileOf(expected));
  } finally {
    await browser.close();
    await server.stop();
  }
});
