/** Tells whether an element is on screen, in a tab that is: what nobody sees costs nothing. */

/**
 * @param {Element} element
 * @param {(isSeen: boolean) => void} tell called at once when it changes, and first with what is so now
 */
export function watchSeen(element, tell) {
  let isOnScreen = false;
  const say = () => tell(isOnScreen && !document.hidden);
  new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)?.isIntersecting ?? false;
    say();
  }).observe(element);
  document.addEventListener('visibilitychange', say);
}
