import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { spreadsheetSafe } from './spreadsheet-safe.ts';

/** Refused rows: in memory while they are few, else in files of a scratch folder. */
export interface Refusals {
  readonly add: (rows: DataFrame) => Promise<void>;
  readonly rows: () => number;
  /** As they wait to be written. */
  readonly waiting: () => readonly Piece[];
  /** Writes them as CSV in the order of (line, code), with nothing that a spreadsheet would run as a formula. */
  readonly write: (path: string) => Promise<void>;
}

export interface Piece {
  readonly rows: LazyDataFrame;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Columns with text of the user's file. */
const fromFile = ['column', 'value', 'reason'] as const;

/** Rows in memory at a time, about. */
const MOST = 100_000;

const lineRange = (rows: DataFrame): { from: number; to: number } => {
  const line = rows.getColumn('line');
  return { from: Number(line.min()), to: Number(line.max()) };
};

/** `earlier`: refused rows that were gathered elsewhere, and are to be written with these. */
export const createRefusals = (scratch: string, earlier: readonly Piece[] = [], most = MOST): Refusals => {
  let kept: DataFrame[] = [];
  let inMemory = 0;
  let all = earlier.reduce((sum, { count }) => sum + count, 0);
  const pieces: Piece[] = [...earlier];
  let turn: Promise<void> = Promise.resolve();

  const spill = async (): Promise<void> => {
    const rows = pl.concat(kept);
    kept = [];
    inMemory = 0;
    await mkdir(scratch, { recursive: true });
    const path = join(scratch, `refused-${pieces.length}.arrow`);
    await rows.lazy().sinkIpc(path).collect();
    pieces.push({ rows: pl.scanIPC(path), count: rows.height, ...lineRange(rows) });
  };
  const waiting = (): Piece[] => [
    ...pieces,
    ...kept.map((rows) => ({ rows: rows.lazy(), count: rows.height, ...lineRange(rows) })),
  ];
  const add = async (rows: DataFrame): Promise<void> => {
    kept.push(rows);
    inMemory += rows.height;
    all += rows.height;
    if (inMemory > most) {
      await spill();
    }
  };

  return {
    add: (rows) => {
      turn = turn.then(() => add(rows));
      return turn;
    },
    rows: () => all,
    waiting,
    write: async (path) => {
      const sources = waiting();
      const last = sources.reduce((most, { to }) => Math.max(most, to), 0);
      const step = Math.max(1, Math.ceil(last / Math.max(1, Math.ceil(all / most))));
      await writeFile(path, '');
      let first = true;
      for (let from = 0; from <= last; from += step) {
        const line = pl.col('line');
        const within = sources
          .filter((source) => source.from < from + step && source.to >= from)
          .map(({ rows }) => rows.filter(line.gtEq(from).and(line.lt(from + step))));
        if (within.length > 0) {
          const rows = await pl
            .concat(within)
            .sort(['line', 'code'])
            .withColumns(...fromFile.map((name) => spreadsheetSafe(pl.col(name)).alias(name)))
            .collect();
          await appendFile(path, rows.writeCSV({ includeHeader: first }));
          first = false;
          await setImmediate();
        }
      }
    },
  };
};
