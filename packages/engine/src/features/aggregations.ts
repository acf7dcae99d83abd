import { type Aggregate, INTERVAL_START, READINGS } from '@wattline/features';
import type { Aggregation, Spec } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { columnList, query } from '../polars/sql.ts';
import { aggregatesOf, columnsOfReadings, combinedColumns } from './aggregates.ts';
import { entityColumn } from './entity-column.ts';

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

/** One expression for all columns that go on in the same way: expressions take time to make. */
const aggregates = (columns: readonly Aggregate[]): Expr[] => {
  const endingOf = ({ name, column }: Aggregate) => name.slice(column.length);
  const [going, named] = [true, false].map((goesOn) =>
    columns.filter(({ name, column }) => name.startsWith(column) === goesOn),
  );
  const groups = Map.groupBy(going ?? [], (some) => `${some.aggregation} ${endingOf(some)}`);
  const suffixed = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const all = pl.col(group.map(({ column }) => column));
    return [aggregateOf(all, first.aggregation).suffix(endingOf(first))];
  });
  const others = (named ?? []).map(({ name, column, aggregation }) =>
    aggregateOf(pl.col(column), aggregation).alias(name),
  );
  return [...suffixed, ...others];
};

const wholeGroups = 'interval needs its readings whole';

/**
 * An aggregate that needs all readings of a group at once, 0 or null.
 *
 * Without one the engine adds up parts of groups in the order in which its threads end, and sums differ in their last
 * bits from run to run. It has to be used (see `isWhole`), or the plan leaves it out.
 */
const spreadOfStart = pl.col(INTERVAL_START).cast(pl.Int64).std().alias(wholeGroups);
const isWhole = pl
  .col(wholeGroups)
  .isNull()
  .or(pl.col(wholeGroups).eq(pl.lit(0)));

const interval = 'interval of the file';

/** Numbers the intervals of sorted rows: a group by one number costs half of one by a text and a time. */
const numbered = (entity: string) => {
  const [name, start] = [pl.col(entity), pl.col(INTERVAL_START)];
  const begins = name
    .neq(name.shift(1))
    .or(start.neq(start.shift(1)))
    .fillNull(pl.lit(true));
  return begins.cumSum().alias(interval);
};

/** Sorted rows → one row for each entity and interval that has some, with numbers of them and `interval_readings`. */
export const groupIntervals = (
  entity: string,
  columns: readonly Aggregate[],
): ((rows: LazyDataFrame) => LazyDataFrame) => {
  const whole = columns.filter(({ dtype }) => dtype === 'Int64').map(({ name }) => name);
  const number = numbered(entity);
  return (rows) =>
    rows
      .withColumn(number)
      .groupBy([interval], true)
      .agg(
        pl.col([entity, INTERVAL_START]).first(),
        ...aggregates(columns),
        pl.len().alias(READINGS),
        spreadOfStart,
      )
      .filter(isWhole)
      .withColumn(pl.col([...whole, READINGS]).cast(pl.Int64, true));
};

/**
 * Readings with their row features, sorted by (entity, `interval_start`) → one row for each entity and interval
 * that has readings, sorted by both.
 *
 * Columns: entity, `event_timestamp` (the interval's start), aggregates, `interval_readings`.
 */
export const aggregateIntervals = (spec: Spec): ((rows: LazyDataFrame) => LazyDataFrame) => {
  const entity = entityColumn(spec);
  const columns = aggregatesOf(spec);
  const combined = combinedColumns(spec);
  const made = columnsOfReadings(spec);
  const names = [...columns, ...combined].map(({ name }) => name).filter((name) => made.has(name));
  const group = groupIntervals(entity, columns);
  const combine = (intervals: LazyDataFrame): LazyDataFrame =>
    combined.length === 0 ? intervals : query(intervals, `SELECT *, ${columnList(combined)} FROM frame`);
  return (rows) =>
    combine(group(rows))
      .select([pl.col([entity, INTERVAL_START, ...names, READINGS])])
      .rename({ [INTERVAL_START]: EVENT_TIMESTAMP });
};
