/** What axe-core finds wrong on the whole page: nothing. */

import assert from 'node:assert/strict';
import axe from 'axe-core';

/**
 * @param {import('./demo-page.js').DemoPage} demo
 * @param {string} state
 */
export async function hasNoViolations(demo, state) {
  await demo.page.evaluate(axe.source);
  const found = await demo.page.evaluate(async () => {
    // Style sheets of shadow roots would be loaded again by inline styles, which the page's policy forbids.
    const { violations } = await /** @type {any} */ (window).axe.run(document, { preload: false });
    return violations.map(
      (/** @type {any} */ { id, help, nodes }) => `${id}: ${help}: ${nodes.map((/** @type {any} */ node) => node.target).join(', ')}`,
    );
  });
  assert.deepEqual(found, [], `when ${state}`);
}
