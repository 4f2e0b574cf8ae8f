/** Texts of travel in time, the referee, the gallery and what one takes home, in Russian. */

import { numbers } from './numbers.js';

/** @typedef {import('../../history/referee.js').Finding} Finding */

const { count, decimal, duration, plural, share } = numbers;

/** @param {Finding} finding */
const opinions = ({ realProbability, fakeProbability }) =>
  `D даёт настоящим изображениям ${decimal(realProbability, 2)}, сгенерированным ${decimal(fakeProbability, 2)}`;

/** Digits by their names, for more than one of each. */
const DIGITS = ['нули', 'единицы', 'двойки', 'тройки', 'четвёрки', 'пятёрки', 'шестёрки', 'семёрки', 'восьмёрки', 'девятки'];

/** @type {typeof import('../en/history.js').history} */
export const history = {
  help: {
    balanceDiscriminator:
      'Если D не может сказать о любом изображении ничего лучше ½, то каждое из двух слагаемых равно −ln ½ = ln 2, а вся функция потерь D равна 2 ln 2 = 1,386; ниже этой линии D отличает настоящие изображения от сгенерированных.',
    balanceGenerator:
      'Если D говорит об изображениях G ½, то потери G, −ln D(G(z)), равны −ln ½ = ln 2 = 0,693; выше этой линии D распознаёт изображения G.',
    balanceMinimax:
      'Если D говорит об изображениях G ½, то минимаксные потери ln(1 − D(G(z))) равны ln ½ = −ln 2 = −0,693; ближе к 0 D распознаёт изображения G, и кривая становится пологой.',
    referee:
      'Судья игры смотрит на средние ответы D за последние шаги и на последний вердикт о цифрах; мнение меняет, только если перемена держится.',
    travel:
      'Во время обучения сохраняются моменты вместе со всеми весами, не больше 64: любой можно посмотреть снова или продолжить с него с настройками из формы, а прошлое обучение останется на графике тонкой точечной линией.',
  },

  chart: {
    before: (name) => `${name} до этого`,
    compared: (steps, from) =>
      `За ними точками предыдущее обучение: до шага ${count(steps)}${from > 0 ? `, расходится после шага ${count(from)}` : ''}.`,
    summaryUnbalanced: (step, d, g) => `Потери до шага ${count(step)}, сглаженные: D ${d}, G ${g}. У softmax от одного логита равновесия нет.`,
  },

  table: { discriminatorBefore: 'Потери D до этого, сглаженные', generatorBefore: 'Потери G до этого, сглаженные' },

  travel: {
    slider: 'Момент обучения',
    now: 'К настоящему',
    continue: 'Продолжить отсюда',
    compare: 'Прошлое обучение',
    replay: 'Проиграть',
    stop: 'Остановить',
    next: 'Следующий момент',
    moment: ({ step, elapsedMilliseconds }) => `Шаг ${count(step)}, спустя ${duration(elapsedMilliseconds)} обучения`,
    momentInShort: ({ step, elapsedMilliseconds }) => `шаг ${count(step)}, ${duration(elapsedMilliseconds)}`,
    present: 'сейчас',
    settingsWrong: 'Не продолжено: одну из настроек нужно исправить.',
    refused: (sentence) => `Не продолжено: ${sentence}`,
  },

  referee: {
    title: 'Судья игры',
    early: () => ({ headline: 'Рано судить.', reason: 'Первые шаги мало что говорят: D и G только начали.' }),
    balanced: (finding) => ({
      headline: 'Равновесие.',
      reason: `${opinions(finding)}: он находит различия, но далеко не уверен, поэтому градиент ведёт G в верную сторону.`,
    }),
    discriminatorWins: (finding) => ({
      headline: 'D выигрывает.',
      reason: `${opinions(finding)}: он различает почти все. ${
        finding.form === 'minimax'
          ? 'В минимаксной форме градиент G тем слабее, чем увереннее D.'
          : 'Градиент G остаётся сильным, но G придётся догонять.'
      }`,
    }),
    saturated: (finding) => ({
      headline: 'Насыщение: D почти ни в чём не сомневается.',
      reason: `${opinions(finding)}. Потери D почти 0, и D почти не учится; ${
        finding.form === 'minimax' ? 'минимаксные потери G здесь пологие, так что не учится и G.' : 'а G слышит от него только «неверно».'
      }`,
    }),
    generatorWins: (finding) => ({
      headline: 'G выигрывает.',
      reason: `${opinions(finding)}: он принимает изображения G за настоящие, какими бы они ни были, и ничему не может научить.`,
    }),
    oneDigit: ({ digit, digitShare, verdict }) => ({
      headline: `Схлопывание мод: ${Math.round(10 * digitShare)} из 10 — ${DIGITS[digit ?? 0]}.`,
      reason: `Так прочитано ${share(digitShare)} из ${count(verdict?.count ?? 0)} новых изображений. G повторяет то, что D пропускает.`,
    }),
    oneImage: ({ verdict }) => ({
      headline: 'Схлопывание: одинаковые цифры похожи как копии.',
      reason: `Их разнообразие ${decimal(verdict?.diversity ?? 0, 2)}, у настоящих цифр оно 1: G рисует снова и снова одни и те же изображения.`,
    }),
    nothingLearnt: ({ form }) => ({
      headline: 'Обучения нет: все потери в точности равны 0.',
      reason:
        form === 'softmax'
          ? 'Softmax от одного числа равен 1, каким бы оно ни было, а ln 1 = 0: градиента нет, веса не меняются.'
          : 'Без потерь нет градиента, и веса не меняются.',
    }),
    diverged: () => ({
      headline: 'Не число.',
      reason: 'Потери или градиент выросли за пределы чисел, и обучение остановлено, пока веса не испорчены. Помогает меньшая скорость обучения.',
    }),
  },

  gallery: {
    title: 'Галерея неудач',
    introduction:
      'Каждая карточка портит одну настройку в исправном наборе. Скажите, чего вы ждёте: с выбором обучение начнётся, наверху и в карточке, а объяснение появится, когда будет на что смотреть.',
    question: 'Чего вы ждёте?',
    running: 'Идёт обучение: подождите, пока станет видно.',
    asExpected: 'Как вы и ждали.',
    unlikeExpected: 'Не то, чего вы ждали: сбылся ответ в рамке.',
    missed: (steps) =>
      `За ${count(steps)} ${plural(steps, { one: 'шаг', few: 'шага', other: 'шагов' })} в этом обучении неудача не проявилась. Обычно бывает так:`,
    refused: (sentence) => `Начать не удалось: ${sentence}`,
    tryCure: 'Запустить без ошибки, сохранив эти кривые для сравнения',
    evidence: {
      realProbability: '<i class="d">D</i>(x)',
      fakeProbability: '<i class="d">D</i>(<i class="g">G</i>(z))',
      generatorLoss: 'Потери <span class="g">G</span>',
      readable: 'Читаемых',
      digits: 'Найдено цифр',
      diversity: 'Разнообразие',
    },
    failures: {
      discriminatorTooStrong: {
        title: 'D слишком силён',
        change: '<code>fast</code>, но G учится в сорок раз медленнее: скорость обучения <b class="g">G</b> 1e-4 вместо 4e-3.',
        expectations: ['G научится тому же, только позже', 'D станет уверен во всём, G почти ничему не научится', 'Обучение остановится с ошибкой'],
        watch: 'Смотрите, как D(x) идёт к 1, а D(G(z)) к 0.',
        explanation:
          'D обгоняет G: уже через несколько шагов он уверен в каждом изображении. Градиент у G есть, ведь −log D(G(z)) здесь как раз крутой, но мелкие шаги G гонятся за D, который давно ушёл дальше, и ничего читаемого не выходит.',
        cure: 'Лечение: пусть оба учатся примерно в одном темпе, или пусть у G будет больше ходов.',
      },
      learningRate: {
        title: 'Слишком высокая скорость обучения',
        change: '<code>fast</code> со скоростью обучения 0,3 у обоих, примерно в сто раз больше нужной.',
        expectations: ['Хорошие цифры, только раньше', 'Потери скачут, но цифры в конце концов появятся', 'Огромные потери и никаких цифр'],
        watch: 'Смотрите на потери G: в исправном обучении они от 1 до 3.',
        explanation:
          'Каждый шаг пролетает мимо цели. Логиты D доходят до тысяч, его ответ — 0 или 1 и ничего между ними, а G бросает от одной кляксы к другой. Шаг Adam так длинен, как велит скорость обучения, каким бы малым ни был градиент: поэтому ничего и не успокаивается. (В десять раз больше нужного здесь, кстати, ещё работает.)',
        cure: 'Лечение: для таких узких сетей не больше нескольких тысячных, для широких 1e-4 или 2e-4.',
      },
      batchNormalization: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
      eightImages: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
      beta1: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
      checkerboards: { title: '', change: '', expectations: ['', '', ''], watch: '', explanation: '', cure: '' },
    },
  },

  takeHome: {
    title: 'Взять с собой',
    introduction: 'Всё делается в этой вкладке и покидает её только как ваш файл.',
    weights: 'Веса (.safetensors)',
    weightsNote: 'Обе сети и усреднённый генератор под именами PyTorch, а для проверки латентные векторы и изображения сетки.',
    losses: 'Потери (.csv)',
    bound: (rows) =>
      `Потери и ответы D на каждом шаге. До ${count(rows)} строк: от более долгого обучения остаётся каждый второй шаг, потом каждый четвёртый, о чём говорит последний столбец.`,
    digits: 'Цифры (.png)',
    digitsNote: 'Сетка, какая она сейчас, каждый пиксель шириной в четыре.',
    run: 'Обучение (.gif)',
    runNote: 'Все сохранённые моменты, от первого до последнего, каждый со своим шагом.',
    link: 'Скопировать ссылку',
    linkNote: 'Всё остальное, что нужно, чтобы повторить обучение: адрес со всеми настройками, отличными от набора, и зерно.',
    making: 'Готовится',
    saved: (file) => `Сохранён файл ${file}.`,
    nothing: 'Сохранять пока нечего: сначала обучите сети.',
    failed: (reason) => `Не получилось: ${reason}`,
    script: 'Скрипт для PyTorch, который рисует те же цифры',
    scriptNote:
      'Сохраните его рядом с весами и запустите <code>python load_weights.py dcgan-weights.safetensors</code>, а до этого <code>pip install torch safetensors numpy</code>. Это файл <a href="examples/load_weights.py">examples/load_weights.py</a>.',
    copyScript: 'Скопировать скрипт',
    copied: 'Скрипт скопирован.',
    notCopied: 'Браузер не дал странице скопировать: выделите скрипт и скопируйте его сами.',
    scriptMissing: (file, reason) => `Не удалось загрузить ${file} (${reason}).`,
  },
};
