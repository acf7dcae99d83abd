import prettyBytes from 'pretty-bytes';
import prettyMs from 'pretty-ms';

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

/** 4169961 → `4.17 MB`; 999950 → `1 MB` */
export const bytesText = (bytes: number): string => prettyBytes(bytes);

/** 340 → `340ms`; 119600 → `1m 59.6s`; 7805000 → `2h 10m` */
export const durationText = (ms: number): string =>
  ms < 3_600_000 ? prettyMs(Math.round(ms)) : prettyMs(ms, { unitCount: 2 });

const percent = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const percentText = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${percent.format((part / whole) * 100)} %`;
