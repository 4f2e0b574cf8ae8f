/** Finds the elements that index.html names for the code. */

/**
 * The element marked `data-part="name"` inside a root.
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} name
 * @param {new () => Kind} kind that the element must be of
 * @returns {Kind}
 */
export function part(root, name, kind) {
  const element = root.querySelector(`[data-part="${name}"]`);
  if (element instanceof kind) return element;
  throw new TypeError(`the page has no ${kind.name} marked data-part="${name}"`);
}
