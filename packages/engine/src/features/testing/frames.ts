import type { Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { intervalCalendar } from '../calendar.ts';
import { aggregateReadings } from '../feature-rows.ts';
import { besideReadings, rowFeatures } from '../row-features.ts';
import type { Cell, FeatureRow, Reading } from './reference.ts';

/** Readings as ingest hands them on. */
export const readingsFrame = (spec: Spec, readings: readonly Reading[]): DataFrame => {
  const sorted = readings.toSorted((a, b) =>
    a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : a.at - b.at,
  );
  const series = [
    pl.Series(
      'event_timestamp',
      sorted.map(({ at }) => at),
      pl.Float64,
    ),
    pl.Series(
      'entity',
      sorted.map(({ entity }) => entity),
      pl.String,
    ),
    ...Object.keys(spec.values).map((column) =>
      pl.Series(
        column,
        sorted.map(({ values }) => values[column] ?? null),
        pl.Float64,
      ),
    ),
    ...Object.keys(spec.categories).map((column) =>
      pl.Series(
        column,
        sorted.map(({ words }) => words[column] ?? null),
        pl.String,
      ),
    ),
  ];
  return pl
    .DataFrame(series)
    .withColumn(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'));
};

export const spanOf = (readings: readonly Reading[]) => {
  const times = readings.map(({ at }) => at);
  return { from: Math.min(...times), to: Math.max(...times) };
};

/** Both stages, in memory. */
export const featureFrame = (
  spec: Spec,
  readings: readonly Reading[],
  span = spanOf(readings),
): Promise<DataFrame> =>
  aggregateReadings(spec)(
    besideReadings(spec)(
      readingsFrame(spec, readings).lazy(),
      rowFeatures(spec, span)(readingsFrame(spec, readings).lazy()),
    ),
    intervalCalendar(spec, span),
  ).collect();

/** A frame's rows; times as ms since 1970. */
export const rowsOf = (frame: DataFrame): FeatureRow[] => {
  const plain = frame.withColumns(
    ...frame.columns
      .filter((name) => !frame.getColumn(name).dtype.equals(pl.String))
      .map((name) => pl.col(name).toPhysical().cast(pl.Float64)),
  );
  const cell = (value: unknown): Cell =>
    typeof value === 'number' || typeof value === 'string' ? value : null;
  return plain.rows().map((row) => Object.fromEntries(frame.columns.map((name, i) => [name, cell(row[i])])));
};
