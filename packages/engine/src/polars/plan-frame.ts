import type { Frame, Lookup, Shift, SqlColumn } from '@wattline/features';
import pl, { type LazyDataFrame, type Series } from 'nodejs-polars';
import { withQuantiles, withQuantilesAcross } from './quantiles.ts';
import { withRunning } from './running.ts';
import { withoutShifts, withShifts } from './shifts.ts';
import { columnList, query } from './sql.ts';

const added = (plan: LazyDataFrame, columns: readonly SqlColumn[]): LazyDataFrame =>
  query(plan, `SELECT *, ${columnList(columns)} FROM frame`);

const indexName = (index: string): string => `index ${index}`;

/** Float64; packed numbers are copied as they are, unless some are null. */
const seriesOf = (values: Lookup['values']): Series => {
  const isPacked = values instanceof Float64Array;
  if (isPacked && !values.includes(Number.NaN)) return pl.Series('values', values, pl.Float64);
  return pl.Series(
    'values',
    Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    pl.Float64,
  );
};

/** Looks up each index once, however many columns it serves. */
const lookedUp = (plan: LazyDataFrame, lookups: readonly Lookup[]): LazyDataFrame => {
  const indices = [...new Set(lookups.map(({ index }) => index))];
  const indexed = added(
    plan,
    indices.map((index) => ({ name: indexName(index), sql: index })),
  );
  const columns = lookups.map(({ name, index, values, dtype }) => {
    const found = pl
      .lit(seriesOf(values))
      .explode()
      .gather(pl.col(indexName(index)));
    return (dtype === 'Int64' ? found.cast(pl.Int64) : found).alias(name);
  });
  return indexed.withColumns(...columns).drop(indices.map(indexName));
};

/** A lazy plan as families see it: each step makes a longer one. */
export const planFrame = (plan: LazyDataFrame): Frame<LazyDataFrame> => ({
  plan,
  with: (columns: readonly SqlColumn[], shifts: readonly Shift[] = []) => {
    if (columns.length === 0) return planFrame(plan);
    if (shifts.length === 0) return planFrame(added(plan, columns));
    return planFrame(withoutShifts(added(withShifts(plan, shifts), columns), shifts));
  },
  withLookups: (lookups) => planFrame(lookups.length === 0 ? plan : lookedUp(plan, lookups)),
  withQuantiles: (quantiles) => planFrame(quantiles.length === 0 ? plan : withQuantiles(plan, quantiles)),
  withQuantilesAcross: (quantiles) =>
    planFrame(quantiles.length === 0 ? plan : withQuantilesAcross(plan, quantiles)),
  withRunning: (running) => planFrame(running.length === 0 ? plan : withRunning(plan, running)),
  drop: (names) => planFrame(names.length === 0 ? plan : plan.drop([...names])),
});
