import type { TimeParts } from './clock-columns.ts';
import { hasSeriesName, type SampleColumn, type SampleTable } from './columns.ts';
import type { Finding } from './finding.ts';

/** The columns that say whose reading a row is, and what spoke for them. */
export interface EntityChoice {
  /** Empty where all rows are of one series. */
  readonly columns: readonly SampleColumn[];
  readonly evidence: readonly Finding[];
  /** Rows of the sample that share time and entity with another. */
  readonly repeats: number;
}

interface Split {
  readonly columns: readonly SampleColumn[];
  /** Rows that share their time and key with another. */
  readonly repeats: number;
  readonly keys: number;
  readonly rowsPerKey: number;
  /** Of keys at a time: how many of all keys have a reading then. */
  readonly fill: number;
}

const named = ({ name }: SampleColumn): boolean => hasSeriesName(name);

/** A measurement is no identifier: it has decimals, signs, or hardly a value twice. */
const isWhole = ({ cells }: SampleColumn): boolean => cells.every((cell) => /^\d+$/.test(cell));

/** Readings that were revised are none of another series. */
const versionName = /^(?:version|ver|revision|rev)(?:[ _-]?(?:no|nr|number|id))?$/i;

/** A time of day, or an hour with a letter beside others, says when a reading was taken, not whose it is. */
const isClock = ({ name, cells }: SampleColumn): boolean =>
  cells.every((cell) => /^\d{1,2}(?::\d{2}){1,2}(?:$|\D)|^\d{1,2}\s*[-–]\s*\d{1,2}$/.test(cell)) ||
  (/(?:^|[^a-z])hour|^h[er]$/i.test(name) &&
    cells.filter((cell) => /^\d{1,2}$/.test(cell) && Number(cell) <= 25).length >= cells.length * 0.9);

/** Rows of one time that have the same numbers are one reading, however a note beside it differs. */
const areAlike = (
  table: SampleTable,
  times: readonly string[],
  numbers: readonly SampleColumn[],
): boolean => {
  const seen = new Map<string, string>();
  let [repeats, alike] = [0, 0];
  for (const [row, cells] of table.rows.entries()) {
    const at = times[row] ?? '';
    const own = numbers.map(({ index }) => (cells[index] ?? '').trim()).join('\u001f');
    const before = seen.get(at);
    if (before !== undefined) {
      repeats += 1;
      if (before === own) alike += 1;
    }
    seen.set(at, own);
  }
  return repeats > 0 && alike >= repeats * 0.9 && new Set(seen.values()).size > seen.size * 0.1;
};

const keysOf = (table: SampleTable, columns: readonly SampleColumn[]): string[] =>
  table.rows.map((row) => columns.map(({ index }) => (row[index] ?? '').trim()).join('\u001f'));

const splitBy = (table: SampleTable, times: readonly string[], columns: readonly SampleColumn[]): Split => {
  const keys = keysOf(table, columns);
  const distinct = new Set(keys).size;
  const moments = new Set(times).size;
  const pairs = new Set(keys.map((key, row) => `${times[row]} ${key}`)).size;
  return {
    columns,
    repeats: keys.length - pairs,
    keys: distinct,
    rowsPerKey: keys.length / Math.max(1, distinct),
    fill: pairs / Math.max(1, moments * distinct),
  };
};

/** Few enough to be slips of a writer, not readings of another series. */
const isFew = (repeats: number, rows: number): boolean => repeats <= Math.max(2, rows * 0.05);

const clears = (split: Split, before: number, rows: number): boolean =>
  split.keys > 1 && split.repeats <= Math.min(before * 0.1, Math.max(2, rows * 0.02));

/** Keys that recur: each in several rows, many of them at the same times. */
const recurs = (split: Split): boolean =>
  split.rowsPerKey >= 2 && (split.fill >= 0.2 || (split.rowsPerKey >= 5 && !split.columns.every(isWhole)));

const text = (columns: readonly SampleColumn[]): string => columns.map(({ name }) => name).join(' + ');

const better = (a: Split, b: Split): number =>
  a.columns.length - b.columns.length ||
  Number(b.columns.every(named)) - Number(a.columns.every(named)) ||
  Number(a.columns.every(isWhole)) - Number(b.columns.every(isWhole)) ||
  b.fill - a.fill;

/** Where no two rows have one time: a column that names a series may be there all the same. */
const alone = (table: SampleTable, others: readonly SampleColumn[]): SampleColumn | undefined =>
  others.find(
    (column) =>
      (column.kind === 'categorical' || column.kind === 'identifier') &&
      column.cells.length >= table.rows.length * 0.95 &&
      named(column) &&
      column.distinct <= Math.max(1, table.rows.length / 5),
  );

const byName = (table: SampleTable, column: SampleColumn): EntityChoice => ({
  columns: [column],
  repeats: 0,
  evidence: [
    {
      about: 'entity',
      decision: column.name,
      because: `its name is that of a series, and it has ${column.distinct} value${column.distinct === 1 ? '' : 's'} in ${table.rows.length} rows`,
      alternatives: [],
      key: 'entity',
    },
  ],
});

/** One, two or three of some columns. */
const combinations = (columns: readonly SampleColumn[]): (readonly SampleColumn[])[] => {
  const singles = columns.map((one) => [one]);
  const pairs = columns.flatMap((one, at) => columns.slice(at + 1).map((two) => [one, two]));
  const few = columns.length <= 8;
  const threes = few
    ? columns.flatMap((one, at) =>
        columns
          .slice(at + 1)
          .flatMap((two, next) => columns.slice(at + next + 2).map((three) => [one, two, three])),
      )
    : [];
  return [...singles, ...pairs, ...threes];
};

/** Finds the column that identifies the series of a table. */
export const chooseEntity = (
  table: SampleTable,
  time: TimeParts,
  others: readonly SampleColumn[],
): EntityChoice => {
  const rows = table.rows.length;
  const times = keysOf(table, time.columns);
  const repeats = rows - new Set(times).size;
  const complete = others.filter(
    (column) => column.cells.length >= rows * 0.95 && !versionName.test(column.name) && !isClock(column),
  );
  if (isFew(repeats, rows)) {
    const column = alone(table, others);
    return column === undefined ? { columns: [], evidence: [], repeats } : byName(table, column);
  }
  const keys = complete.filter(
    (column) =>
      column.kind === 'categorical' ||
      column.kind === 'identifier' ||
      (column.kind === 'numeric' && isWhole(column) && column.distinct <= Math.max(2, rows / 2)),
  );
  const numbers = others.filter(({ kind, found }) => kind === 'numeric' && found.open === undefined);
  const isOneReading = numbers.length > 0 && areAlike(table, times, numbers);
  const good = combinations(keys)
    .map((columns) => splitBy(table, times, columns))
    .filter((split) => clears(split, repeats, rows) && recurs(split))
    // Sensors may all have read the same, at the same times; notes are beside some readings.
    .filter((split) => !isOneReading || split.fill >= 0.9 || split.columns.some(named))
    .sort(better);
  const [best] = good;
  if (best === undefined) {
    return { columns: [], evidence: [], repeats };
  }
  const rivals = good.slice(1).filter((split) => split.columns.length === best.columns.length);
  return {
    columns: best.columns,
    repeats: best.repeats,
    evidence: [
      {
        about: 'entity',
        decision: text(best.columns),
        because: `${repeats} of ${rows} sampled rows share their time with another; with it ${best.repeats} do, and each of its ${best.keys} values recurs`,
        alternatives: rivals.map(({ columns }) => text(columns)),
        key: 'entity',
      },
    ],
  };
};
