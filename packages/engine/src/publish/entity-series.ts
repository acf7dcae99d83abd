import { durationMs, type Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { ONLY_ENTITY } from '../columns.ts';
import { entityBucket } from '../entity-bucket.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { type FeaturePartition, inCanonicalOrder, scanPartition } from './partition.ts';
import { seriesStepMs } from './series-step.ts';
import { joinedSteps, type StepSeries } from './step-series.ts';
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

/**
 * The first entity's values, thinned to about `points` steps of mean, least and greatest value; rows as they are where
 * there are no more. Targets come first. Undefined where there is no column of values.
 * The same bits on every run, in whatever order the partitions come.
 *
 * @param span first and last `event_timestamp` of the set; steps are counted from its start
 */
export const readEntitySeries = async (options: {
  readonly spec: Pick<Spec, 'entity' | 'interval' | 'partition'>;
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  readonly span: { readonly from: string; readonly to: string };
  readonly points: number;
  readonly mostColumns: number;
}): Promise<EntitySeries | undefined> => {
  const { spec, span, points, mostColumns } = options;
  const names = shownColumns(options.columns, mostColumns);
  if (names.length === 0) return undefined;
  const all = inCanonicalOrder(options.partitions);
  const entity = spec.entity === undefined ? ONLY_ENTITY : await firstEntity(all, spec.entity);
  const bucket = entityBucket(entity, spec.partition.entityBuckets ?? 1);
  const isWanted = spec.entity === undefined ? undefined : pl.col(spec.entity).eq(pl.lit(entity));
  const rowsOf = (partition: FeaturePartition): LazyDataFrame => {
    const rows = scanPartition(partition);
    return isWanted === undefined ? rows : rows.filter(isWanted);
  };
  const [fromMs, toMs, intervalMs] = [Date.parse(span.from), Date.parse(span.to), durationMs(spec.interval)];
  const stepMs = seriesStepMs(toMs - fromMs, points, intervalMs);
  const isWhole = stepMs === intervalMs;
  const sums = stepSums({ names, fromMs, stepMs: isWhole ? undefined : stepMs });
  const ofEntity = all.filter((partition) => spec.entity === undefined || partition.bucket === bucket);
  const frame = await pl.concat(ofEntity.map((partition) => sums(rowsOf(partition)))).collect();
  return { entity, stepMs, ...joinedSteps(sumsIn(frame, names), { stepMs, isWhole }) };
};
