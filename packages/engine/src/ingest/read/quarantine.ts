import { join } from 'node:path';
import type { DataFrame } from 'nodejs-polars';
import { RejectedError } from '../../errors.ts';
import { isReasonCode, reasons } from './reasons.ts';
import { createRefusals } from './refusals.ts';

/** Gathers refused rows and counts them; they are written at the end, in the order of the file. */
export interface Quarantine {
  readonly refuse: (rows: DataFrame | undefined) => Promise<void>;
  /** Rows that gave way to others: told, but not counted as refused. */
  readonly replace: (rows: DataFrame | undefined) => Promise<void>;
  readonly refused: () => number;
  readonly replaced: () => number;
  /** By code, the most frequent first. */
  readonly reasons: () => Record<string, number>;
  /** Throws RejectedError where more than the share of rows is refused. */
  readonly check: (read: number, maxFraction: number) => void;
  readonly write: () => Promise<{ path: string; rows: number } | undefined>;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

interface Tally {
  count: number;
  /** The first of its kind in the file. */
  first: { line?: number; column?: string; value?: string };
}

const firstOf = (rows: DataFrame): Tally['first'] => {
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

export const createQuarantine = (options: {
  readonly folder: string;
  readonly scratch: string;
  readonly name: string;
}): Quarantine => {
  const { folder, scratch, name } = options;
  const refusals = createRefusals(scratch);
  const tallies = new Map<string, Tally>();
  let refused = 0;
  let replaced = 0;
  const add = (rows: DataFrame): Promise<void> => {
    for (const part of rows.partitionBy(['code'])) {
      const code = String(part.head(1).getColumn('code').toArray()[0]);
      const first = firstOf(part);
      const before = tallies.get(code);
      const earlier = before !== undefined && (before.first.line ?? 0) <= (first.line ?? 0);
      tallies.set(code, {
        count: (before?.count ?? 0) + part.height,
        first: earlier ? before.first : first,
      });
    }
    return refusals.add(rows);
  };
  const sorted = (): [string, number][] =>
    [...tallies]
      .map(([code, { count }]): [string, number] => [code, count])
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    refuse: async (rows) => {
      if (rows !== undefined) {
        refused += rows.height;
        await add(rows);
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
    reasons: () => Object.fromEntries(sorted()),
    check: (read, maxFraction) => {
      if (refused === 0 || (refused <= maxFraction * read && refused < read)) {
        return;
      }
      const told = sorted().filter(([code]) => code !== 'CONFLICT_REPLACED');
      const top = told
        .slice(0, 3)
        .map(([code, count]) => `${count} × ${code} (${isReasonCode(code) ? reasons[code] : code})`);
      const [main] = told[0] ?? [''];
      const place = { file: name, ...tallies.get(main)?.first };
      if (refused === read && main.startsWith('TIME_') && told.length === 1) {
        throw new RejectedError(
          'TIME_UNREADABLE',
          `none of the ${read} rows of ${name} has a timestamp that can be read: ${top.join(', ')}`,
          { place, remedy: 'set time.column and time.format in the spec to what the file has' },
        );
      }
      throw new RejectedError(
        'TOO_MANY_REFUSED',
        `${refused} of ${read} rows of ${name} were refused (${percent(refused / read)}, at most ${percent(maxFraction)} may be): ${top.join(', ')}`,
        { place, remedy: 'correct the rows or the spec, or raise quarantine.maxFraction in the spec' },
      );
    },
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
