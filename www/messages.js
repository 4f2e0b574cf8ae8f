/** The languages of the page: a folder of messages and a line here for each. */

import { english } from './messages/en/index.js';
import { russian } from './messages/ru/index.js';

/** @typedef {import('./messages/en/index.js').Messages} Messages */
/** @typedef {{ code: string, name: string, messages: Messages }} Language its code as in `<html lang>`, and its own name for itself */

/** The first is what index.html is written in. @type {readonly Language[]} */
export const languages = [
  { code: 'en', name: 'English', messages: english },
  { code: 'ru', name: 'Русский', messages: russian },
];
