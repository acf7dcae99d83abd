import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { RejectedError } from '../errors.ts';
import { isReasonCode, reasons } from './reasons.ts';

/** Gathers refused rows; they are kept until the end, and written in the order of the file. */
export interface Quarantine {
  readonly refuse: (rows: DataFrame | undefined) => void;
  /** Rows that gave way to others: told, but not counted as refused. */
  readonly replace: (rows: DataFrame | undefined) => void;
  readonly refused: () => number;
  readonly replaced: () => number;
  /** By code, the most frequent first. */
  readonly reasons: () => Record<string, number>;
  /** Throws RejectedError where more than the share of rows is refused. */
  readonly check: (read: number, maxFraction: number) => void;
  readonly write: () => Promise<{ path: string; rows: number } | undefined>;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

export const createQuarantine = (folder: string, name: string): Quarantine => {
  const frames: DataFrame[] = [];
  const counts = new Map<string, number>();
  let refused = 0;
  let replaced = 0;
  const add = (rows: DataFrame): void => {
    frames.push(rows);
    const tally = rows.groupBy(['code']).agg(pl.len().alias('count'));
    const codes = tally.getColumn('code').toArray();
    const amounts = tally.getColumn('count').toArray();
    for (const [index, code] of codes.entries()) {
      counts.set(String(code), (counts.get(String(code)) ?? 0) + Number(amounts[index] ?? 0));
    }
  };
  const sorted = (): [string, number][] => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const firstOf = (code: string) => {
    const first = pl
      .concat(frames)
      .filter(pl.col('code').eq(pl.lit(code)))
      .sort('line')
      .head(1);
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
  return {
    refuse: (rows) => {
      if (rows !== undefined) {
        refused += rows.height;
        add(rows);
      }
    },
    replace: (rows) => {
      if (rows !== undefined) {
        replaced += rows.height;
        add(rows);
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
      const place = { file: name, ...firstOf(main) };
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
      if (frames.length === 0) {
        return undefined;
      }
      const path = join(folder, 'quarantine.csv');
      const rows = await pl.concat(frames).lazy().sort(['line', 'code']).collect();
      rows.writeCSV(path);
      return { path, rows: rows.height };
    },
  };
};
