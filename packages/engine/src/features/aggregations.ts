import type { Aggregation, Spec } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { aggregatedCategories, aggregatedValues } from './aggregated-columns.ts';
import { INTERVAL_START, READINGS } from './internal-columns.ts';
import { entityColumn } from './row-features.ts';

/** One number of a group; null where the group has none, but for the count. A missing reading is no first or last. */
const aggregateOf = (column: Expr, aggregation: Aggregation): Expr => {
  switch (aggregation) {
    case 'mean':
      return column.mean();
    case 'sum':
      return pl
        .when(column.count().gt(pl.lit(0)))
        .then(column.sum())
        .otherwise(pl.lit(null));
    case 'min':
      return column.min();
    case 'max':
      return column.max();
    case 'std':
      return column.std();
    case 'first':
      return column.dropNulls().first();
    case 'last':
      return column.dropNulls().last();
    case 'count':
      return column.count();
  }
};

/**
 * Row features → one row for each entity and interval that has readings, sorted by both.
 *
 * Columns: entity, `event_timestamp` (the interval's start), aggregates, `interval_readings`.
 */
export const aggregateIntervals = (spec: Spec): ((rows: LazyDataFrame) => LazyDataFrame) => {
  const entity = entityColumn(spec);
  const columns = [...aggregatedValues(spec), ...aggregatedCategories(spec)];
  const aggregates = columns.map(({ name, column, aggregation }) =>
    aggregateOf(pl.col(column), aggregation).alias(name),
  );
  return (rows) =>
    rows
      .groupBy([entity, INTERVAL_START], true)
      .agg(...aggregates, pl.len().alias(READINGS))
      .sort([pl.col(entity), pl.col(INTERVAL_START)])
      .select([
        pl.col(entity),
        pl.col(INTERVAL_START).alias(EVENT_TIMESTAMP),
        ...columns.map(({ name, dtype }) => pl.col(name).cast(pl[dtype], true)),
        pl.col(READINGS).cast(pl.Int64),
      ]);
};
