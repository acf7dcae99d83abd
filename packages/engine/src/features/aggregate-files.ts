import { INTERVAL_START } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';
import { aggregateIntervals } from './aggregations.ts';
import { entityColumn } from './entity-column.ts';
import { epochMs } from './local-time.ts';
import { besideReadings } from './row-features.ts';
import { countRows, scanFile } from './scan-file.ts';

/** A bucket's readings, sorted by (entity, `event_timestamp`), and their row features in the same order. */
export interface ReadingFiles {
  readonly readings: string;
  readonly rows: string;
}

/** So many rows of both files, side by side, from row `from` on. */
type RowRange = (from: number, count: number) => LazyDataFrame;

/** Rows of an entity or interval before that of the given row. */
const isBefore = async (spec: Spec, range: RowRange, row: number): Promise<Expr> => {
  const entity = pl.col(entityColumn(spec));
  const start = epochMs(pl.col(INTERVAL_START));
  const [name, ms] = (await range(row, 1).select(entity, start.cast(pl.Float64)).collect()).row(0);
  const here = pl.lit(String(name));
  return entity.lt(here).or(entity.eq(here).and(start.lt(integer(Number(ms)))));
};

/**
 * Aggregates a bucket's readings, about `rowsAtOnce` rows at a time.
 *
 * Intervals are never cut in two, so the bits are the same however many rows are taken at once.
 */
export const aggregateFiles = async (
  spec: Spec,
  files: ReadingFiles,
  rowsAtOnce = 2_000_000,
): Promise<DataFrame> => {
  const [rows, readings] = await Promise.all([countRows(files.rows), countRows(files.readings)]);
  // Side by side, the shorter one would be silently filled up with nulls.
  if (rows !== readings)
    throw new Error(`${files.rows} has ${rows} rows, and not ${readings} as the readings`);
  const aggregate = aggregateIntervals(spec);
  const whole = (from: number, count: number) =>
    besideReadings(spec)(
      scanFile(files.readings).slice(from, count),
      scanFile(files.rows).slice(from, count),
    );
  const chunks = Math.ceil(rows / rowsAtOnce);
  if (chunks <= 1) {
    return aggregate(besideReadings(spec)(scanFile(files.readings), scanFile(files.rows))).collect();
  }
  const frames: DataFrame[] = [];
  let from = 0;
  for (let chunk = 1; chunk <= chunks; chunk++) {
    let until = rows;
    if (chunk < chunks) {
      // The cut goes before the interval that it would fall into.
      const cut = Math.ceil((chunk * rows) / chunks);
      const before = whole(from, cut - from).filter(await isBefore(spec, whole, cut));
      const [count] = (await before.select(pl.len().cast(pl.Float64)).collect()).row(0);
      until = from + Number(count);
    }
    if (until === from) continue;
    frames.push(await aggregate(whole(from, until - from)).collect());
    from = until;
  }
  return pl.concat(frames);
};
