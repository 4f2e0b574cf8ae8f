/** Fetches what a section needs when somebody comes near it: within the next screenful, or with the focus. */

const NEAR = '100% 0px';

/**
 * @param {HTMLElement} section marked `data-open` once all is there
 * @param {() => Promise<void>} furnish fetches it and puts it there
 */
export function whenNear(section, furnish) {
  let isFetching = false;
  const fetch = async () => {
    if (isFetching) return;
    isFetching = true;
    try {
      await furnish();
      observer.disconnect();
      section.dataset['open'] = '';
    } catch (error) {
      // Without a connection nothing comes; whoever comes near again asks again.
      if (!(error instanceof TypeError)) throw error;
      isFetching = false;
    }
  };
  // A page that was busy is told at once of what has come and gone meanwhile.
  const observer = new IntersectionObserver((entries) => void (entries.some(({ isIntersecting }) => isIntersecting) && fetch()), { rootMargin: NEAR });
  observer.observe(section);
  section.addEventListener('focusin', fetch);
}
