/** Buttons that keep the focus while they do nothing, which a disabled button would lose. */

/**
 * Says whether a button does something now.
 * @param {HTMLButtonElement} button
 * @param {boolean} isEnabled
 */
export function enable(button, isEnabled) {
  button.setAttribute('aria-disabled', String(!isEnabled));
}

/**
 * Has a button do something, while it is enabled.
 * @param {HTMLButtonElement} button
 * @param {() => void} act
 */
export function onPress(button, act) {
  button.addEventListener('click', () => button.getAttribute('aria-disabled') !== 'true' && act());
}
