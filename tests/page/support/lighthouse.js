/** Lighthouse on the page as served, in a Chromium of its own. */

import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { FLAGS, chromiumPath } from './browser.js';

/** @typedef {'mobile' | 'desktop'} Device what Lighthouse simulates: a mid-range phone on slow 4G, or a desktop computer on broadband */
/** @typedef {{ scores: Record<string, number>, failed: string[], blockingMilliseconds: number, transferredBytes: number }} Findings scores of 100 */

/**
 * @param {string} address
 * @param {Device} device
 * @returns {Promise<Findings>}
 */
export async function audit(address, device) {
  const chrome = await launch({ chromePath: chromiumPath(), chromeFlags: ['--headless=new', ...FLAGS], logLevel: 'error' });
  try {
    const config = device === 'desktop' ? desktopConfig : undefined;
    const { categories, audits } = await measured(address, chrome.port, config);
    const scores = Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, Math.round(100 * (score ?? 0))]));
    const failed = Object.values(categories).flatMap(({ id, auditRefs }) =>
      auditRefs
        .filter((reference) => reference.weight > 0 && (audits[reference.id]?.score ?? 1) < 0.9)
        .map((reference) => `${id}: ${audits[reference.id]?.title} ${audits[reference.id]?.displayValue ?? ''}`.trim()),
    );
    const numeric = (/** @type {string} */ name) => audits[name]?.numericValue ?? NaN;
    return { scores, failed, blockingMilliseconds: numeric('total-blocking-time'), transferredBytes: numeric('total-byte-weight') };
  } finally {
    chrome.kill();
  }
}

/**
 * On a busy machine an audit may fail to measure at all, which leaves its category without a score: then once more.
 * @param {string} address
 * @param {number} port of the browser
 * @param {import('lighthouse').Config | undefined} config
 */
async function measured(address, port, config) {
  for (let attempt = 0; attempt < 3; attempt++) {
    const result = await lighthouse(address, { port, logLevel: 'error', output: 'json' }, config);
    if (result && Object.values(result.lhr.categories).every(({ score }) => score !== null)) return result.lhr;
  }
  throw new Error('Lighthouse could not measure every category in three attempts');
}
