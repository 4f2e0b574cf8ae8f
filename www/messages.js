/** The languages of the page: a folder of messages and a line here for each. */

import { english } from './messages/en/index.js';

/** @typedef {import('./messages/en/index.js').Messages} Messages */
/**
 * @typedef {object} Language
 * @property {string} code as in `<html lang>`
 * @property {string} name that it has for itself
 * @property {() => Promise<Messages>} load fetches its messages, which only its readers need
 */

/** What index.html is written in, and the page says until another is there. */
export { english };

/** @type {readonly Language[]} */
export const languages = [
  { code: 'en', name: 'English', load: async () => english },
  { code: 'ru', name: 'Русский', load: async () => (await import('./messages/ru/index.js')).russian },
];
