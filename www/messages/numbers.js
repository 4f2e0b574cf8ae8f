/** Numbers, times and sizes as a language writes them. */

/** @typedef {{ one?: string, few?: string, many?: string, other: string }} Forms of a word beside a number, by the language's rules */

/**
 * @param {string} language such as `en`
 * @param {{ seconds: string, minutes: string, megabytes: string }} units
 */
export function numbersOf(language, units) {
  const integer = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  /** @type {Map<number, Intl.NumberFormat>} */
  const decimals = new Map();
  const mark = (1.5).toLocaleString(language).charAt(1);

  /** @param {number} value @param {number} digits after the mark */
  const decimal = (value, digits) => {
    const format = decimals.get(digits) ?? fixed(language, digits);
    decimals.set(digits, format);
    return signed(format.format(value));
  };
  /** @param {number} value as the language would have it typed into a field: every digit that it has */
  const typed = (value) => String(value).replace('.', mark);
  /** @param {number} milliseconds */
  const duration = (milliseconds) => {
    const seconds = milliseconds / 1000;
    if (seconds < 60) return `${decimal(seconds, 1)} ${units.seconds}`;
    return `${Math.floor(seconds / 60)} ${units.minutes} ${Math.floor(seconds % 60)} ${units.seconds}`;
  };

  return {
    /** The decimal mark. */
    mark,
    /** @param {number} count a whole number, in groups of three digits */
    count: (count) => integer.format(count),
    decimal,
    typed,
    /** @param {number} value with no more digits than it needs */
    number: (value) => signed(typed(Number.isInteger(value) ? value : Number(value.toPrecision(6)))),
    /** @param {number} share of one, in per cent */
    share: (share) => `${Math.round(100 * share)}\u00a0%`,
    duration,
    /** @param {number} milliseconds in minutes, seconds and tenths; hours when there are any */
    clock: (milliseconds) => {
      const tenths = Math.floor(milliseconds / 100);
      const seconds = `${String(Math.floor((tenths % 600) / 10)).padStart(2, '0')}${mark}${tenths % 10}`;
      const minutes = Math.floor(tenths / 600);
      if (minutes < 60) return `${minutes}:${seconds}`;
      return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
    },
    /** @param {number} milliseconds since 1970, as a day and a time of day */
    moment: (milliseconds) => moments.format(milliseconds),
    /** @param {number} bytes */
    megabytes: (bytes) => `${decimal(bytes / 1e6, 1)} ${units.megabytes}`,
    /** @param {number} count @param {Forms} forms */
    plural: (count, forms) => forms[/** @type {keyof Forms} */ (plurals.select(count))] ?? forms.other,
  };
}

/** @param {string} language @param {number} digits */
function fixed(language, digits) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
}

/**
 * With a minus sign in place of the hyphen, and none before nought.
 * @param {string} number
 */
function signed(number) {
  return number.replace('-', /[1-9∞]/.test(number) ? '−' : '');
}
