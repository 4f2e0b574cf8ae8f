/** What every harness here does: read a plan, measure in a headless Chromium on the project's own server, write the result. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { launch } from '../../tests/page/support/browser.js';
import { startServer } from '../../tests/page/support/server.js';

/**
 * Carries out the plan in the JSON file named by the first word of the command line, and writes what was found to the second, beside
 * the machine that it was found on.
 * @template {{ flags: string[] }} Plan whose flags are Chromium's
 * @param {(plan: Plan, browser: import('playwright-core').Browser, address: string) => Promise<object>} measure
 */
export async function runPlan(measure) {
  const [planFile, resultFile] = process.argv.slice(2);
  if (!planFile || !resultFile) throw new Error('Two files are needed: PLAN RESULT.');
  /** @type {Plan} */
  const plan = JSON.parse(await readFile(planFile, 'utf8'));
  const server = await startServer();
  const browser = await launch(plan.flags);
  try {
    const found = await measure(plan, browser, server.address);
    const machine = { processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length, browser: browser.version() };
    await writeFile(resultFile, JSON.stringify({ machine, flags: plan.flags, ...found }, null, 2));
  } finally {
    await browser.close();
    await server.stop();
  }
}
