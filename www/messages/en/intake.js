/** Texts of files that come in: runs and images, opened or dropped, and why some are not taken. */

import { numbers } from './numbers.js';

const { count, megabytes } = numbers;

const TAKEN =
  'a run that was saved here, or images to train on, 28 × 28 and grey, with their labels, as two IDX files, gzipped or not';

export const intake = {
  open: 'Open a file…',
  openNote:
    'A run that was saved here; or images to train on, 28 × 28 and grey, with their labels 0 to 9, as two IDX files. Dropping them anywhere on the demo does the same.',
  drop: 'Drop a saved run, or images with their labels, to open them here.',
  reading: 'Reading what was given',
  opened: {
    /** @param {number} step */
    run: (step) => `Opened: the run stands at step ${count(step)} and waits to be trained.`,
    /** @returns {string} */
    images: () => 'Opened: a new run on your images stands and waits to be trained.',
    /** @returns {string} */
    bundled: () => 'A new run on the bundled digits stands and waits to be trained.',
  },
  /** @param {string} reason */
  refused: (reason) => `Not opened: ${reason} The run goes on as it was.`,
  data: {
    bundled: 'Training images: the digits of MNIST that are bundled with the demo.',
    own: 'Training images: your own, in this tab alone. A copied link does not carry them, and a saved run needs them to be opened first.',
  },
  back: 'Back to the bundled digits',

  refusals: {
    nothing: `There is no file in it: choose ${TAKEN}.`,
    /** @param {string} name @param {number} most bytes */
    tooLarge: (name, most) => `“${name}” is larger than ${megabytes(most)}, as nothing is that can be used here: choose ${TAKEN}.`,
    /** @param {string} name */
    empty: (name) => `“${name}” is empty: choose ${TAKEN}.`,
    /** @param {string} name */
    unreadable: (name) => `“${name}” cannot be read: it is a folder, or was moved or changed meanwhile. Choose the file itself, again.`,
    /** @param {string} name */
    unknown: (name) => `“${name}” is none of the files that can be used here: choose ${TAKEN}.`,
    twoRuns: 'These are several runs: choose one.',
    tooMany: 'There is more than one file of images or of labels: choose one of each.',
    labelsMissing: 'The labels of the images are missing: choose both files at once.',
    imagesMissing: 'The images of the labels are missing: choose both files at once.',
    settingsWrong: 'One of the settings for the new run needs correcting.',
    lost: 'The training program broke off over it, or has no run yet.',
  },
};
