/** The form of settings, in Russian. */

import { numbers } from './numbers.js';

const { number } = numbers;

/** @type {typeof import('../en/settings.js').settings} */
export const settings = {
  heading: 'Настройки',
  preset: 'Набор настроек',
  defaults: 'По умолчанию',
  fieldset: 'Настройки следующего обучения',
  more: 'Ещё настройки',
  newSeed: 'Новое случайное зерно',

  fields: {
    conditioning: 'Условие',
    clusterCount: 'Кластеры',
    seed: 'Зерно',
    baseWidth: 'Ширина сетей',
    batchSize: 'Размер пакета',
    discriminatorLearningRate: 'Скорость обучения <b class="d">D</b>',
    generatorLearningRate: 'Скорость обучения <b class="g">G</b>',
    generatorLoss: 'Потери <b class="g">G</b>',
    latentSize: 'Размер z',
    discriminatorBeta1: 'β1 в Adam у <b class="d">D</b>',
    generatorBeta1: 'β1 в Adam у <b class="g">G</b>',
    discriminatorBeta2: 'β2 в Adam у <b class="d">D</b>',
    generatorBeta2: 'β2 в Adam у <b class="g">G</b>',
    averageDecay: 'Память среднего',
    reuseFakes: 'Те же изображения',
  },

  choices: {
    conditioning: { none: 'нет', labels: 'метки', clusters: 'кластеры', labelsAndClusters: 'метки и кластеры' },
    generatorLoss: { nonSaturating: 'ненасыщающие', minimax: 'минимаксные', softmax: 'softmax' },
  },

  applies: 'Изменения вступят в силу с кнопкой «Сначала».',
  differs: 'Изменено: нажмите «Сначала», чтобы применить.',
  running: (value) => `Сейчас: ${value}`,
  range: (minimum, maximum) => `от ${number(minimum)} до ${number(maximum)}`,
  notANumber: (minimum, maximum) => `Введите число от ${number(minimum)} до ${number(maximum)}.`,
  notWhole: (minimum, maximum) => `Введите целое число от ${number(minimum)} до ${number(maximum)}.`,
  refused: 'Не начато: одну из настроек нужно исправить.',
  refusal: (sentence) => `Программа обучения не приняла настройки: ${sentence}`,
  switched: (isOn) => (isOn ? 'да' : 'нет'),
  differingCount: (count) => (count === 0 ? '' : `изменено: ${count}`),
  wrongCount: (count) => `исправить: ${count}`,
  hints: {
    'conditioning none': 'сети видят только изображения',
    'conditioning labels': 'сети знают цифру',
    'conditioning clusters': 'сети знают группу',
    'conditioning labelsAndClusters': 'сети знают цифру и её вид',
    'reuseFakes true': 'G учится на пакете D',
    'reuseFakes false': 'G делает новый пакет',
  },
};

/** @type {typeof import('../en/settings.js').presets} */
export const presets = {
  sentences: {
    fast: 'Метки и виды цифр, узкие сети и много мелких шагов: читаемые цифры за секунды.',
    unlabelled: 'Без меток: сначала находит свои группы изображений, которые затем заменяют метки.',
    plain: 'Как в вопросе: обычная DCGAN, которой известно лишь, что настоящее, а что нет.',
    answer: 'Оптимизаторы из ответа, Adam со скоростью обучения 1e-4 и β1 = 0,5: надёжно и медленно.',
    tutorial: 'Как в учебном примере DCGAN для PyTorch: ширина 64, пакеты по 64, каждый шаг долгий.',
    tiny: 'Набор fast с ещё более узкими сетями, для телефонов.',
  },
  custom: (origin) => `свои (на основе ${origin})`,
  unknown: (name, names) => `?preset=${name} не учитывается: нужно ${names.slice(0, -1).join(', ')} или ${names.at(-1)}.`,
};
