/** The form of settings, in Russian. */

import { numbers } from './numbers.js';

const { number } = numbers;

/** @type {typeof import('../en/settings.js').settings} */
export const settings = {
  heading: 'Настройки',
  preset: 'Набор',
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
    generatorLoss: 'Функция потерь <b class="g">G</b>',
    latentSize: 'Размер z',
    discriminatorBeta1: 'β1 в Adam у <b class="d">D</b>',
    generatorBeta1: 'β1 в Adam у <b class="g">G</b>',
    discriminatorBeta2: 'β2 в Adam у <b class="d">D</b>',
    generatorBeta2: 'β2 в Adam у <b class="g">G</b>',
    averageDecay: 'Память среднего',
    reuseFakes: 'Те же изображения',
    generatorTurn: 'Ход <b class="g">G</b>',
    batchNormalization: 'Пакетная нормализация',
    kernelSize: 'Ядра свёрток <b class="g">G</b>',
    imageLimit: 'Обучающие изображения',
  },

  choices: {
    conditioning: { none: 'нет', labels: 'метки', clusters: 'кластеры', labelsAndClusters: 'метки и кластеры' },
    generatorLoss: { nonSaturating: 'ненасыщающие', minimax: 'минимаксные', softmax: 'softmax' },
    generatorTurn: { twoOptimizers: 'два оптимизатора', stackedFrozen: 'стек, D заморожен', stackedUnfrozen: 'стек, D не заморожен' },
    kernelSize: { four: '4 × 4', five: '5 × 5' },
  },

  applies: 'Изменения — после «Сначала».',
  differs: 'Изменено: нажмите «Сначала».',
  running: (value) => `Сейчас: ${value}`,
  range: (minimum, maximum) => `от ${number(minimum)} до ${number(maximum)}`,
  notANumber: (minimum, maximum) => `Введите число от ${number(minimum)} до ${number(maximum)}.`,
  notWhole: (minimum, maximum) => `Введите целое число от ${number(minimum)} до ${number(maximum)}.`,
  refused: 'Не начато: одну из настроек нужно исправить.',
  refusal: (sentence) => `Программа обучения не приняла настройки: ${sentence}`,
  switched: (isOn) => (isOn ? 'да' : 'нет'),
  differingCount: (count) => (count === 0 ? '' : `изменено: ${count}`),
  wrongCount: (count) => `исправить: ${count}`,
  link: {
    copy: 'Копировать ссылку',
    address: 'Адрес, который повторит это обучение',
    copied: 'Скопировано: ссылка повторит это обучение.',
    byHand: 'Эта ссылка повторит обучение: скопируйте её отсюда.',
  },
  address: {
    ignored: (parameter, value, sentence) => `?${parameter}=${value} не учитывается. ${sentence}`,
    oneOf: (values) => `Выберите ${values.slice(0, -1).join(', ')} или ${values.at(-1)}.`,
    anyOf: (values) => `Выберите что-либо из этого: ${values.join(', ')}.`,
    name: (longest) => `Введите имя, от 1 до ${longest} символов.`,
    picture: 'Введите адрес изображения.',
    ownPicture: 'Введите адрес изображения на том же сервере, что и эта страница.',
    origins: 'Введите источники, такие как https://lms.example, через запятую.',
    meant: (name) => `Может быть, ${name}?`,
    stranger: 'Настройки с таким именем нет.',
    call: 'reset() принимает настройки в том виде, в каком они стоят в адресе, например "preset=plain&seed=5", или простой объект с ними.',
  },
  hints: {
    'conditioning none': 'сети видят только изображения',
    'conditioning labels': 'сети знают цифру',
    'conditioning clusters': 'сети знают группу',
    'conditioning labelsAndClusters': 'сети знают цифру и её вид',
    'reuseFakes true': 'G учится на пакете D',
    'reuseFakes false': 'G делает новый пакет',
    'generatorLoss nonSaturating': 'сильны, пока D побеждает',
    'generatorLoss minimax': 'слабеют, пока D побеждает',
    'generatorLoss softmax': 'всегда 0: не учится',
    'generatorTurn twoOptimizers': 'каждый по своим переменным',
    'generatorTurn stackedFrozen': 'третья модель, D неизменен',
    'generatorTurn stackedUnfrozen': 'D учится верить подделкам',
    'batchNormalization true': 'после каждого скрытого слоя',
    'batchNormalization false': 'нет',
    'kernelSize 4': 'делится на шаг 2 нацело',
    'kernelSize 5': 'перекрытия неравномерны',
    'imageLimit 0': '0: все',
  },
};

/** @type {typeof import('../en/settings.js').presets} */
export const presets = {
  names: {
    fast: 'быстрый',
    unlabelled: 'без меток',
    plain: 'простой',
    answer: 'из ответа',
    tutorial: 'учебный',
    tiny: 'крошечный',
  },
  sentences: {
    fast: 'Метки и виды, узкие сети, мелкие шаги: цифры за секунды.',
    unlabelled: 'Без меток: находит группы изображений, которые их заменяют.',
    plain: 'Как в вопросе: обычная DCGAN, знает лишь, что настоящее.',
    answer: 'Как в ответе: Adam, скорость 1e-4, β1 = 0,5: надёжно и медленно.',
    tutorial: 'Как в примере PyTorch: ширина и пакеты 64, шаги долгие.',
    tiny: 'Как быстрый, но сети ещё уже: для телефонов.',
  },
  custom: (origin) => `свой (из «${origin}»)`,
};
