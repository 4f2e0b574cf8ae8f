/**
 * A service worker that has the browser isolate the page, which a host of static files cannot ask for: only isolated pages may train on
 * several threads. It is put in place by www/isolation.js, and only when a visitor wants it. It stands here because a service worker reaches
 * no higher than its own folder; and it touches two things only: the page itself, when it is a window of its own, and its workers.
 */

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The page: where this script lies, with or without the name of the file. */
const PAGES = ['', 'index.html'].map((name) => new URL(name, scope.registration.scope).pathname);

/** @param {Request} request */
function isMeant({ destination, mode, url }) {
  const { origin, pathname } = new URL(url);
  if (origin !== scope.location.origin) return false;
  return destination === 'worker' || (mode === 'navigate' && destination === 'document' && PAGES.includes(pathname));
}

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function isolated(request) {
  const response = await fetch(request);
  // A redirection goes back to the browser as it is.
  if (response.type === 'opaqueredirect') return response;
  const { body, status, statusText } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}

scope.addEventListener('install', () => scope.skipWaiting());
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  if (isMeant(event.request)) event.respondWith(isolated(event.request));
});
