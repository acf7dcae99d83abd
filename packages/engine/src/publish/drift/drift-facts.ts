import pl from 'nodejs-polars';
import pMap from 'p-map';
import { z } from 'zod';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { FeatureColumn } from '../../features/feature-columns.ts';
import { utc } from '../instant.ts';
import { type FeaturePartition, inCanonicalOrder } from '../partition.ts';
import { columnQuantiles } from '../quantiles.ts';
import { isScaled } from '../scaler.ts';
import type { SplitBounds } from '../split-bounds.ts';
import { binCounts, sumOfCounts } from './bin-counts.ts';

/** How the values of a version's training span are distributed: what later rows are compared with. */
export const DriftFacts = z.object({
  /** The training span ends before it, UTC. */
  validationFrom: z.iso.datetime(),
  columns: z.array(
    z.object({
      name: z.string(),
      /** Upper ends of all bins but the last, each of its bin; ascending. */
      edges: z.array(z.number()),
      /** Values of the training span in each bin. */
      counts: z.array(z.int().nonnegative()),
    }),
  ),
});
export type DriftFacts = z.infer<typeof DriftFacts>;

const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Files read at once: one alone waits for the disk. */
const CONCURRENCY = 2;

/** Of equal edges one; where many values are the same, bins are fewer. */
const edgesOf = (quantiles: readonly number[] | undefined): number[] => [...new Set(quantiles ?? [])];

/**
 * Bins of each scaled column between the deciles of the rows before `bounds.validationFrom`, and what is in them. The same
 * in whatever order the partitions come.
 */
export const driftFacts = async (options: {
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
}): Promise<DriftFacts> => {
  const { validationFrom } = options.bounds;
  const partitions = inCanonicalOrder(options.partitions);
  const columns = options.columns.filter(isScaled);
  const where = pl.col(EVENT_TIMESTAMP).lt(utc(validationFrom));
  const quantiles = await columnQuantiles({ partitions, columns, where, probabilities: deciles });
  const bins = columns.map(({ name }, i) => ({ name, edges: edgesOf(quantiles[i]) }));
  const counted = await pMap(partitions, (partition) => binCounts(partition, bins, where), {
    concurrency: CONCURRENCY,
  });
  const counts = sumOfCounts(counted, bins);
  return {
    validationFrom,
    columns: bins.map((bin, i) => ({ ...bin, counts: counts[i] ?? [] })),
  };
};
