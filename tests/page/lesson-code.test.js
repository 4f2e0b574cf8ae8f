/** The code beside the experiment: every line of Rust is this page's own, and every variant shows what makes the difference. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CODE, FRAMEWORKS, GAP, MARK } from '../../www/lesson/code.js';
import { VARIANT_NAMES } from '../../www/lesson/variants.js';
import { CHECKOUT } from './support/server.js';

/** @param {string} line */
const bare = (line) => line.replace(MARK, '').trim();

test('every quoted line of Rust occurs in src/', () => {
  const folder = join(CHECKOUT, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rs'));
  const lines = new Set(files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n')).map(bare));
  for (const variant of VARIANT_NAMES) {
    const missing = CODE[variant].rust.filter((line) => bare(line) !== GAP && !lines.has(bare(line)));
    assert.deepEqual(missing, [], variant);
  }
});

test('every variant is shown in every framework, with lines marked and lines that are not', () => {
  for (const variant of VARIANT_NAMES) {
    for (const framework of FRAMEWORKS) {
      const marked = CODE[variant][framework].filter((line) => line.startsWith(MARK)).length;
      assert.ok(marked > 0 && marked < CODE[variant][framework].length, `${variant} in ${framework}: ${marked} marked`);
    }
  }
});

test('the question’s code stands as it was: softmax cross-entropy over a single logit', () => {
  const code = CODE.softmax.tensorflow.map((line) => line.replace(MARK, '')).join('\n');
  assert.match(code, /tf\.nn\.softmax_cross_entropy_with_logits\(\s*logits=D_fake, labels=tf\.ones_like\(D_fake\)\)/);
});
