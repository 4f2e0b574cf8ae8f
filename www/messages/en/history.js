/** Texts of travel in time, the referee, the gallery and what one takes home. */

export const history = {};
