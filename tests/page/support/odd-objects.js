/** What no one in their right mind asks for. */

/**
 * Settings that cannot be those of a run, each with what it is. It stands for itself, so that it can be run in a page, where objects cannot be sent.
 * @returns {[string, unknown][]}
 */
export function oddSettings() {
  const thrower = () => {
    throw new Error('gotcha');
  };
  const cyclic = /** @type {Record<string, unknown>} */ ({});
  cyclic['self'] = cyclic;
  const values = /** @type {[string, unknown][]} */ ([
    ...[NaN, Infinity, -Infinity, 1e999, -1, 1.5, 2 ** 32, 5n, null, [5], {}, { value: 5 }, Object.create(null), new Number(5)].map((value) => [typeof value, value]),
    ...['', ' ', 'NaN', 'Infinity', '1e999', '0x10', '5 6', '٥', '５', '5;', '-1', '9'.repeat(1e6)].map((text) => [`“${text.slice(0, 9)}”`, text]),
    ...[() => 5, Symbol('5'), { toString: thrower }, { valueOf: thrower }, new Date(0)].map((value) => [typeof value, value]),
  ]);
  return [
    ...[null, 0, NaN, true, 5n, Symbol('seed=5'), () => ({ seed: 5 }), new String('seed=5')].map((value) => /** @type {[string, unknown]} */ ([typeof value, value])),
    ...[[], [['seed', 5]], new Map([['seed', 5]]), new Set(['seed']), new Date(0), /seed/, new Uint8Array(4), new ArrayBuffer(8), new URLSearchParams('seed=5')].map(
      (value) => /** @type {[string, unknown]} */ ([value.constructor.name, value]),
    ),
    ['a promise', Promise.resolve({ seed: 5 })],
    ...values.map(([what, seed]) => /** @type {[string, unknown]} */ ([`a seed that is a ${what}`, { seed }])),
    ['a getter that throws', Object.defineProperty({}, 'seed', { get: thrower, enumerable: true })],
    ['a proxy that throws', new Proxy({}, { ownKeys: thrower })],
    ['a tag that throws', Object.defineProperty({}, Symbol.toStringTag, { get: thrower })],
    ['__proto__', JSON.parse('{ "__proto__": { "seed": 5 } }')],
    ['__proto__, a number', JSON.parse('{ "__proto__": 5 }')],
    ['constructor', { constructor: 5 }],
    ['toString', { toString: 'seed' }],
    ['a misspelt name', { batchsize: 16 }],
    ['a long name', { ['x'.repeat(1e6)]: 1 }],
    ['20,000 names', Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name${index}`, index]))],
    ['a cycle', cyclic],
    ['a preset of the language', { preset: '__proto__' }],
    ['a long preset', { preset: 'x'.repeat(1e6) }],
    ['a loss of the language', { generatorLoss: 'toString' }],
    ['a class of the language', { conditioning: '__proto__' }],
    ['a switch that is none', { reuseFakes: 'yes' }],
  ];
}
