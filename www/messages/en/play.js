/** Texts of the latent plane, the question to D and the game. */

export const play = {};
