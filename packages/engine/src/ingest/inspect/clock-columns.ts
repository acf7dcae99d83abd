import type { SampleColumn, SampleTable } from './columns.ts';
import { type Regularity, regularityOf } from './regularity.ts';
import { isPlausible, readerOf } from './time-format.ts';
import { clockPatternsOf } from './time-patterns.ts';

/** Columns that make up timestamps together, and how their text, joined by blanks, is read. */
export interface TimeParts {
  readonly columns: readonly SampleColumn[];
  readonly format: string;
  /** Lengths of the periods that the last columns count: `1h`, `15m`. */
  readonly periods: readonly string[];
  /** Hours go from 1 to 24. */
  readonly hoursFromOne: boolean;
  readonly regularity: Regularity;
  /** Rows that share their time with another. */
  readonly repeats: number;
}

const clockName =
  /time|zeit|uhr|hora|heure|hour|stunde|^h$|^hr$|^hh$|^he$|period|settlement|interval|quarter|viertel|^sp$|^hh_?\d*$|minute|clock/i;

const whole = /^\d{1,3}(?:\.0+)?$/;

const lengths: readonly (readonly [perDay: number, most: number, length: string])[] = [
  [24, 25, '1h'],
  [48, 50, '30m'],
  [96, 100, '15m'],
  [288, 300, '5m'],
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
}

const wholeRange = (column: SampleColumn): Range | undefined => {
  if (column.cells.length === 0 || !column.cells.every((cell) => whole.test(cell))) return undefined;
  const numbers = column.cells.map(Number);
  return { least: Math.min(...new Set(numbers)), most: Math.max(...new Set(numbers)) };
};

const textsOf = (table: SampleTable, columns: readonly SampleColumn[]): string[] =>
  table.rows.map((row) => columns.map(({ index }) => (row[index] ?? '').trim()).join(' '));

const HOUR = 3_600_000;
const MINUTE = 60_000;
const msOf = (length: string): number => Number(length.slice(0, -1)) * (length.endsWith('h') ? HOUR : MINUTE);

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
      const cell = (table.rows[row]?.[index] ?? '').trim();
      if (!whole.test(cell)) return [];
      at += (Number(cell) - 1) * msOf(candidate.periods[place] ?? '');
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

/** Ways in which a column could be the clock beside a date. */
const asClock = (date: SampleColumn, format: string, column: SampleColumn): Candidate[] => {
  const columns = [date, column];
  const range = wholeRange(column);
  const found: Candidate[] = [];
  const add = (candidate: Partial<Candidate>): void => {
    found.push({ columns, format, periods: [], hoursFromOne: false, ...candidate });
  };
  if (range !== undefined) {
    if (range.most <= 23 && range.least >= 0) add({ format: `${format} %H` });
    for (const [perDay, most, length] of lengths) {
      // Nearly all of a day has to be there: any column of small numbers would fit otherwise.
      if (range.least === 1 && range.most <= most && range.most >= perDay - 2) add({ periods: [length] });
    }
  }
  for (const pattern of commonPatterns(column.cells)) {
    if (pattern === '%H' || (range !== undefined && pattern === '%H%M' && range.most <= 24)) continue;
    add({ format: `${format} ${pattern}` });
  }
  return found;
};

/** An hour of the day and what counts parts of it. */
const asHourAndPart = (hours: Candidate, others: readonly SampleColumn[]): Candidate[] =>
  others.flatMap((column) => {
    const range = wholeRange(column);
    const [hour] = hours.columns.slice(-1);
    if (range === undefined || column === hour || !clockName.test(column.name)) return [];
    return withinHour.flatMap(([count, length]) =>
      range.least === 1 && range.most === count && hours.periods[0] === '1h'
        ? [{ ...hours, columns: [...hours.columns, column], periods: ['1h', length] }]
        : range.least === 0 && range.most < 60 && hours.periods.length === 0
          ? [{ ...hours, columns: [...hours.columns, column], format: `${hours.format} %M` }]
          : [],
    );
  });

/**
 * The clock of a date that stands in columns of its own: the ways that make times more regular than the date alone,
 * the best first.
 */
export const clocksBeside = (
  table: SampleTable,
  date: SampleColumn,
  format: string,
  others: readonly SampleColumn[],
): TimeParts[] => {
  const hours = others
    .filter((column) => clockName.test(column.name) || column.cells.some((cell) => cell.includes(':')))
    .flatMap((column) => asClock(date, format, column));
  const candidates = [...hours, ...hours.flatMap((hour) => asHourAndPart(hour, others))];
  return candidates
    .flatMap((candidate) => assess(table, candidate) ?? [])
    .sort(
      (a, b) =>
        a.repeats - b.repeats ||
        b.regularity.steady + b.regularity.inOrder - (a.regularity.steady + a.regularity.inOrder),
    );
};

const partNames: readonly (readonly [directive: string, name: RegExp, most: number])[] = [
  ['Y', /^#?(?:year|yr|yyyy|yy|jahr|annee|année|anio|año)$/i, 2200],
  ['m', /^(?:month|mo|mm|mon|mnth|monat|mois|mes)$/i, 12],
  ['d', /^(?:day|dy|dd|tag|jour|dia|día|mday)$/i, 31],
  ['H', /^(?:hour|hr|hh|h|stunde|heure|hora)$/i, 24],
  ['M', /^(?:minute|min|mn|mi|minuten)$/i, 59],
];

/** Year, month, day and clock in columns of their own, by their names and ranges. */
export const splitColumns = (table: SampleTable, columns: readonly SampleColumn[]): TimeParts | undefined => {
  const found: { directive: string; column: SampleColumn; range: Range }[] = [];
  for (const [directive, name, most] of partNames) {
    // MM is a month, mm are minutes: the case decides where both are there.
    const named = columns.filter(
      (column) => name.test(column.name) && !found.some((part) => part.column === column),
    );
    const column = directive === 'M' ? (named[0] ?? columns.find(({ name: it }) => it === 'mm')) : named[0];
    const range = column === undefined ? undefined : wholeRange4(column);
    if (
      column !== undefined &&
      range !== undefined &&
      range.most <= most &&
      !found.some((f) => f.column === column)
    ) {
      found.push({ directive, column, range });
    }
  }
  const of = (directive: string) => found.find((part) => part.directive === directive);
  if (of('Y') === undefined || of('m') === undefined || of('d') === undefined) return undefined;
  const year = (of('Y')?.range.most ?? 0) > 99 ? '%Y' : '%y';
  const format = found.map(({ directive }) => (directive === 'Y' ? year : `%${directive}`)).join(' ');
  const hour = of('H')?.range;
  return assess(table, {
    columns: found.map(({ column }) => column),
    format,
    periods: [],
    hoursFromOne: hour !== undefined && hour.least === 1 && hour.most === 24,
  });
};

const wholeRange4 = (column: SampleColumn): Range | undefined => {
  if (column.cells.length === 0 || !column.cells.every((cell) => /^\d{1,4}$/.test(cell))) return undefined;
  const numbers = [...new Set(column.cells.map(Number))];
  return { least: Math.min(...numbers), most: Math.max(...numbers) };
};
