import type { Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../columns.ts';
import { INTERVAL_START } from './internal-columns.ts';
import type { Span } from './interval-runs.ts';
import { intervalStart } from './interval-start.ts';
import { epochMs, utcDatetime } from './local-time.ts';
import { oneHot } from './one-hot.ts';

export const entityColumn = (spec: Spec): string => spec.entity ?? DEFAULT_ENTITY;

/**
 * Readings → what aggregation needs of each reading besides its values: `interval_start`, one-hot columns.
 *
 * Rows keep their order. `span` (ms since 1970) holds every reading.
 */
export const rowFeatures = (spec: Spec, span: Span): ((readings: LazyDataFrame) => LazyDataFrame) => {
  const start = intervalStart(spec, span);
  const columns = [
    utcDatetime(start(epochMs(pl.col(EVENT_TIMESTAMP)))).alias(INTERVAL_START),
    ...oneHot(spec),
  ];
  return (readings) => readings.select(columns);
};

/** Readings beside their row features, of the same rows in the same order: entity, values, row features. */
export const besideReadings =
  (spec: Spec) =>
  (readings: LazyDataFrame, features: LazyDataFrame): LazyDataFrame =>
    pl.concat([readings.select(pl.col([entityColumn(spec), ...Object.keys(spec.values)])), features], {
      how: 'horizontal',
    });
