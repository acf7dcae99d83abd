import { durationMs, type Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import type { Chunk } from '../formats/csv/chunks.ts';
import type { SampleTable } from '../inspect/columns.ts';
import type { Source } from '../source.ts';

/** Columns from one to another that have the readings of a row. */
export interface Unfold {
  readonly columns: readonly [first: string, last: string];
  /** What the readings are called. */
  readonly value: string;
  /** The column that gets the names of these columns (default: their numbers). */
  readonly series?: string | undefined;
}

/** A row for each day, its readings in columns from one to another. */
export interface Wide extends Unfold {
  /** Time from one of these columns to the next. */
  readonly every: string;
}

/** The column that counts the readings of a row, from 1. */
export const PERIOD = 'period_of_row';

interface Places {
  readonly from: number;
  readonly to: number;
  readonly kept: readonly number[];
  /** The values that name each of the columns. */
  readonly labels: readonly string[];
}

const placesOf = (header: readonly string[], { columns, series }: Unfold, name: string): Places => {
  const [from, to] = columns.map((column) => header.indexOf(column));
  if (from === undefined || to === undefined || from === -1 || to < from) {
    const missing = columns.find((column) => !header.includes(column)) ?? columns[1];
    throw new RejectedError(
      'COLUMN_MISSING',
      `${name} has no columns from '${columns[0]}' to '${columns[1]}', in this order`,
      {
        place: { file: name, column: missing },
        remedy:
          'name the first and the last column of the readings of a row (layout.wide.columns, layout.series.columns)',
      },
    );
  }
  return {
    from,
    to,
    kept: header.flatMap((_, index) => (index < from || index > to ? [index] : [])),
    labels: header
      .slice(from, to + 1)
      .map((column, place) => (series === undefined ? String(place + 1) : column)),
  };
};

/** Readings of one row, one each; trailing columns for hours that a day does not have are empty. */
const unfolded = (cells: readonly string[], { from, kept, labels }: Places): (readonly string[])[] => {
  const before = kept.map((index) => cells[index] ?? '');
  return labels.map((label, place) => [...before, label, cells[from + place] ?? '']);
};

const headerOf = (header: readonly string[], wide: Unfold, places: Places): string[] => [
  ...places.kept.map((index) => header[index] ?? ''),
  wide.series ?? PERIOD,
  wide.value,
];

/**
 * Whether a row has no reading: those of an hour that its day does not have are empty, the 25th on most days, and where
 * clocks go forward the hour that they skip, or the last.
 */
const isEmpty = (row: readonly string[]): boolean => (row.at(-1) ?? '').trim() === '';

/** The fields whose numbers have a type, once there is a row for each reading. */
const typedIn = ({ typed }: SampleTable, { kept, from, to }: Places): ReadonlySet<number> | undefined => {
  if (typed === undefined) return undefined;
  const values = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return new Set([
    ...kept.flatMap((index, place) => (typed.has(index) ? [place] : [])),
    ...(values.every((index) => typed.has(index)) ? [kept.length + 1] : []),
  ]);
};

/** A sample with a row for each reading. */
export const wideTable = (table: SampleTable, wide: Unfold, name: string): SampleTable => {
  const places = placesOf(table.header, wide, name);
  return {
    ...table,
    header: headerOf(table.header, wide, places),
    units: undefined,
    typed: typedIn(table, places),
    rows: table.rows.flatMap((row) => unfolded(row, places).filter((one) => !isEmpty(one))),
  };
};

const createUnfold = (places: Places): ((chunk: Chunk) => Chunk) => {
  const perLine = places.to - places.from + 1;
  return (chunk) => {
    const lines = chunk.bytes.toString().replace(/\n+$/, '').split('\n');
    const rows = lines.flatMap((line) => {
      const cells = line.split(chunk.separator);
      if (cells.every((cell) => cell.trim() === '')) return Array<string>(perLine).fill('');
      return unfolded(cells, places).map((row) => (isEmpty(row) ? '' : row.join(chunk.separator)));
    });
    return { ...chunk, bytes: Buffer.from(`${rows.join('\n')}\n`), perLine };
  };
};

/** Where the last period ends that a row has a column for, ms from midnight on. */
export const roomOf = (header: readonly string[], wide: Wide, name: string): number => {
  const { from, to } = placesOf(header, wide, name);
  return (to - from + 1) * durationMs(wide.every);
};

/** A source with a row for each reading, of one with a row for each day, or for each time. Throws RejectedError. */
export const wideSource = (source: Source, wide: Unfold, name: string): Source => {
  const { content } = source;
  if (content.kind !== 'text') {
    throw new RejectedError(
      'LAYOUT_UNSUPPORTED',
      `${name} has its readings side by side in a row, which is read from text alone`,
      {
        place: { file: name },
        remedy: 'write the file as CSV, or with a row for each reading',
      },
    );
  }
  const places = placesOf(source.table.header, wide, name);
  const unfold = createUnfold(places);
  const table = wideTable(source.table, wide, name);
  return {
    ...source,
    table,
    content: {
      ...content,
      noReadings: { ...content.noReadings, header: table.header, units: undefined },
      chunks: async function* (options) {
        for await (const chunk of content.chunks(options)) {
          yield unfold(chunk);
        }
      },
    },
  };
};

/** A spec as the unfolded rows are read by it: the time goes on in the column that counts them. */
export const unfoldedSpec = (spec: Spec, { every }: Wide): Spec => {
  const { column } = spec.time;
  return {
    ...spec,
    time: {
      ...spec.time,
      column: [...(typeof column === 'string' ? [column] : column), PERIOD],
      periods: every,
    },
  };
};
