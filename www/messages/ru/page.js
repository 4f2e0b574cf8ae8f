/** What never changes on the page, but for its language, in Russian. */

/** @type {typeof import('../en/page.js').page} */
export const page = {
  wrongCount: 'step() принимает целое число шагов, не меньше 1.',
  noRun: 'Пока нет запуска, который можно записать в файл; дождитесь его начала.',
  markupMissing: 'Не удалось получить страницу демонстрации; проверьте соединение с её сервером и обновите страницу.',
  title: 'DCGAN учится писать цифры в этой вкладке',
  description:
    'DCGAN обучается на MNIST у вас на глазах, в браузере: цифры, которые рисует генератор, потери обеих сетей и то, как генератор получает свою функцию потерь от дискриминатора.',
  heading: 'DCGAN учится писать цифры в этой вкладке',
  introduction:
    '<b class="g">Генератор&nbsp;G</b> превращает случайные числа z в изображения, <b class="d">дискриминатор&nbsp;D</b> говорит, насколько они похожи на настоящие из MNIST. Своей функции потерь у G нет: <em>его потери — это мнение D о его изображениях.</em> Ошибка распространяется обратно через D в G, и меняются только веса G.',
  language: 'Язык',
  languageMissing: (name) => `Язык «${name}» не удалось загрузить: проверьте соединение и выберите его ещё раз.`,
  contents: { name: 'На этой странице', lesson: 'Урок', tools: 'Инструменты', notes: 'Примечания' },
  presenter: 'Режим доклада',

  browserObstacle: {
    heading: 'Этот браузер не может вести обучение',
    advice:
      'В нём нет WebAssembly SIMD или модульных воркеров. Откройте страницу в Chrome или Edge 111, Firefox 114, Safari 16.4 или более новом браузере.',
  },

  run: {
    name: 'Обучение',
    download: 'Загрузка',
    retry: 'Повторить',
    close: 'Закрыть сообщение',
    training: 'Управление обучением',
    step: 'Шаг',
    reset: 'Сначала',
    write: 'Писать',
    everyDigit: 'Все',
    weights: 'Веса',
    averaged: 'средние',
    raw: 'как есть',
  },

  verdict: {
    name: 'Оценка цифр',
    readable80: '80&nbsp;% читаемых',
    readable90: '90&nbsp;% читаемых',
    histogram: 'Прочитано как',
    digit: 'Цифра',
    share: 'Доля изображений',
    none: 'ничто',
    diversity: 'Разнообразие',
    frechet: 'Фреше',
    asAsked: 'Как просили',
  },

  counters: { steps: 'Шаг', time: 'Время обучения', stepsPerSecond: 'Шагов / с', imagesPerSecond: 'Изобр. / с' },

  formula: {
    discriminator: 'Потери D',
    generator: 'Потери G',
    real: '= ср.(−log <i class="d">D</i>(x))',
    fake: '+ ср.(−log(1 − <i class="d">D</i>(<i class="g">G</i>(z))))',
    nonSaturating: '= ср.(−log <i class="d">D</i>(<i class="g">G</i>(z)))',
    minimax: '= ср.(log(1 − <i class="d">D</i>(<i class="g">G</i>(z))))',
    softmax: '= −log softmax(единственный логит <i class="d">D</i>) = −log 1',
  },

  opinions: {
    real: '<i class="d">D</i>(x), настоящие',
    fake: '<i class="d">D</i>(<i class="g">G</i>(z)), от G',
  },

  notes: {
    heading: 'Примечания',
    step: 'Один шаг',
    stepText:
      'Сначала ход D: настоящие и сгенерированные изображения, меняются только веса D. Затем ход G: его изображения проходят через обновлённый D, меняются только веса G.',
    address: 'Адрес страницы',
    addressText:
      'Любую настройку можно указать в адресе по имени: <code>?preset=plain&amp;seed=5</code>. <code>?lang=en</code> выбирает язык, <code>?presenter</code> сразу включает режим доклада, <code>?kernel=simd128</code>, <code>relaxed</code> или <code>threads</code> выбирает сборку, <code>?threads=1</code> — число потоков.',
    keyboard: 'Клавиатура',
    shortcut: 'Клавиша P включает и выключает режим доклада.',
    table: 'Потери в таблице',
    tableName: 'Таблица потерь',
    tableStep: 'Шаг',
    tableDiscriminatorSmoothed: 'Потери D, сглаженные',
    tableDiscriminatorSteps: 'Потери D по шагам',
    tableGeneratorSmoothed: 'Потери G, сглаженные',
    tableGeneratorSteps: 'Потери G по шагам',
  },
};
