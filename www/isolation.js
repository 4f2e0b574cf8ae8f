/** Threads on hosts that do not isolate the page: a service worker does, put in place and taken away where the visitor says so. */

import { supply } from './supply.js';

/** @typedef {import('./messages.js').Messages} Messages */

/** As many as helpers.js starts. */
const MOST_THREADS = 8;
/** That the page was reloaded for it, in this tab: never twice. */
const TRIED = 'dcgan-isolation-tried';

/**
 * - `given`: there is nothing to do, the host isolates the page
 * - `possible`: a visitor may choose it
 * - `chosen`: the service worker is in place
 * - `impossible`: in a frame, without a server, in a browser without service workers, or with one processor
 * @typedef {'given' | 'possible' | 'chosen' | 'impossible'} Isolation
 */

export class IsolationChoice {
  #button;
  #note;
  #messages;
  /** @type {Isolation} */
  #found = 'impossible';
  #hasFailed = false;

  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLElement} note beside it
   * @param {Messages} messages
   */
  constructor(button, note, messages) {
    this.#button = button;
    this.#note = note;
    this.#messages = messages;
    button.addEventListener('click', () => (this.#found === 'chosen' ? this.#takeBack() : this.#choose()));
  }

  /** Offers it where it is possible; where the address asks for threads, that is the choice. */
  async open() {
    this.#found = await isolation();
    this.relabel();
    const isAskedFor = new URLSearchParams(location.search).get('kernel') === 'threads';
    if (this.#found === 'possible' && isAskedFor && isFirstTry()) await this.#choose();
  }

  /** Says it in the language of now. */
  relabel() {
    const { offer, offerNote, end, endNote, failed } = this.#messages.isolation;
    const isChosen = this.#found === 'chosen';
    const isOffered = isChosen || this.#found === 'possible';
    this.#button.hidden = this.#note.hidden = !isOffered;
    this.#button.textContent = isChosen ? end : offer(threads());
    this.#note.textContent = this.#hasFailed ? failed : isChosen ? endNote : offerNote;
  }

  async #choose() {
    try {
      await navigator.serviceWorker.register(supply.isolator ?? '', { updateViaCache: 'none' });
      await navigator.serviceWorker.ready;
    } catch {
      this.#hasFailed = true;
      this.relabel();
      return;
    }
    const { searchParams } = new URL(location.href);
    reloadWithout(searchParams.get('kernel') === 'threads' ? [] : ['kernel', 'threads']);
  }

  async #takeBack() {
    await (await registration())?.unregister();
    reloadWithout(['kernel', 'threads']);
  }
}

/** @returns {Promise<Isolation>} */
async function isolation() {
  if (!supply.isolator || window.parent !== window || !isSecureContext || !('serviceWorker' in navigator)) return 'impossible';
  if (await registration()) return 'chosen';
  if (threads() < 2) return 'impossible';
  return crossOriginIsolated ? 'given' : 'possible';
}

/** Ours, and not one that the host's owner has for the folder. */
async function registration() {
  const found = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  const script = found?.active ?? found?.waiting ?? found?.installing;
  return script?.scriptURL === supply.isolator ? found : undefined;
}

function threads() {
  return Math.min(navigator.hardwareConcurrency, MOST_THREADS);
}

/** Whether the page may reload by itself: a browser that does not isolate it even so would do it for ever. */
function isFirstTry() {
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, 'yes');
    return true;
  } catch {
    return false;
  }
}

/** @param {string[]} parameters of the address that would ask for something else than was chosen */
function reloadWithout(parameters) {
  const address = new URL(location.href);
  for (const name of parameters) address.searchParams.delete(name);
  history.replaceState(null, '', address);
  location.reload();
}
