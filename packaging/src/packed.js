/** Bytes that stand in a script as text, packed or not. */

/**
 * @param {string} text in base 64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * @param {string} text gzip in base 64
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unpacked(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
