/** Firefox as it is sold, without any patch: driven over WebDriver BiDi. */

import puppeteer from 'puppeteer-core';

const executablePath = process.env['FIREFOX_PATH'];

/** Why tests in Firefox are left out, or `false`. */
export const skip = executablePath ? false : 'no Firefox: install one (apt-get install firefox-esr), and name it in FIREFOX_PATH';

/**
 * A size of its pages is given here, where puppeteer does without a screen turned to fit it: `setViewport` fails in Firefox 140, which cannot
 * turn any.
 * @param {import('puppeteer-core').LaunchOptions} options beside the usual ones
 */
export function launchFirefox(options = {}) {
  return puppeteer.launch({ browser: 'firefox', ...(executablePath && { executablePath }), headless: true, ...options });
}
