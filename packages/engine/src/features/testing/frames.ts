// As in the processes that users run.
import '../../polars/index.ts';
import { READING_STEP } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { amountsOf } from '../aggregates.ts';
import { aggregateIntervals } from '../aggregations.ts';
import { spanWithAmounts, withAmounts } from '../amounts.ts';
import { intervalCalendar } from '../calendar.ts';
import { withOwnExpected } from '../expected-readings.ts';
import { featureRows, gridOf } from '../feature-rows.ts';
import { expectedStep, type ReadingStep, usualStep } from '../reading-step.ts';
import { besideReadings, rowFeatures } from '../row-features.ts';
import type { Cell, FeatureRow, Reading } from './reference.ts';

/** Columns of numbers that readings have: the spec's values, and what its registers counted. */
const readingColumns = (spec: Spec): string[] => [
  ...new Set([...Object.keys(spec.values), ...amountsOf(spec).map(({ column }) => column)]),
];

const haveOwnSteps = (readings: readonly Reading[]): boolean =>
  readings.some(({ step }) => step !== undefined);

const stepOf = (spec: Spec, readings: readonly Reading[]): ReadingStep =>
  haveOwnSteps(readings) ? 'each' : usualStep(spec);

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
    ...readingColumns(spec).map((column) =>
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
  const steps = pl.Series(
    READING_STEP,
    sorted.map(({ step }) => step ?? null),
    pl.Float64,
  );
  return pl
    .DataFrame(haveOwnSteps(readings) ? [...series, steps.cast(pl.Int64)] : series)
    .withColumn(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'));
};

export const spanOf = (readings: readonly Reading[]) => {
  const times = readings.map(({ at }) => at);
  return { from: Math.min(...times), to: Math.max(...times) };
};

/** Aggregated intervals of readings, and the calendar that they are of. */
export const intervalFrames = async (
  spec: Spec,
  readings: readonly Reading[],
  span = spanOf(readings),
): Promise<{ intervals: DataFrame; calendar: DataFrame }> => {
  const frame = readingsFrame(spec, readings).lazy();
  const step = stepOf(spec, readings);
  const whole = await spanWithAmounts(spec, span, step, frame);
  const calendar = await intervalCalendar(spec, whole, expectedStep(spec, step)).collect();
  const rows = besideReadings(spec)(frame, rowFeatures(spec, whole)(frame));
  const aggregated = await aggregateIntervals(spec)(rows).collect();
  const intervals = await withAmounts(spec, aggregated, { readings: frame, calendar, step });
  return { intervals, calendar };
};

/** Both stages, in memory. */
export const featureFrame = async (
  spec: Spec,
  readings: readonly Reading[],
  span = spanOf(readings),
): Promise<DataFrame> => {
  const { intervals, calendar } = await intervalFrames(spec, readings, span);
  const grid = gridOf(spec)(intervals.lazy(), calendar.lazy());
  const isOwn = haveOwnSteps(readings) && spec.coverage;
  const expecting = isOwn
    ? await withOwnExpected(spec, readingsFrame(spec, readings).lazy(), calendar.lazy())(grid)
    : grid;
  return await featureRows(spec)(await expecting.collect());
};

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
