/** How many device pixels a CSS pixel of an element takes on the screen: after zoom, a deck's transforms, and frames that are scaled. */

/** Rounded lengths are off by this much; what is nearer to 1 is 1. */
const FRAME_TOLERANCE = 0.01;
const ELEMENT_TOLERANCE = 1e-3;
/** Where frames around may be scaled by anything, as many times the pixels are drawn, so that twice the size is still sharp. */
const OVERSAMPLING = 2;

/**
 * What is known of an element's size on the screen.
 * @typedef {object} Density
 * @property {number} density device pixels to a CSS pixel, as far as can be seen from here
 * @property {boolean} isExact whether nothing around can scale it unseen
 */

/**
 * @param {HTMLElement} element
 * @returns {Density}
 */
export function densityOf(element) {
  const { scale, isExact } = scaleOfWindow(window);
  const width = parseFloat(getComputedStyle(element).width);
  return { density: devicePixelRatio * scale * near(element.getBoundingClientRect().width / width, ELEMENT_TOLERANCE), isExact };
}

/**
 * How many pixels a canvas should have for each CSS pixel.
 * @param {HTMLElement} element
 */
export function drawingDensity(element) {
  const { density, isExact } = densityOf(element);
  return isExact ? density : OVERSAMPLING * density;
}

/** @type {Map<HTMLElement, () => void>} */
const watched = new Map();
let isListening = false;

/**
 * Has a function called whenever an element may have another size on the screen without having another size on the page.
 * @param {HTMLElement} element
 * @param {() => void} onChange
 */
export function whenDensityMayChange(element, onChange) {
  if (!isListening) {
    isListening = true;
    addEventListener('resize', tell, { passive: true });
    // A deck that changes slides, or shows them all at once.
    document.addEventListener('transitionend', tell, { passive: true });
    watchPixelRatio();
  }
  watched.set(element, onChange);
}

function tell() {
  for (const [element, onChange] of watched) {
    if (element.isConnected) onChange();
    else watched.delete(element);
  }
}

/** A window that moves to another screen, or is zoomed, may keep its size but not its pixels. */
function watchPixelRatio() {
  const changed = () => {
    tell();
    watchPixelRatio();
  };
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', changed, { once: true });
}

/**
 * By how much the frames around a window scale it, beyond what its own pixel ratio tells.
 * @param {Window} view
 * @returns {{ scale: number, isExact: boolean }}
 */
function scaleOfWindow(view) {
  if (view.parent === view) return { scale: 1, isExact: true };
  // Of another origin's page not even this can be seen.
  const { frameElement } = view;
  const host = frameElement?.ownerDocument.defaultView;
  if (!frameElement || !host) return { scale: 1, isExact: false };
  const around = scaleOfWindow(host);
  const { offsetWidth } = /** @type {HTMLElement} */ (frameElement);
  const shown = frameElement.getBoundingClientRect().width / offsetWidth;
  const scale = around.scale * near((shown * host.devicePixelRatio) / view.devicePixelRatio, FRAME_TOLERANCE);
  return { scale, isExact: around.isExact && scale === 1 };
}

/**
 * @param {number} scale
 * @param {number} tolerance
 */
function near(scale, tolerance) {
  return Number.isFinite(scale) && scale > 0 && Math.abs(scale - 1) > tolerance ? scale : 1;
}
