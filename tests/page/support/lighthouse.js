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
    const result = await lighthouse(address, { port: chrome.port, logLevel: 'error', output: 'json' }, config);
    if (!result) throw new Error('Lighthouse found nothing');
    const { categories, audits } = result.lhr;
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
