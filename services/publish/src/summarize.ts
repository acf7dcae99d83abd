import {
  type EntitySeries,
  entityBucket,
  type FeatureColumn,
  type Fitted,
  featureEntity,
  leastEntity,
  ONLY_ENTITY,
  type Outgrown,
  outgrownBy,
  type Plan,
  planSeries,
  seriesOf,
  seriesPart,
  sinceFit,
} from '@wattline/engine';
import { readEach } from './read-each.ts';
import { type ListedPartition, type OpenPartitions, spanOf } from './sealed-partitions.ts';
import type { Summaries } from './summaries.ts';

/** Some 130 KB of a report. */
export const reportSeries = { points: 1_500, mostColumns: 5 } as const;

export interface Summarized {
  readonly summaries: Summaries;
  readonly series: EntitySeries | undefined;
  readonly outgrown: Outgrown;
}

const inOrder = <Known>(
  partitions: readonly ListedPartition[],
  by: Readonly<Record<string, Known>>,
): Known[] => partitions.flatMap(({ ref }) => by[ref.sha256] ?? []);

/** The series of the report, and how far the scaler has been outgrown, with as few files read as that takes. */
export const summarize = async (options: {
  readonly plan: Plan;
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly ListedPartition[];
  readonly open: OpenPartitions;
  readonly fitted: Fitted;
  readonly before: Summaries;
}): Promise<Summarized> => {
  const { plan, columns, partitions, open, fitted, before } = options;
  const { spec } = plan;
  const column = spec.entity === undefined ? undefined : featureEntity(spec);
  const firsts =
    column === undefined
      ? {}
      : await readEach(partitions, before.firsts, open, (one) => leastEntity(one, column));
  const entity = Object.values(firsts).toSorted()[0] ?? ONLY_ENTITY;
  const planned = planSeries({ spec, columns, span: spanOf(partitions), ...reportSeries, entity });
  const planText = JSON.stringify(planned ?? null);
  const bucket = entityBucket(entity, spec.partition.entityBuckets ?? 1);
  const own = partitions.filter((partition) => column === undefined || partition.bucket === bucket);
  const knownParts = before.series.plan === planText ? before.series.parts : {};
  const parts =
    planned === undefined ? {} : await readEach(own, knownParts, open, (one) => seriesPart(one, planned));
  const later = partitions.filter(({ to }) => to > fitted.to);
  const knownSince = before.fit === fitted.id ? before.since : {};
  const since = await readEach(later, knownSince, open, (one) => sinceFit(one, fitted));
  return {
    summaries: { format: 1, fit: fitted.id, since, firsts, series: { plan: planText, parts } },
    series: planned && seriesOf(inOrder(own, parts), planned),
    outgrown: outgrownBy(inOrder(later, since), fitted),
  };
};
