/** The single file's demo comes with its markup and styles, and there is no other. */

/** @type {readonly CSSStyleSheet[]} */
export const styles = [];

/** @returns {Promise<DocumentFragment>} */
export async function markup() {
  throw new TypeError('this file holds one demo, and its markup has been taken out');
}
