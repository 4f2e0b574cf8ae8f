/** Pages of others, with the demo's element on them. */

/**
 * Opens a page that knows nothing of the demo but its element.
 * @param {import('./demo-page.js').DemoPage} demo
 * @param {string} body
 */
export async function openElsewhere(demo, body) {
  const page = `<!doctype html><html lang="en"><head><title>Elsewhere</title><link rel="icon" href="/www/favicon.svg">
    <style>h2, button { color: rgb(255, 0, 0) } * { letter-spacing: 3px }</style>
    <script type="module" src="/www/element.js"></script></head><body>${body}</body></html>`;
  await demo.page.route('**/elsewhere.html', (route) => route.fulfill({ contentType: 'text/html', body: page }));
  await demo.open('elsewhere.html');
}
