import pl from 'nodejs-polars';
import { z } from 'zod';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { Fit } from '../fit.ts';
import { utc } from './instant.ts';
import { type FeaturePartition, inCanonicalOrder } from './partition.ts';
import { isScaled } from './scaler.ts';
import type { SplitBounds } from './split-bounds.ts';
import { columnStatistics } from './statistics.ts';

/** What split bounds and scaler were fitted to, where later versions keep them. */
export const Fitted = Fit.pick({ id: true, to: true }).extend({
  /** Of each scaled column with values in the training span, what these were. */
  columns: z.array(
    z.object({
      name: z.string(),
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      /** Standard deviation of the population. */
      deviation: z.number().nonnegative(),
    }),
  ),
});
export type Fitted = z.infer<typeof Fitted>;

/** What a later version compares its rows with. Has the same bits in whatever order the partitions come. */
export const fittedTo = async (options: {
  readonly fit: Fit;
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
}): Promise<Fitted> => {
  const { fit, bounds } = options;
  const columns = options.columns.filter(isScaled);
  const found = await columnStatistics({
    partitions: inCanonicalOrder(options.partitions),
    columns,
    where: pl.col(EVENT_TIMESTAMP).lt(utc(bounds.validationFrom)),
    spread: true,
  });
  return {
    id: fit.id,
    to: fit.to,
    columns: columns.flatMap(({ name }, i) => {
      const moments = found[i];
      if (moments === undefined || moments.count === 0) return [];
      const { count, min, max, mean, m2 } = moments;
      return [{ name, min, max, mean, deviation: Math.sqrt(m2 / count) }];
    }),
  };
};
