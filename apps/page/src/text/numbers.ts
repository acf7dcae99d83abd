const whole = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 8, useGrouping: false });

export const countText = (count: number): string => whole.format(count);
export const compactText = (count: number): string =>
  count < 10_000 ? whole.format(count) : compact.format(count);
export const valueText = (value: number): string => short.format(value);

/** A cell of a table of data: 2017 may be a year. */
export const cellText = (value: number): string => plain.format(value);

/** `one row`, `2 rows`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** In powers of 1000. */
export const bytesText = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
};

const twoUnits = (count: number, size: number, large: string, small: string): string => {
  const rest = count % size;
  return `${Math.floor(count / size)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
};

/** `340 ms`, `2.41 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h`. */
export const durationText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.floor(minutes / 60), 24, 'd', 'h');
};

const percent = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const percentText = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${percent.format((part / whole) * 100)} %`;
