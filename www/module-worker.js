/** The worker of a page that lies beside its modules. */

/** @typedef {import('./ports.js').Port} Port */

/** The browser cannot run a worker made of modules. */
export class ModuleWorkersMissing extends Error {}

/**
 * A browser that knows module workers reads the `type` option; one that does not would fail on the first import.
 * @param {URL} address
 * @returns {Port}
 */
export function moduleWorker(address) {
  let understood = false;
  const worker = new Worker(address, {
    get type() {
      understood = true;
      return /** @type {const} */ ('module');
    },
  });
  if (understood) return worker;
  worker.terminate();
  throw new ModuleWorkersMissing();
}
