import { INTERVAL_INDEX, POSITION, READINGS } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { aggregatesOf, columnsOfReadings } from './aggregates.ts';
import { entityColumn } from './row-features.ts';

/**
 * Aggregated intervals → a row for every interval of each entity, from its first to its last, sorted by both.
 *
 * Adds the calendar's columns and `interval_position`. Intervals without readings are null, and count 0.
 */
export const completeGrid =
  (spec: Spec) =>
  (intervals: LazyDataFrame, calendar: LazyDataFrame): LazyDataFrame => {
    const entity = entityColumn(spec);
    const index = pl.col(INTERVAL_INDEX);
    const indexed = intervals
      .join(calendar.select(EVENT_TIMESTAMP, INTERVAL_INDEX), {
        on: EVENT_TIMESTAMP,
        how: 'left',
        maintainOrder: 'left',
      })
      .drop(EVENT_TIMESTAMP);
    const rows = indexed
      .groupBy([entity], true)
      .agg(index.min().alias('first'), index.max().alias('last'))
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
