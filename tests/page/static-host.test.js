/** The page works from any static host: here the server that comes with Python, which knows nothing of the project. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { launch, watched } from './support/browser.js';
import { startPlainServer } from './support/server.js';

const hasPython = spawnSync('python3', ['--version']).status === 0;

test('the page trains on relaxed SIMD when served by python3 -m http.server', { skip: !hasPython && 'python3 is not installed' }, async () => {
  const server = await startPlainServer();
  const browser = await launch();
  try {
    await watched(browser, { address: server.address }, async (demo) => {
      await demo.openReady();
      await demo.train();
      await demo.stepsReach(5);
      await demo.pause();
      assert.ok((await demo.reports()).length >= 5);
      assert.equal(await demo.text('kernels'), 'Kernels: relaxed SIMD, 1 thread.', 'this server does not isolate the page');
    });
    await watched(browser, { address: server.address }, async (demo) => {
      await demo.openReady('?kernel=threads');
      assert.equal(await demo.part('kernels').getAttribute('data-flavour'), 'relaxed');
      assert.match(await demo.text('kernels'), /\?kernel=threads cannot run here: the server does not isolate the page/);
    });
  } finally {
    await browser.close();
    await server.stop();
  }
});
