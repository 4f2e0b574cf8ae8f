/** Begins the page: in the reader's language, with the demo that the address asks for. */

import { DcganDemo, defineDemo } from './dcgan-demo.js';
import { keepFilesOut } from './dragged.js';
import { Language, languageOf, localize } from './language.js';
import { LanguageChoice } from './language-choice.js';
import { part } from './parts.js';
import { Presenter } from './presenter.js';
import { StorageNote } from './storage-note.js';
import { ADDRESS, ATTRIBUTES, wishesIn } from './wishes.js';

/** With any of these the demo is a piece of another page, and goes without the words of this one. */
const PIECES = ['parts', 'compact'];

/**
 * Puts the page around the demo into a language.
 * @param {Language} language
 * @param {string} code
 * @returns {Promise<boolean>} whether its messages could be fetched; if not, the page stays as it is
 */
async function speak(language, code) {
  try {
    if (!(await language.choose(code))) return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
  const { messages } = language;
  document.documentElement.lang = code;
  document.title = messages.page.title;
  document.querySelector('meta[name="description"]')?.setAttribute('content', messages.page.description);
  localize(document, messages);
  return true;
}

/**
 * Has the demo be what the address asks for.
 * @param {Element} demo
 * @param {URLSearchParams} address
 * @param {ReadonlyMap<string, string>} wishes that it has
 */
function instruct(demo, address, wishes) {
  demo.setAttribute('settings', address.toString());
  demo.setAttribute('lang', document.documentElement.lang);
  demo.toggleAttribute('compact', isOn(wishes, 'compact'));
  for (const name of Object.keys(ATTRIBUTES)) {
    const value = wishes.get(name);
    if (value !== undefined) demo.setAttribute(name, value);
  }
}

/**
 * Whether the address asks for something that it need only name.
 * @param {ReadonlyMap<string, string>} wishes
 * @param {string} name
 */
function isOn(wishes, name) {
  return wishes.has(name) && wishes.get(name) !== 'false';
}

/**
 * Follows the choice of another language, which the address then asks for.
 * @param {Language} language
 * @param {Element} demo
 */
function offerLanguages(language, demo) {
  const note = part(document, 'language-note', HTMLElement);
  const languages = new LanguageChoice(part(document, 'languages', HTMLElement), note, language, async (chosen) => {
    if (!(await speak(language, chosen))) return false;
    demo.setAttribute('lang', language.code);
    languages.relabel();
    const address = new URL(location.href);
    address.searchParams.set('lang', language.code);
    history.replaceState(null, '', address);
    return true;
  });
}

/**
 * Links and addresses that lead to a place inside the demo, which a browser does not look into.
 * @param {DcganDemo} demo
 */
function leadInto(demo) {
  const go = (/** @type {string} */ hash) => {
    const place = hash.length > 1 ? demo.shadowRoot?.getElementById(hash.slice(1)) : null;
    place?.scrollIntoView();
    return place;
  };
  addEventListener('hashchange', () => go(location.hash));
  for (const link of document.querySelectorAll('.contents a')) {
    link.addEventListener('click', () => go(link.getAttribute('href') ?? ''));
  }
  go(location.hash);
  // Parts have their heights only when the demo stands. Nobody has scrolled a slide's frame by then.
  if (window.parent !== window) demo.ready.then(() => go(location.hash));
}

/**
 * In a frame, has the host drive the demo. Only frames fetch what that takes; what the host says meanwhile is kept for it.
 * @param {HTMLElement} demo
 * @param {StorageNote} note
 */
async function followHost(demo, note) {
  /** @type {MessageEvent[]} */
  const early = [];
  const keep = (/** @type {MessageEvent} */ event) => early.push(event);
  addEventListener('message', keep);
  const { Frame } = await import('./frame.js');
  removeEventListener('message', keep);
  new Frame(demo, note, early);
}

async function begin() {
  keepFilesOut(document);
  const demo = part(document, 'demo', HTMLElement);
  const isFramed = window.parent !== window;
  const language = new Language();
  const note = new StorageNote(part(document, 'storage-note', HTMLElement), language.messages);
  if (isFramed) await followHost(demo, note);
  // Who sees a frame is for its host to say; on its own page the training goes on in the background.
  demo.toggleAttribute('background', !isFramed);
  const address = new URLSearchParams(location.search);
  const { values: wishes } = wishesIn(address, ADDRESS, document.baseURI);
  const code = languageOf([wishes.get('lang') ?? '', ...navigator.languages]);
  if (code !== language.code) await speak(language, code);
  offerLanguages(language, demo);
  if (document.documentElement.dataset['obstacle']) return;
  // A frame's run is the page's around it to tell of.
  part(document, 'keeping', HTMLElement).hidden = isFramed;
  document.documentElement.toggleAttribute('data-bare', PIECES.some((name) => isOn(wishes, name)));
  instruct(demo, address, wishes);
  demo.addEventListener('error', (event) => {
    if (/** @type {CustomEvent} */ (/** @type {Event} */ (event)).detail.cause === 'browser') document.documentElement.dataset['obstacle'] = 'browser';
  });
  defineDemo();
  const { shadowRoot } = demo;
  if (!(demo instanceof DcganDemo) || !shadowRoot) return;
  const shortcut = part(shadowRoot, 'shortcut', HTMLInputElement);
  const presenter = new Presenter(part(document, 'presenter', HTMLButtonElement), () => shortcut.checked && !isFramed, (isOn) => {
    demo.toggleAttribute('data-presenter', isOn);
    demo.restyle();
  });
  if (isOn(wishes, 'presenter')) presenter.toggle();
  leadInto(demo);
  offerThreads(shadowRoot, demo, language);
  onLanguage(demo, () => note.relabel());
  if (!isFramed) await keepRun(demo, note, language, wishes.get('resume') !== 'false');
}

/**
 * @param {Element} demo
 * @param {() => void} relabel
 */
function onLanguage(demo, relabel) {
  new MutationObserver(relabel).observe(demo, { attributeFilter: ['lang'] });
}

/**
 * Keeps the run of a page that is no frame, and offers the one that was kept.
 * @param {DcganDemo} demo
 * @param {StorageNote} note
 * @param {Language} language
 * @param {boolean} offers
 */
async function keepRun(demo, note, language, offers) {
  /** @type {Event | null} */
  let handedOut = null;
  demo.addEventListener('checkpoint', (event) => (handedOut = event));
  const next = (/** @type {string} */ kind) => new Promise((resolve) => demo.addEventListener(kind, resolve, { once: true }));
  // Who has never trained here, and does not yet, has nothing to be kept.
  if (!(await isAnythingKept())) while (!['training', 'stepping'].includes(demo.state)) await next('state');
  /** @type {typeof import('./kept-run.js') | null} */
  let fetched = null;
  while (!fetched) {
    try {
      fetched = await import('./kept-run.js');
    } catch (error) {
      // Without a connection nothing comes; it is asked for again with what is to be kept next.
      if (!(error instanceof TypeError)) throw error;
      note.tell(error);
      await next('checkpoint');
    }
  }
  const kept = new fetched.KeptRun(demo, language.messages, note);
  onLanguage(demo, () => kept.relabel());
  await kept.open(offers, handedOut);
}

/** Whether this browser may have a run of this host's pages, which is to be told without making a database. */
async function isAnythingKept() {
  try {
    return !indexedDB.databases || (await indexedDB.databases()).some(({ name }) => name === 'dcgan-demo');
  } catch {
    return false;
  }
}

/**
 * Lets the visitor choose threads where the host of the page does not provide for them. An element on another page has no say in that.
 * @param {ShadowRoot} shadowRoot
 * @param {Element} demo
 * @param {Language} language
 */
async function offerThreads(shadowRoot, demo, language) {
  // Most visits have no use for it: the host isolates the page, or there is a page around.
  if (window.parent !== window || (crossOriginIsolated && !navigator.serviceWorker?.controller)) return;
  const { IsolationChoice } = await import('./isolation.js');
  const button = part(shadowRoot, 'isolation', HTMLButtonElement);
  const choice = new IsolationChoice(button, part(shadowRoot, 'isolation-note', HTMLElement), language.messages);
  onLanguage(demo, () => choice.relabel());
  choice.open();
}

begin();
