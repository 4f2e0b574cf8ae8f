/** What the page says of the run that the browser keeps for it. */

import { numbers } from './numbers.js';

export const keeping = {
  name: 'A run that was kept',
  /** @param {number} step @param {number} keptAt */
  offer: (step, keptAt) => `A run of yours is kept in this browser: step ${numbers.count(step)}, ${numbers.moment(keptAt)}.`,
  advice: 'You can go on with it, or train another: this one is kept beside it for a month.',
  resume: 'Continue it',
  discard: 'Delete it',
  /** @param {string} reason */
  refused: (reason) => `It cannot be gone on with: ${reason} The run below goes on; delete the one that was kept, or leave it for the version of the page that wrote it.`,
  note: 'While it trains, your browser keeps the run, with your images if it learns from such, and nothing else, so that it can go on after the page was closed. Nothing of it is sent anywhere, and there are no cookies.',
  clear: 'Delete what is kept',
  notDeleted: 'It could not be deleted: delete this site’s data in the settings of your browser.',
  cleared: 'Everything that was kept is deleted. A run that trains on is kept again.',
  full: 'The browser’s storage is full, so that this run is not kept: free some room, or save the run as a file before you close the page.',
  failed: 'This run cannot be kept in the browser just now: save it as a file before you close the page.',
  denied: 'The browser does not let this page keep anything, so that this run ends with the page: save it as a file before you close it.',
};
