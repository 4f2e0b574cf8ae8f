/** The demo's markup, for elements that do not come with it: the declarative shadow root of the page's own element in index.html. */

const PAGE = new URL('../index.html', import.meta.url);

/** Style sheets that the markup does not bring along; a bundle has some. @type {readonly CSSStyleSheet[]} */
export const styles = [];

/** @type {Promise<HTMLTemplateElement> | null} */
let fetched = null;

/**
 * What a demo's shadow root holds, styles included.
 * @returns {Promise<DocumentFragment>} a copy of one's own
 * @throws {TypeError} when the page cannot be fetched, or has no demo
 */
export async function markup() {
  fetched ??= fetchTemplate();
  try {
    return document.importNode((await fetched).content, true);
  } catch (error) {
    fetched = null;
    throw error;
  }
}

async function fetchTemplate() {
  const response = await fetch(PAGE);
  if (!response.ok) throw new TypeError(`${PAGE} could not be fetched: status ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const template = /** @type {HTMLTemplateElement | null} */ (page.querySelector('dcgan-demo > template'));
  if (!template) throw new TypeError(`${PAGE} holds no demo`);
  // Addresses in it are relative to the page that they were written for.
  for (const element of template.content.querySelectorAll('[href]')) {
    element.setAttribute('href', new URL(element.getAttribute('href') ?? '', PAGE).href);
    // Of another origin's files browsers compare the hash only where the host permits to read them.
    element.removeAttribute('integrity');
  }
  return template;
}
