/** Firefox as it is sold, without any patch: driven over WebDriver BiDi. */

import puppeteer from 'puppeteer-core';

const executablePath = process.env['FIREFOX_PATH'];

/** Why tests in Firefox are left out, or `false`. */
export const skip = executablePath ? false : 'no Firefox: install one (apt-get install firefox-esr), and name it in FIREFOX_PATH';

export function launchFirefox() {
  return puppeteer.launch({ browser: 'firefox', ...(executablePath && { executablePath }), headless: true });
}
