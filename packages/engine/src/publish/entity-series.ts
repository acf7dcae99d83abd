import { durationMs, type Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { ONLY_ENTITY } from '../columns.ts';
import { entityBucket } from '../entity-bucket.ts';
import { featureEntity } from '../features/entity-column.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { type FeaturePartition, inCanonicalOrder, scanPartition } from './partition.ts';
import { seriesStepMs } from './series-step.ts';
import { joinedSteps, type StepSeries, type StepSums } from './step-series.ts';
import { stepSums, sumsIn } from './step-sums.ts';

/** One entity's values over time. */
export interface EntitySeries extends StepSeries {
  readonly entity: string;
  /** The span of one point. */
  readonly stepMs: number;
}

/** The columns to show first: targets, then the other values that a model is given. */
const shownColumns = (columns: readonly FeatureColumn[], most: number): string[] => {
  const targets = columns.filter(({ role }) => role === 'target');
  const values = columns.filter(({ kind, role }) => kind === 'value' && role === 'feature');
  return [...targets, ...values].slice(0, most).map(({ name }) => name);
};

/** The least name: files are sorted by entity, so each one's first row has its least. */
const firstEntity = async (partitions: readonly FeaturePartition[], column: string): Promise<string> => {
  const name = pl.col(column);
  const heads = partitions.map((partition) => scanPartition(partition).select(name).limit(1));
  const frame = await pl.concat(heads).select(name.min()).collect();
  return String(frame.row(0)[0]);
};

/** The least name in a file, which is its first row's: files are sorted by entity. */
export const leastEntity = async (
  partition: Pick<FeaturePartition, 'path'>,
  column: string,
): Promise<string> =>
  String((await scanPartition(partition).select(pl.col(column)).limit(1).collect()).row(0)[0]);

/** Which rows a series is made of, and by which steps. */
export interface SeriesPlan {
  readonly entity: string;
  /** The column that has it; undefined where all rows are of one. */
  readonly column?: string;
  readonly names: readonly string[];
  readonly fromMs: number;
  readonly stepMs: number;
  /** Each row is a point. */
  readonly isWhole: boolean;
}

interface SeriesOptions {
  readonly spec: Pick<Spec, 'entity' | 'interval' | 'partition' | 'naming' | 'values' | 'categories'>;
  readonly columns: readonly FeatureColumn[];
  readonly span: { readonly from: string; readonly to: string };
  readonly points: number;
  readonly mostColumns: number;
}

/** Undefined where there is no column of values. */
export const planSeries = (options: SeriesOptions & { readonly entity: string }): SeriesPlan | undefined => {
  const { spec, span, points, mostColumns, entity } = options;
  const names = shownColumns(options.columns, mostColumns);
  if (names.length === 0) return undefined;
  const [fromMs, toMs, intervalMs] = [Date.parse(span.from), Date.parse(span.to), durationMs(spec.interval)];
  const stepMs = seriesStepMs(toMs - fromMs, points, intervalMs);
  const column = spec.entity === undefined ? {} : { column: featureEntity(spec) };
  return { entity, ...column, names, fromMs, stepMs, isWhole: stepMs === intervalMs };
};

/** The part of a series that one file has. */
export const seriesPart = async (
  partition: Pick<FeaturePartition, 'path'>,
  { entity, column, names, fromMs, stepMs, isWhole }: SeriesPlan,
): Promise<StepSums> => {
  const rows = scanPartition(partition);
  const wanted = column === undefined ? rows : rows.filter(pl.col(column).eq(pl.lit(entity)));
  const sums = stepSums({ names, fromMs, stepMs: isWhole ? undefined : stepMs });
  return sumsIn(await sums(wanted).collect(), names);
};

/** The parts of files, in the order of time, as one series. */
export const seriesOf = (parts: readonly StepSums[], plan: SeriesPlan): EntitySeries => {
  const { entity, stepMs, isWhole, names } = plan;
  const columns = names.map((name, i) => {
    const of = (measure: 'count' | 'sum' | 'min' | 'max'): number[] =>
      parts.flatMap((part) => part.columns[i]?.[measure] ?? []);
    return { name, count: of('count'), sum: of('sum'), min: of('min'), max: of('max') };
  });
  const starts = parts.flatMap((part) => part.starts);
  return { entity, stepMs, ...joinedSteps({ starts, columns }, { stepMs, isWhole }) };
};

/**
 * The first entity's values, thinned to about `points` steps of mean, least and greatest value; rows as they are where
 * there are no more. Targets come first. Undefined where there is no column of values.
 * The same bits on every run, in whatever order the partitions come.
 *
 * @param span first and last `event_timestamp` of the set; steps are counted from its start
 */
export const readEntitySeries = async (
  options: SeriesOptions & { readonly partitions: readonly FeaturePartition[] },
): Promise<EntitySeries | undefined> => {
  const { spec } = options;
  const all = inCanonicalOrder(options.partitions);
  const column = spec.entity === undefined ? undefined : featureEntity(spec);
  const entity = column === undefined ? ONLY_ENTITY : await firstEntity(all, column);
  const plan = planSeries({ ...options, entity });
  if (plan === undefined) return undefined;
  const bucket = entityBucket(entity, spec.partition.entityBuckets ?? 1);
  const own = all.filter((partition) => column === undefined || partition.bucket === bucket);
  const parts: StepSums[] = [];
  for (const partition of own) parts.push(await seriesPart(partition, plan));
  return seriesOf(parts, plan);
};
