/** The deck's drawings: the two halves of a step, and the slope of either loss of G. Their words, in both languages. */

const WORDS = {
  en: {
    latent: 'random numbers',
    real: 'real images',
    fake: 'G’s images',
    discriminatorGradient: 'gradient of D’s loss',
    stops: 'it stops at the images',
    generatorGradient: 'gradient of G’s loss: back through D, to every pixel, and on into G',
    moves: 'weights move',
    rests: 'weights rest',
    slope: 'slope of the loss at D’s logit',
    nonSaturating: 'non-saturating',
    minimax: 'minimax',
    sure: 'D is sure',
    half: 'D says ½',
  },
  ru: {
    latent: 'случайные числа',
    real: 'настоящие',
    fake: 'от G',
    discriminatorGradient: 'градиент потерь D',
    stops: 'на изображениях он кончается',
    generatorGradient: 'градиент потерь G: назад через D, до каждого пикселя и дальше в G',
    moves: 'веса меняются',
    rests: 'веса не меняются',
    slope: 'наклон функции потерь по логиту D',
    nonSaturating: 'ненасыщающая',
    minimax: 'минимаксная',
    sure: 'D уверен',
    half: 'D говорит ½',
  },
};

const DRAWINGS = { discriminator: discriminatorTurn, generator: generatorTurn, slopes };

/**
 * A drawing as SVG.
 * @param {string} name
 * @param {string} language
 */
export function draw(name, language) {
  return DRAWINGS[name](WORDS[language]);
}

/** Ends of arrows; ids are of the whole page, so each drawing has its own. */
const heads = (name) =>
  ['ink', 'd', 'g']
    .map(
      (colour) =>
        `<marker id="${name}-${colour}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="head ${colour}" d="M0 0L8 4L0 8z"/></marker>`,
    )
    .join('');

const arrow = (name, colour, path) => `<path class="arrow ${colour}" d="${path}" marker-end="url(#${name}-${colour})"/>`;

const network = (letter, x, height, note, moves) =>
  `<g class="network ${letter.toLowerCase()} ${moves ? 'moves' : 'rests'}"><rect x="${x}" y="2" width="210" height="${height}" rx="10"/>
   <text x="${x + 105}" y="${height / 2 + 6}" text-anchor="middle" class="letter">${letter}</text>
   <text x="${x + 105}" y="${height / 2 + 40}" text-anchor="middle" class="small">${note}</text></g>`;

/** From random numbers to D, in either turn. */
const forward = (name, { latent, fake }) =>
  `<text x="0" y="66">z</text><text x="0" y="150" class="small muted">${latent}</text>${arrow(name, 'ink', 'M28 58H112')}
   ${arrow(name, 'ink', 'M338 58H414')}<text x="426" y="66" class="g">G(z)</text><text x="416" y="104" class="small muted">${fake}</text>
   ${arrow(name, 'ink', 'M500 58H596')}`;

function discriminatorTurn(words) {
  const { real, discriminatorGradient, stops, moves, rests } = words;
  return `<svg viewBox="0 0 1180 290" role="img" aria-hidden="true"><defs>${heads('dt')}</defs>
    ${forward('dt', words)}${network('G', 120, 112, rests, false)}
    <text x="436" y="196" class="d">x</text><text x="416" y="234" class="small muted">${real}</text>${arrow('dt', 'ink', 'M470 188H596')}
    ${network('D', 604, 232, moves, true)}
    ${arrow('dt', 'ink', 'M818 58H884')}<text x="896" y="66">−log(1 − <tspan class="d">D</tspan>(<tspan class="g">G</tspan>(z)))</text>
    ${arrow('dt', 'ink', 'M818 188H884')}<text x="896" y="196">−log <tspan class="d">D</tspan>(x)</text>
    ${arrow('dt', 'd', 'M1140 256H572V72')}
    <text x="1140" y="284" text-anchor="end" class="small d">${discriminatorGradient}</text>
    <text x="560" y="276" text-anchor="end" class="small d">${stops}</text></svg>`;
}

function generatorTurn(words) {
  const { generatorGradient, moves, rests } = words;
  return `<svg viewBox="0 0 1180 216" role="img" aria-hidden="true"><defs>${heads('gt')}</defs>
    ${forward('gt', words)}${network('G', 120, 112, moves, true)}${network('D', 604, 112, rests, false)}
    ${arrow('gt', 'ink', 'M818 58H884')}<text x="896" y="66">−log <tspan class="d">D</tspan>(<tspan class="g">G</tspan>(z))</text>
    ${arrow('gt', 'g', 'M1010 84V168H225V120')}
    <text x="618" y="204" text-anchor="middle" class="small g">${generatorGradient}</text></svg>`;
}

function slopes({ slope, nonSaturating, minimax, sure, half }) {
  return `<svg viewBox="0 0 620 430" role="img" aria-hidden="true">
    <text x="60" y="22" class="small muted">${slope}</text>
    <path class="axis" d="M60 40V350H590"/>
    <text x="48" y="58" text-anchor="end" class="small muted">1</text><text x="48" y="356" text-anchor="end" class="small muted">0</text>
    <text x="60" y="382" text-anchor="middle" class="small muted">0</text><text x="320" y="382" text-anchor="middle" class="small muted">½</text>
    <text x="580" y="382" text-anchor="middle" class="small muted">1</text>
    <path class="guide" d="M320 50V350"/>
    <path class="slope good" d="M60 50L580 350"/><path class="slope bad" d="M60 350L580 50"/>
    <text x="150" y="84" class="line-name">${nonSaturating}</text><text x="150" y="326" class="line-name bad">${minimax}</text>
    <circle cx="60" cy="50" r="8" class="dot"/><circle cx="60" cy="350" r="8" class="dot bad"/>
    <text x="60" y="418" class="small">${sure}</text>
    <text x="330" y="418" class="small muted">${half}</text>
    <text x="590" y="418" text-anchor="end" class="small muted"><tspan class="d">D</tspan>(<tspan class="g">G</tspan>(z))</text></svg>`;
}
