/** Texts of travel in time, the referee, the gallery and what one takes home, in Russian. */

/** @type {typeof import('../en/history.js').history} */
export const history = {};
