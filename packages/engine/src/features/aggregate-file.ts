import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { aggregateIntervals } from './aggregations.ts';
import { integer } from './integer.ts';
import { INTERVAL_START } from './internal-columns.ts';
import { epochMs } from './local-time.ts';
import { entityColumn } from './row-features.ts';
import { countRows, scanFile } from './scan-file.ts';

/** The entity and interval (ms since 1970) of some row. */
interface Key {
  readonly entity: string;
  readonly start: number;
}

const keyAt = async (spec: Spec, path: string, row: number): Promise<Key> => {
  const columns = [pl.col(entityColumn(spec)), epochMs(pl.col(INTERVAL_START)).cast(pl.Float64)];
  const [entity, start] = (await scanFile(path).slice(row, 1).select(columns).collect()).row(0);
  return { entity: String(entity), start: Number(start) };
};

/** Rows from one key to before another. Entities stand apart first, so that row groups of others are not read. */
const between = (spec: Spec, from: Key | undefined, until: Key | undefined): Expr => {
  const entity = pl.col(entityColumn(spec));
  const start = epochMs(pl.col(INTERVAL_START));
  const conditions: Expr[] = [];
  if (from !== undefined) {
    const name = pl.lit(from.entity);
    conditions.push(entity.gtEq(name), entity.gt(name).or(start.gtEq(integer(from.start))));
  }
  if (until !== undefined) {
    const name = pl.lit(until.entity);
    conditions.push(entity.ltEq(name), entity.lt(name).or(start.lt(integer(until.start))));
  }
  return conditions.reduce((all, condition) => all.and(condition), pl.lit(true));
};

/**
 * Aggregates a file of row features, sorted by (entity, `interval_start`), about `rowsAtOnce` rows at a time.
 *
 * Intervals are never cut in two, so the bits are the same however many rows are taken at once.
 */
export const aggregateFile = async (spec: Spec, path: string, rowsAtOnce = 2_000_000): Promise<DataFrame> => {
  const rows = await countRows(path);
  const aggregate = aggregateIntervals(spec);
  const chunks = Math.ceil(rows / rowsAtOnce);
  if (chunks <= 1) return aggregate(scanFile(path)).collect();
  const size = Math.ceil(rows / chunks);
  const frames: DataFrame[] = [];
  let from: Key | undefined;
  for (let chunk = 1; chunk <= chunks; chunk++) {
    const until = chunk < chunks ? await keyAt(spec, path, chunk * size) : undefined;
    frames.push(await aggregate(scanFile(path).filter(between(spec, from, until))).collect());
    from = until;
  }
  return pl.concat(frames);
};
