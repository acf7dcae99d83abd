import { INTERVAL_START, quoted } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../columns.ts';
import { columnList, query } from '../polars/sql.ts';
import { readingColumns } from './aggregates.ts';
import type { Span } from './interval-runs.ts';
import { intervalStart } from './interval-start.ts';
import { epochMs, utcDatetime } from './local-time.ts';

export const entityColumn = (spec: Spec): string => spec.entity ?? DEFAULT_ENTITY;

/**
 * Readings → what aggregation needs of each reading besides its values: `interval_start`, one-hot columns.
 *
 * Rows keep their order. `span` (ms since 1970) holds every reading.
 */
export const rowFeatures = (spec: Spec, span: Span): ((readings: LazyDataFrame) => LazyDataFrame) => {
  const start = intervalStart(spec, span);
  const ms = epochMs(pl.col(EVENT_TIMESTAMP)).alias(INTERVAL_START);
  const started = utcDatetime(pl.col(INTERVAL_START)).alias(INTERVAL_START);
  const list = columnList([
    { name: INTERVAL_START, sql: start(quoted(INTERVAL_START)) },
    ...readingColumns(spec),
  ]);
  return (readings) => query(readings.withColumn(ms), `SELECT ${list} FROM frame`).withColumn(started);
};

/** Readings beside their row features, of the same rows in the same order: entity, values, row features. */
export const besideReadings =
  (spec: Spec) =>
  (readings: LazyDataFrame, features: LazyDataFrame): LazyDataFrame =>
    pl.concat([readings.select(pl.col([entityColumn(spec), ...Object.keys(spec.values)])), features], {
      how: 'horizontal',
    });
