/** The colours that the style sheet has for what is painted on a canvas, which understands no custom properties, and when they change. */

/**
 * Colours by the names of the custom properties that hold them, as a canvas understands them. A property's own text may be `light-dark(…)`
 * or a system colour, which only an element's real colour resolves.
 * @template {string} Name
 * @param {HTMLElement} element at whose place they are wanted
 * @param {readonly Name[]} names
 * @returns {Record<Name, string>}
 */
export function inksOf(element, names) {
  const before = element.style.color;
  const found = names.map((name) => {
    element.style.color = `var(${name})`;
    return [name, getComputedStyle(element).color];
  });
  element.style.color = before;
  return Object.fromEntries(found);
}

/** @type {WeakMap<Node, EventTarget>} */
const probes = new WeakMap();

/**
 * Has a function called whenever colours have become others, for whatever reason: an attribute, a style sheet, the color-scheme of something
 * around, the reader's system. No event tells of it but that of a transition.
 * @param {Element} element at whose place they are wanted
 * @param {() => void} onChange
 */
export function whenInksChange(element, onChange) {
  const root = element.getRootNode();
  const probe = probes.get(root) ?? probeIn(root);
  probes.set(root, probe);
  probe.addEventListener('transitionrun', onChange);
}

/** @param {Node} root */
function probeIn(root) {
  const probe = document.createElement('i');
  probe.setAttribute('aria-hidden', 'true');
  Object.assign(probe.style, { position: 'absolute', top: '0', width: '0', height: '0', visibility: 'hidden', pointerEvents: 'none' });
  Object.assign(probe.style, { color: 'var(--text)', backgroundColor: 'var(--surface)', transition: 'color 1ms, background-color 1ms' });
  const place = root instanceof ShadowRoot ? (root.querySelector('.demo') ?? root) : document.body;
  place.append(probe);
  return probe;
}
