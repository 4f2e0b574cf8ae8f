/** What GitHub runs: every action pinned, no more rights than needed, and the folder that Pages serves holds all that the page asks for. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch, watched } from './support/browser.js';
import { startOddServer } from './support/odd-server.js';
import { CHECKOUT } from './support/server.js';

const FOLDER = join(CHECKOUT, '.github/workflows');

for (const name of readdirSync(FOLDER)) {
  test(`${name}: actions are pinned to a commit, and only the job that needs a right has it`, () => {
    const workflow = readFileSync(join(FOLDER, name), 'utf8');
    const uses = workflow.match(/uses: .*/g) ?? [];
    assert.ok(uses.length >= 2);
    for (const line of uses) assert.match(line, /^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    assert.match(workflow, /^permissions:\n {2}contents: read\n\n/m, 'reading is all that every job may do');
    assert.equal(workflow.match(/actions\/checkout@/g)?.length, workflow.match(/persist-credentials: false/g)?.length);
    assert.equal(workflow.match(/runs-on: /g)?.length, workflow.match(/timeout-minutes: /g)?.length, 'no job runs for ever');
  });
}

test('the folder for Pages trains, in a sub-path, and has the slides with their packages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dcgan-site-'));
  const browser = await launch();
  try {
    execFileSync(join(CHECKOUT, '.github/site.sh'), [folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const server = await startOddServer({ root: folder, folder: '/dcgan-wasm/' });
    try {
      await watched(browser, { address: server.address }, async (demo) => {
        await demo.openReady();
        await demo.train();
        await demo.stepsReach(5);
        await demo.pause();
        await demo.verdictsReach(1);
        await demo.page.goto(demo.address.replace('index.html', 'examples/slides/index.html'));
        await demo.page.locator('.reveal.ready').waitFor();
      });
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
