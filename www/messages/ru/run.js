/** What the page says of a run, in Russian. */

import { numbers } from './numbers.js';

const { count, duration, megabytes, plural, share } = numbers;

/** @type {Record<import('../../protocol.js').Flavour, string>} */
const BUILD_NAMES = { threads: 'relaxed SIMD с общей памятью', relaxed: 'relaxed SIMD', simd128: 'SIMD128' };

/** Как сообщить об ошибке. */
const REPORT = 'Это ошибка страницы: сообщите о ней, приложив слова ниже, тем, кто её публикует.';

/** @type {Record<import('../../suspects.js').Suspect, string>} */
const SUSPECTS = {
  learningRate: 'Скорее всего, дело в скоростях обучения: обычны 0,0001–0,002. Уменьшите их и нажмите «Сначала» или вернитесь дальше назад и продолжите с меньшими.',
  memory: 'Adam забывает здесь квадраты градиентов раньше обычного: поднимите beta2 до 0,999 при beta1 0,5.',
  normalization: 'Без пакетной нормализации ничто не удерживает числа в слоях в границах: включите её или уменьшите скорости обучения.',
  chance: 'Ни одна настройка не выделяется. Нажмите «Обучать», чтобы продолжить; если это повторится там же, уменьшите скорости обучения.',
};

/** @type {typeof import('../en/run.js').run} */
export const run = {
  state: {
    loading: 'Загрузка',
    ready: 'Готово к обучению',
    training: 'Идёт обучение',
    pausing: 'Пауза после этого шага',
    stepping: 'Делается один шаг',
    resetting: 'Начинается новое обучение',
    paused: (step) => `Пауза после шага ${count(step)}`,
    failed: 'Остановлено',
    reset: (seed) => `Новое обучение, зерно ${seed}`,
  },

  transport: { train: 'Обучать', pause: 'Пауза', pausing: 'Пауза…' },

  loading: {
    download: 'Загружаются программа обучения и изображения',
    start: 'Запускается программа обучения',
    size: (received, total) =>
      total === null ? `загружено ${megabytes(received)}` : `${numbers.decimal(received / 1e6, 1)} из ${megabytes(total)}`,
  },

  kernels: {
    running: (flavour, threads) =>
      `Вычислительные ядра: ${BUILD_NAMES[flavour]}, ${count(threads)} ${plural(threads, { one: 'поток', few: 'потока', other: 'потоков' })}.`,
    passed: ({ flavour, reason, failure }) => {
      if (reason === 'relaxedSimd') return `?kernel=${flavour} здесь не работает: в этом браузере нет relaxed SIMD.`;
      if (reason === 'isolation') return `?kernel=${flavour} здесь не работает: сервер не изолирует страницу (cargo xtask serve изолирует).`;
      if (reason === 'absent') return `?kernel=${flavour} здесь не работает: в этой копии демонстрации такой сборки нет.`;
      return `Сборка ${flavour} не запустилась, работает следующая: ${closed(failure ? `${failure.file}, ${failure.detail}` : '')}`;
    },
  },

  isolation: {
    /** @param {number} threads */
    offer: (threads) => `Включить ${count(threads)} ${plural(threads, { one: 'поток', few: 'потока', other: 'потоков' })}`,
    offerNote: 'Страница перезагрузится, и обучение начнётся сначала. В браузере останется небольшой скрипт этой страницы, без которого потоки здесь не работают; убрать его можно тут же.',
    end: 'Вернуться к одному потоку',
    endNote: 'Скрипт, который позволяет странице использовать потоки, будет удалён, страница перезагрузится, и обучение начнётся сначала.',
    failed: 'Браузер не принял скрипт, который нужен здесь для потоков; обучение продолжается в одном.',
  },

  failure: {
    browser: () => ({
      sentence: 'Этот браузер не может выполнить обучение.',
      advice: 'В нём нет модульных воркеров: откройте страницу в Chrome или Edge 111, Firefox 114, Safari 16.4 или новее.',
    }),
    unreachable: ({ file }) => ({
      sentence: `Не удалось загрузить ${file}.`,
      advice: 'Проверьте, что сервер ещё работает (cargo xtask serve) и что с ним есть связь, затем повторите.',
    }),
    missing: ({ file, detail }) => ({
      sentence: `На сервере нет файла ${file} (код ${detail}).`,
      advice: 'Сервер должен отдавать весь репозиторий вместе с папками pkg и data (cargo xtask serve так и делает), затем повторите.',
    }),
    replaced: ({ file }) => ({
      sentence: `Вместо файла ${file} сервер прислал веб-страницу.`,
      advice: 'Скорее всего, этого файла там нет: опубликуйте весь репозиторий вместе с папками pkg и data, затем повторите.',
    }),
    interrupted: ({ file }) => ({
      sentence: `Загрузка ${file} прервалась.`,
      advice: 'Проверьте соединение, затем повторите.',
    }),
    corrupt: ({ file }) => ({
      sentence: `Файл ${file} повреждён или от другой версии этой страницы.`,
      advice: 'Обновите страницу или повторите; если не поможет, опубликуйте заново весь репозиторий вместе с папками pkg и data.',
    }),
    program: ({ file, detail }) => ({
      sentence: `Программу обучения ${file} не удалось запустить.`,
      advice: 'Повторите; если не поможет, файл повреждён: соберите его заново командой cargo xtask build.',
      detail,
    }),
    data: ({ detail }) => ({
      sentence: 'Файлы с изображениями прочитать не удалось.',
      advice: 'Повторите; если не поможет, файлы в папке data повреждены: создайте их заново командой cargo xtask shard.',
      detail,
    }),
    diverged: ({ detail, standsAt = 0, suspects = [] }) => ({
      sentence: 'Обучение разошлось: потери или градиент перестали быть конечным числом.',
      advice: [
        `Это обновление не применено: обучение снова стоит на шаге ${count(standsAt)}.`,
        ...suspects.map((suspect) => SUSPECTS[suspect]),
      ].join(' '),
      detail,
    }),
    trapped: ({ detail }) => ({
      sentence: 'Программа обучения неожиданно остановилась.',
      advice: `Повторите, чтобы продолжить с последнего сохранённого шага. ${REPORT}`,
      detail,
    }),
    memory: ({ detail }) => ({
      sentence: 'У браузера больше нет памяти для программы обучения.',
      advice: 'Закройте другие вкладки и повторите или выберите меньшую ширину или размер пакета и нажмите «Сначала».',
      detail,
    }),
    silent: () => ({
      sentence: 'Обучающий воркер больше не отвечает.',
      advice: 'Повторите, чтобы продолжить с последнего сохранённого шага.',
    }),
    worker: ({ file, detail }) => ({
      sentence: `Обучающий воркер ${file} не запустился или прервался.`,
      advice: 'Проверьте, что сервер ещё работает и отдаёт весь репозиторий, затем повторите.',
      detail,
    }),
  },
  recovered: (step, cause) => {
    const goesOn = `Другой воркер сам продолжает с шага ${count(step)}: больше ничего не потеряно.`;
    return cause === 'trapped' ? `${goesOn} ${REPORT}` : goesOn;
  },

  verdict: {
    loading: 'оценки пока нет',
    found: (covered) => {
      if (covered === 0) return 'читаемых, пока ни одной цифры';
      return `читаемых, ${covered === 10 ? 'все десять цифр' : `${covered} из десяти цифр`}`;
    },
    base: (verdict) => {
      const source = verdict.shown === 'raw' ? 'Веса как есть' : 'Усреднённые веса';
      const images = plural(verdict.count, { one: 'новое изображение', few: 'новых изображения', other: 'новых изображений' });
      return `${source}, ${count(verdict.count)} ${images}, шаг ${count(verdict.step)}`;
    },
    missing: ({ file, detail }) =>
      `Судью не удалось загрузить (${file}, ${detail}): обучение идёт без оценок, пока страница не будет перезагружена.`,
  },

  milestones: {
    notYet: 'ещё нет',
    steps: (step) => `${count(step)} ${plural(step, { one: 'шаг', few: 'шага', other: 'шагов' })}`,
    passed: (milestone) =>
      `${share(milestone.share)} читаемых через ${duration(milestone.elapsedMilliseconds)} (${run.milestones.steps(milestone.step)})`,
  },

  view: {
    unlabelled: 'что получится: меток классов здесь нет.',
  },

  digits: {
    none: 'Изображений пока нет: генератор начнёт рисовать, когда всё загрузится.',
    drawn: ({ step, view }) => {
      if (step === 0) return 'Сетка из 64 изображений необученного генератора: читать пока нечего.';
      const wish = view.digit === null ? '' : ` по просьбе написать цифру ${view.digit}`;
      const source = view.shown === 'raw' ? 'с весами как есть' : 'с усреднёнными весами';
      return `Сетка из 64 изображений: генератор ${source} рисует их${wish} из 64 неизменных латентных векторов после шага ${count(step)}.`;
    },
  },

  chart: {
    discriminator: 'D',
    generator: 'G',
    step: 'шаг',
    balance: {
      discriminator: { balanceValue: '2 ln 2', balanceName: 'равновесие' },
      nonSaturating: { balanceValue: 'ln 2', balanceName: 'равновесие' },
      minimax: { balanceValue: '−ln 2', balanceName: 'равновесие' },
      softmax: { balanceValue: '0', balanceName: 'всегда' },
    },
    empty: 'Потери D и G: пока ни одного шага.',
    summary: (step, d, g) =>
      `Сглаженные потери к шагу ${count(step)}: D ${d.loss} (в равновесии ${d.balance}), G ${g.loss} (в равновесии ${g.balance}).`,
  },

  between: (least, greatest) => `от ${least} до ${greatest}`,
};

/** @param {string} sentence */
function closed(sentence) {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
