/** The demo's markup and styles, inside the script. */

import html from 'bundled:markup';
import css from 'bundled:styles';

const template = document.createElement('template');
template.innerHTML = html;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** A page's own policy says nothing of sheets that are made so, unlike of elements. */
export const styles = [sheet];

export async function markup() {
  return document.importNode(template.content, true);
}
