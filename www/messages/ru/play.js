/** Texts of the latent plane, the question to D and the game, in Russian. */

/** @type {typeof import('../en/play.js').play} */
export const play = {};
