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
    sure: 'D is sure: generated',
    half: 'D says ½',
  },
  ru: {
    latent: 'случайные числа',
    real: 'настоящие',
    fake: 'изображения G',
    discriminatorGradient: 'градиент потерь D',
    stops: 'на изображениях он кончается',
    generatorGradient: 'градиент потерь G: назад через D, до каждого пикселя и дальше в G',
    moves: 'веса меняются',
    rests: 'веса не меняются',
    slope: 'наклон функции потерь по логиту D',
    nonSaturating: 'ненасыщающая',
    minimax: 'минимаксная',
    sure: 'D уверен: сгенерировано',
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

const network = (letter, x, y, height, note) =>
  `<g class="network ${letter.toLowerCase()} ${note.moves ? 'moves' : 'rests'}"><rect x="${x}" y="${y}" width="150" height="${height}" rx="10"/>
   <text x="${x + 75}" y="${y + height / 2 + 4}" text-anchor="middle" class="letter">${letter}</text>
   <text x="${x + 75}" y="${y + height / 2 + 36}" text-anchor="middle" class="small">${note.text}</text></g>`;

function discriminatorTurn({ latent, real, fake, discriminatorGradient, stops, moves, rests }) {
  return `<svg viewBox="0 0 1180 280" role="img" aria-hidden="true"><defs>${heads('dt')}</defs>
    <text x="0" y="62" class="z">z</text><text x="0" y="92" class="small muted">${latent}</text>
    ${arrow('dt', 'ink', 'M30 54H168')}
    ${network('G', 176, 0, 110, { text: rests })}
    ${arrow('dt', 'ink', 'M330 54H420')}
    <text x="432" y="62" class="g">G(z)</text><text x="432" y="92" class="small muted">${fake}</text>
    ${arrow('dt', 'ink', 'M510 54H592')}
    <text x="432" y="182" class="d">x</text><text x="432" y="212" class="small muted">${real}</text>
    ${arrow('dt', 'ink', 'M466 174H592')}
    ${network('D', 600, 0, 220, { text: moves, moves: true })}
    ${arrow('dt', 'ink', 'M754 54H836')}<text x="850" y="62">−log(1 − <tspan class="d">D</tspan>(<tspan class="g">G</tspan>(z)))</text>
    ${arrow('dt', 'ink', 'M754 174H836')}<text x="850" y="182">−log <tspan class="d">D</tspan>(x)</text>
    ${arrow('dt', 'd', 'M1130 246H562V82')}
    <text x="850" y="274" class="small d">${discriminatorGradient}</text>
    <text x="552" y="274" text-anchor="end" class="small d">${stops}</text></svg>`;
}

function generatorTurn({ latent, fake, generatorGradient, moves, rests }) {
  return `<svg viewBox="0 0 1180 200" role="img" aria-hidden="true"><defs>${heads('gt')}</defs>
    <text x="0" y="62" class="z">z</text><text x="0" y="92" class="small muted">${latent}</text>
    ${arrow('gt', 'ink', 'M30 54H168')}
    ${network('G', 176, 0, 110, { text: moves, moves: true })}
    ${arrow('gt', 'ink', 'M330 54H420')}
    <text x="432" y="62" class="g">G(z)</text><text x="432" y="92" class="small muted">${fake}</text>
    ${arrow('gt', 'ink', 'M510 54H592')}
    ${network('D', 600, 0, 110, { text: rests })}
    ${arrow('gt', 'ink', 'M754 54H836')}<text x="850" y="62">−log <tspan class="d">D</tspan>(<tspan class="g">G</tspan>(z))</text>
    ${arrow('gt', 'g', 'M1010 80V150H251V116')}
    <text x="630" y="186" text-anchor="middle" class="small g">${generatorGradient}</text></svg>`;
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
    <text x="150" y="84" class="line-name">${nonSaturating}</text><text x="150" y="276" class="line-name bad" text-anchor="start">${minimax}</text>
    <circle cx="60" cy="50" r="8" class="dot"/><circle cx="60" cy="350" r="8" class="dot bad"/>
    <text x="60" y="418" class="small">${sure}</text>
    <text x="330" y="418" class="small muted">${half}</text>
    <text x="590" y="418" text-anchor="end" class="small muted"><tspan class="d">D</tspan>(<tspan class="g">G</tspan>(z))</text></svg>`;
}
