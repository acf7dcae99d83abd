import { dayCount, isHour25 } from '@wattline/cells';
import { isClockName, isMinuteName } from './clock-names.ts';
import { hasSeriesName, type SampleColumn, type SampleTable } from './columns.ts';
import { type Regularity, regularityOf } from './regularity.ts';
import { isPlausible, readerOf } from './time-format.ts';
import { clockPatternsOf } from './time-patterns.ts';

/** Columns that make up timestamps together, and how their text, joined by blanks, is read. */
export interface TimeParts {
  readonly columns: readonly SampleColumn[];
  readonly format: string;
  /** Lengths of the periods that the last columns count: `1h`, `15m`. */
  readonly periods: readonly string[];
  /** What the first period of a day is called. */
  readonly firstPeriod: 0 | 1;
  /** Hours go from 1 to 24. */
  readonly hoursFromOne: boolean;
  /** Whether the clock is one by its name, and not by what it counts alone. */
  readonly isNamed: boolean;
  readonly regularity: Regularity;
  /** Rows that share their time with another. */
  readonly repeats: number;
}

/** Parts of a day that columns count, with how many there are on the day on which clocks go back. */
const lengths: readonly (readonly [perDay: number, most: number, length: string])[] = [
  [24, 25, '1h'],
  [48, 50, '30m'],
  [96, 100, '15m'],
  [144, 150, '10m'],
  [288, 300, '5m'],
  [1440, 1500, '1m'],
  [86_400, 90_000, '1s'],
];

/** Quarters and the like within an hour. */
const withinHour: readonly (readonly [count: number, length: string])[] = [
  [2, '30m'],
  [4, '15m'],
  [6, '10m'],
  [12, '5m'],
];

interface Range {
  readonly least: number;
  readonly most: number;
  readonly distinct: readonly number[];
  /** Digits and nothing else. */
  readonly isPlain: boolean;
}

const ranges = new WeakMap<SampleColumn, { readonly range: Range | undefined }>();

const lookAt = ({ cells }: SampleColumn): Range | undefined => {
  const texts = [...new Set(cells)];
  const counts = texts.map(dayCount);
  if (texts.length === 0 || counts.includes(undefined)) return undefined;
  // Hours such as 07:00 are of a clock, unless one is the 25th of its day.
  if (texts.some((text) => text.includes(':')) && !texts.some(isHour25)) return undefined;
  const distinct = [...new Set(counts.filter((count) => count !== undefined))].sort((a, b) => a - b);
  return {
    least: distinct[0] ?? 0,
    most: distinct.at(-1) ?? 0,
    distinct,
    isPlain: texts.every((text) => /^\d+$/.test(text)),
  };
};

/** The whole numbers that a column counts; undefined for one that has something else. */
const countsIn = (column: SampleColumn): Range | undefined => {
  const known = ranges.get(column) ?? { range: lookAt(column) };
  ranges.set(column, known);
  return known.range;
};

/** The text of some columns together, row by row. */
export const textsOf = (table: SampleTable, columns: readonly SampleColumn[]): string[] =>
  table.rows.map((row) => columns.map(({ index }) => (row[index] ?? '').trim()).join(' '));

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };
const HOUR = 3_600_000;
const msOf = (length: string): number => Number(length.slice(0, -1)) * (unitMs[length.slice(-1)] ?? 0);

type Candidate = Omit<TimeParts, 'regularity' | 'repeats'>;

/** Times of a candidate, in the order of the file; those it cannot read are left out. */
const timesOf = (table: SampleTable, candidate: Candidate): number[] => {
  const counted = candidate.periods.length;
  const dates = candidate.columns.slice(0, candidate.columns.length - counted);
  const numbers = candidate.columns.slice(candidate.columns.length - counted);
  const read = readerOf(candidate.format);
  return textsOf(table, dates).flatMap((text, row) => {
    const date = read(text);
    if (date === undefined || !isPlausible(date)) return [];
    let at = date - (candidate.hoursFromOne ? HOUR : 0);
    for (const [place, { index }] of numbers.entries()) {
      const count = dayCount((table.rows[row]?.[index] ?? '').trim());
      if (count === undefined) return [];
      at += (count - candidate.firstPeriod) * msOf(candidate.periods[place] ?? '');
    }
    return [at];
  });
};

export const assess = (table: SampleTable, candidate: Candidate): TimeParts | undefined => {
  const times = timesOf(table, candidate);
  if (times.length < table.rows.length * 0.9 || times.length === 0) return undefined;
  return {
    ...candidate,
    regularity: regularityOf(times),
    repeats: times.length - new Set(times).size,
  };
};

const commonPatterns = (cells: readonly string[]): string[] => {
  const tally = new Map<string, number>();
  for (const cell of cells.slice(0, 500)) {
    for (const pattern of clockPatternsOf(cell)) tally.set(pattern, (tally.get(pattern) ?? 0) + 1);
  }
  const enough = Math.min(cells.length, 500) * 0.5;
  return [...tally].filter(([, count]) => count >= enough).map(([pattern]) => pattern);
};

/** Hours and minutes without a sign between: 0, 15, …, 2345. */
const areHoursAndMinutes = ({ distinct, most }: Range): boolean =>
  most >= 100 && most <= 2400 && distinct.every((count) => count % 100 < 60) && distinct.length > 2;

/** Whether counts go through nearly all of a day in even steps. */
const fillDay = ({ distinct, least, most }: Range, perDay: number, first: 0 | 1): boolean => {
  const step = Math.min(...distinct.slice(1).map((count, index) => count - (distinct[index] ?? 0)));
  const last = perDay - 1 + first;
  return (
    least === first &&
    most >= last - 2 * step &&
    distinct.length >= Math.min(20, perDay) &&
    distinct.every((count) => (count - first) % step === 0)
  );
};

interface Beside {
  readonly dates: readonly SampleColumn[];
  readonly format: string;
}

/** Ways in which a column could be the clock beside a date. */
const asClock = ({ dates, format }: Beside, column: SampleColumn): Candidate[] => {
  const columns = [...dates, column];
  const range = countsIn(column);
  if (!isClockName(column.name) && hasSeriesName(column.name)) return [];
  const isNamed =
    isClockName(column.name) || isMinuteName(column.name) || column.cells.some((cell) => cell.includes(':'));
  const found: Candidate[] = [];
  const add = (candidate: Partial<Candidate>): void => {
    found.push({ columns, format, periods: [], firstPeriod: 1, hoursFromOne: false, isNamed, ...candidate });
  };
  if (range !== undefined) {
    const isHour = range.most <= 23 && range.least >= 0 && (isNamed || fillDay(range, 24, 0));
    if (isHour && range.isPlain) add({ format: `${format} %H` });
    // From midnight on, unless its name says so: a column of numbers in the thousands would fit as well.
    if (range.isPlain && areHoursAndMinutes(range) && (isNamed || range.least < 100))
      add({ format: `${format} %H%M` });
    for (const [perDay, most, length] of lengths) {
      for (const first of [0, 1] as const) {
        // Nearly all of a day has to be there: any column of small numbers would fit otherwise.
        const fits = range.most <= most - 1 + first && fillDay(range, perDay, first);
        if (fits && !(first === 0 && perDay === 24 && range.isPlain))
          add({ periods: [length], firstPeriod: first });
      }
    }
  }
  for (const pattern of range !== undefined && column.cells.some(isHour25)
    ? []
    : commonPatterns(column.cells)) {
    if (pattern === '%H' || (range !== undefined && pattern.startsWith('%H%M'))) continue;
    add({ format: `${format} ${pattern}` });
  }
  return found;
};

/** An hour of the day and what counts parts of it. */
const asHourAndPart = (hours: Candidate, others: readonly SampleColumn[]): Candidate[] =>
  others.flatMap((column) => {
    const range = countsIn(column);
    const [hour] = hours.columns.slice(-1);
    if (range === undefined || column === hour || !(isClockName(column.name) || isMinuteName(column.name)))
      return [];
    const isHourly = hours.format.endsWith('%H');
    return withinHour.flatMap(([count, length]) =>
      range.least === 1 && range.most === count && hours.periods[0] === '1h'
        ? [{ ...hours, columns: [...hours.columns, column], periods: ['1h', length] }]
        : range.least === 0 && range.most < 60 && hours.periods.length === 0 && isHourly && range.isPlain
          ? [{ ...hours, columns: [...hours.columns, column], format: `${hours.format} %M` }]
          : [],
    );
  });

/**
 * The clock of a date, in columns of its own: the ways that make times more regular than the date alone,
 * the best first.
 */
export const clocksBeside = (
  table: SampleTable,
  dates: readonly SampleColumn[],
  format: string,
  others: readonly SampleColumn[],
): TimeParts[] => {
  // Months have no clock.
  const hasDays = /^iso$|%[dejuFDs]/.test(format);
  const hours = hasDays ? others.flatMap((column) => asClock({ dates, format }, column)) : [];
  const candidates = [...hours, ...hours.flatMap((hour) => asHourAndPart(hour, others))];
  return candidates
    .flatMap((candidate) => assess(table, candidate) ?? [])
    .sort(
      (a, b) =>
        Number(b.isNamed) - Number(a.isNamed) ||
        a.repeats - b.repeats ||
        b.regularity.steady + b.regularity.inOrder - (a.regularity.steady + a.regularity.inOrder),
    );
};
