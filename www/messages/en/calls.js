/** What a frame's parent is told of a call that cannot be carried out. */

export const calls = {
  /** @param {readonly string[]} names */
  unknown: (names) => `There is no such call; choose ${names.slice(0, -1).join(', ')} or ${names.at(-1)}.`,
  /** @param {number} most */
  busy: (most) => `${most} calls wait for their answers already; wait for one of them.`,
  /** What each takes, by its name. @satisfies {Record<string, (name: string) => string>} */
  takes: {
    nothing: (/** @type {string} */ name) => `${name} takes no arguments.`,
    count: (/** @type {string} */ name) => `${name} takes one whole number of steps, 1 or more, or no arguments.`,
    settings: (/** @type {string} */ name) => `${name} takes settings as an address has them, or a plain object of them, or no arguments.`,
    file: (/** @type {string} */ name) => `${name} takes one file: bytes or a Blob, of at most 256 MB.`,
    kept: (/** @type {string} */ name) => `${name} takes what the frame has told you to keep, or null.`,
  },
};
