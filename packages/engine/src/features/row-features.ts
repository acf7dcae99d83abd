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
 * Readings → entity, `interval_start`, values, one-hot columns: what aggregation needs of each reading.
 *
 * Rows keep their order. `span` (ms since 1970) holds every reading.
 */
export const rowFeatures = (spec: Spec, span: Span): ((readings: LazyDataFrame) => LazyDataFrame) => {
  const start = intervalStart(spec, span);
  const columns = [
    pl.col(entityColumn(spec)),
    utcDatetime(start(epochMs(pl.col(EVENT_TIMESTAMP)))).alias(INTERVAL_START),
    ...Object.keys(spec.values).map((column) => pl.col(column)),
    ...oneHot(spec),
  ];
  return (readings) => readings.select(columns);
};
