/** The worker's script, a classic one, to be started rather than imported: `new Worker(new URL('dcgan-wasm/worker', import.meta.url))`. */
export {};
