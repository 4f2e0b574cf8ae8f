/** The package's types, as a strict project in TypeScript reads them. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { project } from './support/project.js';

const COMPILER = fileURLToPath(new URL('./node_modules/typescript/bin/tsc', import.meta.url));

for (const resolution of ['bundler', 'nodenext'])
  test(`what is right compiles and what is wrong does not: module resolution ${resolution}`, () => {
    const folder = project('types');
    const options = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], module: resolution === 'bundler' ? 'es2022' : resolution, moduleResolution: resolution };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    const { status, stdout } = spawnSync(process.execPath, [COMPILER, '-p', folder], { encoding: 'utf8' });
    assert.equal(stdout, '');
    assert.equal(status, 0);
  });
