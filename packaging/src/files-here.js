/** The large files, in base 64, in elements of the page that is one file; program and judge are packed. */

/** @param {string} id */
function textIn(id) {
  return document.getElementById(id)?.textContent ?? '';
}

export const images = textIn('images');
export const judge = textIn('judge');
export const program = textIn('program');
