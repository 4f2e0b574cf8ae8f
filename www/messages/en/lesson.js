/** Texts of the path of a step's loss and the experiment. */

export const lesson = {};
