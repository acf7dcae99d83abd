import { INTERVAL_INDEX, POSITION, READINGS } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { aggregatesOf, columnsOfReadings } from './aggregates.ts';
import { BEGINS_BEFORE, ENDS_AFTER } from './entities-beyond.ts';
import { entityColumn } from './entity-column.ts';

/**
 * Entities that reach beyond the calendar have all of its intervals on that side, also those without a reading in it.
 * `first` and `last` interval of each, sorted by entity.
 */
const reachingBeyond = (
  found: LazyDataFrame,
  beyond: LazyDataFrame,
  calendar: LazyDataFrame,
  entity: string,
): LazyDataFrame => {
  const index = pl.col(INTERVAL_INDEX);
  const [calendarFirst, calendarLast] = ['first of the calendar', 'last of the calendar'];
  const ends = calendar.select(index.min().alias(calendarFirst), index.max().alias(calendarLast));
  const end = (is: string, ofCalendar: string, own: string): Expr =>
    pl
      .when(pl.col(is).fillNull(pl.lit(false)))
      .then(pl.col(ofCalendar))
      .otherwise(pl.col(own))
      .alias(own);
  const known = found
    .join(beyond, { on: entity, how: 'left' })
    .join(ends, { how: 'cross' })
    .select(
      pl.col(entity),
      end(BEGINS_BEFORE, calendarFirst, 'first'),
      end(ENDS_AFTER, calendarLast, 'last'),
    );
  const silent = beyond
    .filter(pl.col(BEGINS_BEFORE).and(pl.col(ENDS_AFTER)))
    .select(pl.col(entity))
    .join(found, { on: entity, how: 'anti' })
    .join(ends, { how: 'cross' })
    .select(pl.col(entity), pl.col(calendarFirst).alias('first'), pl.col(calendarLast).alias('last'));
  return pl.concat([known, silent]).sort(entity);
};

/**
 * Aggregated intervals → a row for every interval of each entity, from its first to its last, sorted by both.
 *
 * Adds the calendar's columns and `interval_position`. Intervals without readings are null, and count 0.
 *
 * @param beyond where the calendar is of a part of the time: the entities that begin before it, or end after it
 */
export const completeGrid =
  (spec: Spec) =>
  (intervals: LazyDataFrame, calendar: LazyDataFrame, beyond?: LazyDataFrame): LazyDataFrame => {
    const entity = entityColumn(spec);
    const index = pl.col(INTERVAL_INDEX);
    const indexed = intervals
      .join(calendar.select(EVENT_TIMESTAMP, INTERVAL_INDEX), {
        on: EVENT_TIMESTAMP,
        how: 'left',
        maintainOrder: 'left',
      })
      .drop(EVENT_TIMESTAMP);
    const found = indexed.groupBy([entity], true).agg(index.min().alias('first'), index.max().alias('last'));
    const spans = beyond === undefined ? found : reachingBeyond(found, beyond, calendar, entity);
    const rows = spans
      .withColumn(pl.intRanges(pl.col('first'), pl.col('last').add(integer(1))).alias(INTERVAL_INDEX))
      .explode(INTERVAL_INDEX)
      .select(pl.col(entity), index, index.sub(pl.col('first')).alias(POSITION));
    const made = columnsOfReadings(spec);
    const counts = aggregatesOf(spec).filter(
      ({ name, aggregation }) => aggregation === 'count' && made.has(name),
    );
    return rows
      .join(indexed, { on: [entity, INTERVAL_INDEX], how: 'left', maintainOrder: 'left' })
      .join(calendar, { on: INTERVAL_INDEX, how: 'left', maintainOrder: 'left' })
      .withColumns(pl.col([READINGS, ...counts.map(({ name }) => name)]).fillNull(integer(0)));
  };

/** Only intervals that have readings; `interval_position` counts these. */
export const observedOnly =
  (spec: Spec) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    frame
      .filter(pl.col(READINGS).gt(pl.lit(0)))
      .withColumn(
        pl.col(READINGS).cumCount().over(entityColumn(spec)).cast(pl.Int64).sub(integer(1)).alias(POSITION),
      );
