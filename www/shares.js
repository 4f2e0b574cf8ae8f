/** The shares of readable images whose first moment in a run is noted. */

/** In rising order. */
export const SHARES = /** @type {const} */ ([0.8, 0.9]);
