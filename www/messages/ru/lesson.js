/** Texts of the path of a step's loss and the experiment, in Russian. */

/** @type {typeof import('../en/lesson.js').lesson} */
export const lesson = {};
