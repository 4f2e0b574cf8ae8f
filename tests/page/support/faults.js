/** Faults that a browser, a device or a host may do to a page that trains, done on purpose. */

import { readFileSync, readdirSync } from 'node:fs';

/** @typedef {import('./demo-page.js').DemoPage} DemoPage */

/**
 * The program may have no more memory than it begins with and so many pages: the module says so itself, as a browser that has no more would.
 * Until the page is mended; a worker that has begun keeps what it has.
 * @param {DemoPage} demo
 * @param {number} pages
 */
export async function limitMemory(demo, pages) {
  // Once it has come: the file itself is known by its hash.
  await demo.sabotage(`{
    ${[withLargestMemory, numberAt, encoded].join('\n')}
    const { compile } = WebAssembly;
    WebAssembly.compile = (bytes) => compile(withLargestMemory(bytes, ${pages}));
  }`);
}

/**
 * The module with a largest size of its memory.
 * @param {Uint8Array} module
 * @param {number} pages more than it begins with
 */
function withLargestMemory(module, pages) {
  const MEMORY_SECTION = 5;
  for (let at = 8; at < module.length; ) {
    const size = numberAt(module, at + 1);
    const [id, content] = [module[at], at + 1 + size.length];
    if (id === MEMORY_SECTION) {
      const least = numberAt(module, content + 2);
      // One memory, with a largest size, from so many pages to so many.
      const section = [1, 1, ...encoded(least.value), ...encoded(least.value + pages)];
      return Uint8Array.from([...module.subarray(0, at), MEMORY_SECTION, ...encoded(section.length), ...section, ...module.subarray(content + size.value)]);
    }
    at = content + size.value;
  }
  throw new Error('The module has no memory of its own.');
}

/**
 * A whole number as WebAssembly writes it (LEB128), and how many bytes it takes.
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function numberAt(bytes, at) {
  let value = 0;
  for (let length = 1; ; length++) {
    const byte = bytes[at + length - 1] ?? 0;
    value += (byte & 0x7f) * 128 ** (length - 1);
    if (byte < 0x80) return { value, length };
  }
}

/**
 * @param {number} value
 * @returns {number[]}
 */
function encoded(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(Math.floor(value / 128))];
}

/**
 * The page's process stops as if the device slept, and goes on.
 * @param {number} browserProcess
 * @param {number} milliseconds
 */
export async function sleepThrough(browserProcess, milliseconds) {
  const processes = renderersOf(browserProcess);
  if (processes.length === 0) throw new Error('The browser has no process for pages.');
  for (const id of processes) process.kill(id, 'SIGSTOP');
  try {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  } finally {
    for (const id of processes) process.kill(id, 'SIGCONT');
  }
}

/** @param {number} browserProcess */
function renderersOf(browserProcess) {
  /** @type {Map<number, { parent: number, command: string }>} */
  const all = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      all.set(Number(name), { parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (/** @type {number} */ id) => {
    for (let at = id; at > 1; at = all.get(at)?.parent ?? 0) if (at === browserProcess) return true;
    return false;
  };
  return [...all].filter(([id, { command }]) => command.includes('--type=renderer') && isOurs(id)).map(([id]) => id);
}

/** Run in the page before it: remembers the training workers that it starts. */
export function rememberWorkers() {
  /** @type {Worker[]} */
  const trainers = [];
  Object.assign(window, { trainers });
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} words */
    constructor(...words) {
      super(...words);
      if (String(words[0]).endsWith('/www/worker.js')) trainers.push(this);
    }
  };
}

/** Run in the page before it: its storage takes nothing, as one that is full does. */
export function fillStorage() {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('The storage is full.', 'QuotaExceededError');
  };
}

/** Run in the page before it: its storage may not even be opened. */
export function denyStorage() {
  IDBFactory.prototype.open = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
}
