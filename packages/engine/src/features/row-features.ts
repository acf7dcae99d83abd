import type { Span } from '@wattline/features';
import { INTERVAL_START, quoted } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { columnList, query } from '../polars/sql.ts';
import { readingColumns } from './aggregates.ts';
import { entityColumn } from './entity-column.ts';
import { intervalStart } from './interval-start.ts';
import { epochMs, utcDatetime } from './local-time.ts';
import { type ReadingStep, readingStep, usualStep } from './reading-step.ts';

/**
 * Readings → what aggregation needs of each reading besides its values: `interval_start`, one-hot columns.
 *
 * Rows keep their order. `span` (ms since 1970) holds every reading; `step` says how they come. Families' columns
 * beside each reading may be made of its `reading_step_ms`.
 */
export const rowFeatures = (
  spec: Spec,
  span: Span,
  step: ReadingStep = usualStep(spec),
): ((readings: LazyDataFrame) => LazyDataFrame) => {
  const start = intervalStart(spec, span);
  const ms = start.before(epochMs(pl.col(EVENT_TIMESTAMP))).alias(INTERVAL_START);
  const started = utcDatetime(pl.col(INTERVAL_START)).alias(INTERVAL_START);
  const list = columnList([
    { name: INTERVAL_START, sql: start.sql(quoted(INTERVAL_START)) },
    ...readingColumns(spec),
  ]);
  const own = readingStep(spec, step);
  return (readings) => query(readings.withColumns(ms, own), `SELECT ${list} FROM frame`).withColumn(started);
};

/** Readings beside their row features, of the same rows in the same order: entity, values, row features. */
export const besideReadings =
  (spec: Spec) =>
  (readings: LazyDataFrame, features: LazyDataFrame): LazyDataFrame =>
    pl.concat([readings.select(pl.col([entityColumn(spec), ...Object.keys(spec.values)])), features], {
      how: 'horizontal',
    });
