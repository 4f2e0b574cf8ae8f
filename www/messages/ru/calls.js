/** What a frame's parent is told of a call that cannot be carried out, in Russian. */

/** @type {typeof import('../en/calls.js').calls} */
export const calls = {
  unknown: (names) => `Такого вызова нет; выберите ${names.slice(0, -1).join(', ')} или ${names.at(-1)}.`,
  busy: (most) => `Ответа ждут уже ${most} вызова; дождитесь одного из них.`,
  takes: {
    nothing: (name) => `${name} не принимает аргументов.`,
    count: (name) => `${name} принимает целое число шагов, не меньше 1, или ничего.`,
    settings: (name) => `${name} принимает настройки в том виде, в каком они стоят в адресе, или простой объект с ними, или ничего.`,
    file: (name) => `${name} принимает один файл: байты или Blob, не больше 256 МБ.`,
    kept: (name) => `${name} принимает то, что фрейм просил сохранить, или null.`,
  },
};
