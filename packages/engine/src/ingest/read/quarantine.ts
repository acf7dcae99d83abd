import { join } from 'node:path';
import type { DataFrame } from 'nodejs-polars';
import { isDressed } from './dressed.ts';
import { createRefusals, type Refusals } from './refusals.ts';

/** What was refused for one reason, and the first of it in the file. */
export interface Refused {
  readonly code: string;
  readonly count: number;
  readonly first: { readonly line?: number; readonly column?: string; readonly value?: string };
}

/** Cells of one column that are no number. */
interface NoNumbers {
  readonly column: string;
  readonly count: number;
  /** Of these, how many look like numbers in another dress. */
  readonly dressed: number;
  readonly example: string;
  /** Of the example. */
  readonly line: number;
}

/** Gathers what is refused, and counts it; it is written at the end, in the order of the file. */
export interface Quarantine {
  readonly refuse: (rows: DataFrame | undefined) => Promise<void>;
  /** Cells that were emptied, of rows that stay. */
  readonly empty: (cells: DataFrame | undefined) => Promise<void>;
  /** Rows that gave way to others: reported, but not counted as refused. */
  readonly replace: (rows: DataFrame | undefined) => Promise<void>;
  readonly refused: () => number;
  readonly replaced: () => number;
  /** Emptied cells by column. */
  readonly emptied: () => ReadonlyMap<string, number>;
  readonly noNumbers: () => readonly NoNumbers[];
  /** By code, the most frequent first. */
  readonly reasons: () => Record<string, number>;
  readonly tallies: () => readonly Refused[];
  /** Refused rows as they wait to be written. */
  readonly waiting: Refusals['waiting'];
  readonly write: () => Promise<{ path: string; rows: number } | undefined>;
}

const firstOf = (rows: DataFrame): Refused['first'] => {
  const first = rows.sort('line').head(1);
  const cell = (column: string): string | undefined => {
    const value: unknown = first.getColumn(column).toArray()[0];
    return value === null || value === undefined || value === '' ? undefined : String(value);
  };
  const line = cell('line');
  const column = cell('column');
  const value = cell('value');
  return {
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column }),
    ...(value === undefined ? {} : { value: value.slice(0, 100) }),
  };
};

const countsBy = (rows: DataFrame, column: string): [string, number][] =>
  rows.partitionBy([column]).map((part) => [String(part.getColumn(column).toArray()[0] ?? ''), part.height]);

/** In an order that does not depend on which piece of the file was read first. */
const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);

/** So many cells of a column are looked at, of each piece of the file. */
const MOST_LOOKED_AT = 10_000;

const addNoNumbers = (known: Map<string, NoNumbers>, found: NoNumbers): void => {
  const { column } = found;
  const before = known.get(column) ?? { ...found, count: 0, dressed: 0 };
  // Chunks come as they are ready.
  const { example, line } = [before, found].reduce((a, b) =>
    b.example !== '' && (a.example === '' || b.line < a.line) ? b : a,
  );
  known.set(column, {
    ...{ column, example, line },
    count: before.count + found.count,
    dressed: before.dressed + found.dressed,
  });
};

const countNoNumbers = (rows: DataFrame, known: Map<string, NoNumbers>): void => {
  for (const part of rows.partitionBy(['column'])) {
    const column = String(part.getColumn('column').toArray()[0] ?? '');
    const looked = part.head(MOST_LOOKED_AT);
    const cells = looked.getColumn('value').toArray().map(String);
    const alike = cells.filter(isDressed);
    const first = Math.max(0, cells.findIndex(isDressed));
    addNoNumbers(known, {
      column,
      count: part.height,
      dressed: alike.length,
      example: alike[0] ?? '',
      line: Number(looked.getColumn('line').toArray()[first]),
    });
  }
};

/** What was refused of one range of a file. */
export type Gathered = Pick<
  Quarantine,
  'refused' | 'replaced' | 'emptied' | 'noNumbers' | 'tallies' | 'waiting'
>;

/** `earlier`: of the ranges of a file, to be continued as one. */
export const createQuarantine = (options: {
  readonly folder: string;
  readonly scratch: string;
  readonly earlier?: readonly Gathered[];
}): Quarantine => {
  const { folder, scratch, earlier = [] } = options;
  const refusals = createRefusals(
    scratch,
    earlier.flatMap((quarantine) => quarantine.waiting()),
  );
  const tallies = new Map<string, Refused>();
  const emptied = new Map<string, number>();
  const noNumbers = new Map<string, NoNumbers>();
  let refused = earlier.reduce((sum, quarantine) => sum + quarantine.refused(), 0);
  let replaced = earlier.reduce((sum, quarantine) => sum + quarantine.replaced(), 0);
  const tally = ({ code, count, first }: Refused): void => {
    const before = tallies.get(code);
    const isEarlier = before !== undefined && (before.first.line ?? 0) <= (first.line ?? 0);
    tallies.set(code, {
      code,
      count: (before?.count ?? 0) + count,
      first: isEarlier ? before.first : first,
    });
  };
  const empty = (column: string, cells: number): void => {
    emptied.set(column, (emptied.get(column) ?? 0) + cells);
  };
  for (const quarantine of earlier) {
    quarantine.tallies().forEach(tally);
    for (const [column, cells] of quarantine.emptied()) empty(column, cells);
    quarantine.noNumbers().forEach((found) => {
      addNoNumbers(noNumbers, found);
    });
  }
  const add = (rows: DataFrame): Promise<void> => {
    for (const part of rows.partitionBy(['code'])) {
      const code = String(part.head(1).getColumn('code').toArray()[0]);
      if (code === 'NOT_A_NUMBER') {
        countNoNumbers(part, noNumbers);
      }
      tally({ code, count: part.height, first: firstOf(part) });
    }
    return refusals.add(rows);
  };
  const sorted = (): Refused[] =>
    [...tallies.values()].sort((a, b) => b.count - a.count || inOrder(a.code, b.code));
  return {
    refuse: async (rows) => {
      if (rows !== undefined) {
        refused += rows.height;
        await add(rows);
      }
    },
    empty: async (cells) => {
      if (cells !== undefined) {
        for (const [column, rows] of countsBy(cells, 'column')) {
          empty(column, rows);
        }
        await add(cells);
      }
    },
    replace: async (rows) => {
      if (rows !== undefined) {
        replaced += rows.height;
        await add(rows);
      }
    },
    refused: () => refused,
    replaced: () => replaced,
    emptied: () => new Map([...emptied].toSorted(([a, some], [b, others]) => others - some || inOrder(a, b))),
    noNumbers: () =>
      [...noNumbers.values()].toSorted((a, b) => b.count - a.count || inOrder(a.column, b.column)),
    reasons: () => Object.fromEntries(sorted().map(({ code, count }) => [code, count])),
    tallies: sorted,
    waiting: refusals.waiting,
    write: async () => {
      if (refusals.rows() === 0) {
        return undefined;
      }
      const path = join(folder, 'quarantine.csv');
      await refusals.write(path);
      return { path, rows: refusals.rows() };
    },
  };
};
