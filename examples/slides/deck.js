/** The deck, in either language: where the demo comes from, its frames, drawings and link, and reveal.js itself. */

import Reveal from './node_modules/reveal.js/dist/reveal.mjs';
import Notes from './node_modules/reveal.js/dist/plugin/notes.mjs';
import { renderSVG } from './node_modules/uqr/dist/index.mjs';
import { draw } from './drawings.js';

/** The one address to change: the page of this checkout, or the single file, `../../pkg/dcgan.html`, wherever it lies. */
const DEMO = '../../index.html';

/** Where the audience finds the demo, if it is published: it stands on the last slide. Otherwise that is where this deck finds it. */
const PUBLISHED = '';

const address = new URLSearchParams(location.search).get('demo') ?? DEMO;
const { lang } = document.documentElement;

for (const frame of document.querySelectorAll('iframe[data-demo]')) {
  const [query, place = ''] = (frame.dataset.demo ?? '').split('#');
  frame.dataset.src = `${address}?${query}&lang=${lang}&theme=light${place && `#${place}`}`;
}
for (const figure of document.querySelectorAll('[data-drawing]')) figure.innerHTML = draw(figure.dataset.drawing, lang);

const link = PUBLISHED || new URL(address, location.href).href;
const place = document.querySelector('.link');
place.querySelector('figure').innerHTML = renderSVG(link, { border: 0 });
Object.assign(place.querySelector('a'), { href: link, textContent: link.replace(/^https?:\/\/|\/?(index\.html)?$/g, '') });

const deck = new Reveal({
  width: 1280,
  height: 720,
  margin: 0.02,
  center: false,
  hash: true,
  slideNumber: 'c/t',
  transition: 'none',
  pdfSeparateFragments: false,
  plugins: [Notes],
});
await deck.initialize();
