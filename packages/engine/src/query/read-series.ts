import { durationMs } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import pMap from 'p-map';
import { seriesStepMs } from '../publish/series-step.ts';
import type { Column } from './column.ts';
import type { OpenFeatureSet } from './open-feature-set.ts';
import { filesWith } from './row-files.ts';
import { epochMs, integer, predicateOf, scanRows } from './scan-rows.ts';

type Points = (number | null)[];

interface SeriesColumn {
  readonly name: string;
  /** null in a step without values. */
  readonly mean: Points;
  /** Absent if nothing is thinned. */
  readonly min?: Points;
  readonly max?: Points;
}

/** Values over time: each point is the mean, least and greatest of one step. */
export interface Series {
  readonly entity: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The span of one point; the feature set's interval where nothing is thinned. */
  readonly stepMs: number;
  /** Starts of the steps, epoch ms. */
  readonly time: number[];
  readonly columns: SeriesColumn[];
}

const TIME = 'time';
const statistics = ['mean', 'min', 'max'] as const;
type Statistic = (typeof statistics)[number];

const nameOf = (column: number, statistic: Statistic | 'sum' | 'count'): string => `${column}_${statistic}`;

const numbers = (frame: DataFrame, name: string): Points =>
  Array.from(frame.getColumn(name).toArray() as ArrayLike<unknown>, (value) =>
    typeof value === 'number' && Number.isFinite(value) ? value : null,
  );

/** The start of the step that a row is in. Steps are counted from `anchor`. */
const stepStart = (anchorMs: number, stepMs: number): Expr =>
  epochMs().sub(epochMs().sub(integer(anchorMs)).modulo(integer(stepMs)));

/** NaN would swallow the others of its step. */
const finite = (name: string): Expr => pl.col(name).cast(pl.Float64).fillNan(pl.lit(null));

const aggregated = (name: string, column: number): Expr[] => [
  pl.col(name).sum().alias(nameOf(column, 'sum')),
  pl.col(name).count().cast(pl.Float64).alias(nameOf(column, 'count')),
  pl.col(name).min().alias(nameOf(column, 'min')),
  pl.col(name).max().alias(nameOf(column, 'max')),
];

/** One row a step, for each file: a step that two files share has two. */
const thinned = (rows: LazyDataFrame, start: Expr, names: readonly string[]): LazyDataFrame =>
  rows
    .select(start.cast(pl.Float64).alias(TIME), ...names.map(finite))
    .groupBy([TIME])
    .agg(...names.flatMap(aggregated));

const merged = (frames: readonly LazyDataFrame[], count: number): LazyDataFrame => {
  const columns = Array.from({ length: count }, (_, column) => column);
  return pl
    .concat([...frames])
    .groupBy([TIME])
    .agg(
      ...columns.flatMap((column) => [
        pl.col(nameOf(column, 'sum')).sum(),
        pl.col(nameOf(column, 'count')).sum(),
        pl.col(nameOf(column, 'min')).min(),
        pl.col(nameOf(column, 'max')).max(),
      ]),
    )
    .sort(TIME);
};

/** The index of each step from the first to the last in `time`, -1 where it has no rows. */
const everyStep = (time: readonly number[], stepMs: number): number[] => {
  const [first, last] = [time[0], time.at(-1)];
  if (first === undefined || last === undefined) return [];
  const at = new Map(time.map((start, index) => [start, index]));
  const steps = Math.round((last - first) / stepMs) + 1;
  return Array.from({ length: steps }, (_, step) => at.get(first + step * stepMs) ?? -1);
};

const spread = (values: Points, order: readonly number[]): Points =>
  order.map((index) => (index < 0 ? null : (values[index] ?? null)));

const readThinned = (frame: DataFrame, names: readonly string[], stepMs: number) => {
  const starts = numbers(frame, TIME).map(Number);
  const order = everyStep(starts, stepMs);
  const first = starts[0] ?? 0;
  const columns = names.map((name, column): SeriesColumn => {
    const counts = numbers(frame, nameOf(column, 'count'));
    const sums = numbers(frame, nameOf(column, 'sum'));
    const means = sums.map((sum, index) => {
      const count = counts[index] ?? 0;
      return sum === null || count === 0 ? null : sum / count;
    });
    return {
      name,
      mean: spread(means, order),
      min: spread(numbers(frame, nameOf(column, 'min')), order),
      max: spread(numbers(frame, nameOf(column, 'max')), order),
    };
  });
  return { time: order.map((_, step) => first + step * stepMs), columns };
};

/** Rows as they are, with one point without a value wherever some are missing. */
const readPlain = (frame: DataFrame, names: readonly string[], stepMs: number) => {
  const starts = numbers(frame, TIME).map(Number);
  const order: number[] = [];
  const time: number[] = [];
  for (const [index, start] of starts.entries()) {
    const before = starts[index - 1];
    // Local days last up to 25 hours.
    if (before !== undefined && start - before > 1.5 * stepMs) {
      order.push(-1);
      time.push(before + stepMs);
    }
    order.push(index);
    time.push(start);
  }
  const columns = names.map((name): SeriesColumn => ({ name, mean: spread(numbers(frame, name), order) }));
  return { time, columns };
};

const FILES_AT_ONCE = 2;

/**
 * One entity's values from `fromMs` (counts) to `toMs` (does not), thinned in Polars to about `points` steps of mean,
 * least and greatest value. Reads the files of the entity's bucket that overlap, and of them the wanted columns.
 *
 * @param anchorMs a start of an interval, from which steps are counted: the same for all looks at one set
 */
export const readSeries = async (
  set: OpenFeatureSet,
  wanted: {
    readonly columns: readonly Column[];
    readonly entity: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly points: number;
    readonly anchorMs: number;
  },
): Promise<Series> => {
  const { entity, fromMs, toMs, anchorMs } = wanted;
  const names = wanted.columns.map(({ name }) => name);
  const filter = { entity, fromMs, toMs };
  const intervalMs = durationMs(set.manifest.spec.interval);
  const stepMs = seriesStepMs(toMs - fromMs, wanted.points, intervalMs);
  const isPlain = stepMs === intervalMs;
  const start = isPlain ? epochMs() : stepStart(anchorMs, stepMs);
  const frames = await pMap(
    filesWith(set.manifest, filter),
    (file) =>
      set.useFile(file, (path) => {
        const rows = scanRows(path, predicateOf(set.manifest, file, filter));
        return isPlain
          ? rows.select(start.cast(pl.Float64).alias(TIME), ...names.map(finite)).collect()
          : thinned(rows, start, names).collect();
      }),
    { concurrency: FILES_AT_ONCE },
  );
  const base = {
    entity,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    stepMs,
  };
  if (frames.length === 0) return { ...base, time: [], columns: names.map((name) => ({ name, mean: [] })) };
  const lazy = frames.map((frame) => frame.lazy());
  const all = await (isPlain ? pl.concat(lazy).sort(TIME) : merged(lazy, names.length)).collect();
  return { ...base, ...(isPlain ? readPlain : readThinned)(all, names, stepMs) };
};
