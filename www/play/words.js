/** What the views of this directory read of the messages. Types only: this module has no code. */

/** @typedef {import('../messages.js').Messages & { play: typeof import('../messages/en/play.js').play }} Messages */

export {};
