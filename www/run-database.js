/** The browser's database of runs: one record for each title, and locks that say which titles a living document keeps its run under. */

/**
 * A run that was kept.
 * @typedef {object} Kept
 * @property {Uint8Array<ArrayBuffer>} file
 * @property {boolean} isTraining
 * @property {number} [steps] that it had taken, where that is known
 * @property {import('./trainer-client.js').Images | null} [images] of the visitor's, that it is trained on
 */

/** A run as it stands in the database. @typedef {Kept & { title: string, keptAt: number }} KeptRecord */

const DATABASE = 'dcgan-demo';
const RUNS = 'runs';
/** How long a document that was here just now may take to be gone. */
const PATIENCE_MILLISECONDS = 1000;

export class RunDatabase {
  #window;

  /** @param {Window & typeof globalThis} window whose storage it is; each method rejects where that is denied or full */
  constructor(window) {
    this.#window = window;
  }

  /**
   * @param {string} title
   * @returns {Promise<KeptRecord | null>}
   */
  async get(title) {
    return (await this.#ask('readonly', (runs) => runs.get(title))) ?? null;
  }

  /** @returns {Promise<string[]>} every title, in the order in which they were last kept */
  async titles() {
    return /** @type {string[] | null} */ (await this.#ask('readonly', (runs) => runs.index('keptAt').getAllKeys())) ?? [];
  }

  /**
   * In the place of what had the title: whatever happens meanwhile, one of the two is there afterwards.
   * @param {string} title
   * @param {Kept} kept
   */
  async put(title, kept) {
    await this.#ask('readwrite', (runs) => runs.put({ ...kept, title, keptAt: Date.now() }), true);
  }

  /** @param {string} title */
  async delete(title) {
    await this.#ask('readwrite', (runs) => runs.delete(title));
  }

  /**
   * Removes runs that nobody comes back to.
   * @param {(title: string) => boolean} isMeant
   * @param {number} oldest how many milliseconds ago it was kept
   * @param {number} most so many of the newest stay
   */
  async prune(isMeant, oldest, most) {
    const range = IDBKeyRange.upperBound(Date.now() - oldest);
    const old = await this.#ask('readonly', (runs) => runs.index('keptAt').getAllKeys(range));
    const surplus = (await this.titles()).filter(isMeant).slice(0, -most);
    const titles = /** @type {string[]} */ (old ?? []).filter(isMeant);
    for (const title of new Set([...titles, ...surplus])) await this.delete(title);
  }

  /** Removes everything. */
  async clear() {
    await this.#ask('readwrite', (runs) => runs.clear());
  }

  /**
   * Locks a title until this document is gone.
   * @param {string} title
   * @returns {Promise<boolean>} whether it could
   */
  lock(title) {
    const { locks } = this.#window.navigator;
    // Where a page is not served securely, there are none.
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = () => {
        resolve(true);
        return new Promise(() => {});
      };
      const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
      locks.request(`${DATABASE} ${title}`, { signal }, held).catch(() => resolve(false));
    });
  }

  /**
   * @template Result
   * @param {IDBTransactionMode} mode
   * @param {(runs: IDBObjectStore) => IDBRequest<Result>} ask
   * @param {boolean} creates the database, if there is none
   * @returns {Promise<Result | null>} once it is written; `null` where there is no database
   */
  async #ask(mode, ask, creates = false) {
    const database = await open(this.#window.indexedDB, creates);
    if (!database) return null;
    try {
      const transaction = database.transaction(RUNS, mode);
      const request = ask(transaction.objectStore(RUNS));
      await ended(transaction);
      return request.result;
    } finally {
      database.close();
    }
  }
}

/**
 * @param {IDBFactory} factory
 * @param {boolean} creates
 * @returns {Promise<IDBDatabase | null>}
 */
function open(factory, creates) {
  const request = factory.open(DATABASE, 1);
  let isMissing = false;
  request.onupgradeneeded = () => {
    if (creates) request.result.createObjectStore(RUNS, { keyPath: 'title' }).createIndex('keptAt', 'keptAt');
    // To look for a database must not make one: nothing is stored before the first checkpoint.
    else request.transaction?.abort();
    isMissing = !creates;
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (isMissing ? resolve(null) : reject(request.error));
  });
}

/**
 * A request has succeeded before its transaction is written, which may still fail for want of room.
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function ended(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
