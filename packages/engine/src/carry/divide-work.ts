import { spansIn } from '../features/entities-beyond.ts';
import { scanFile } from '../features/scan-file.ts';
import type { Plan } from '../plan.ts';
import type { EntityFile } from './entity-files.ts';
import type { PartitionKey, ReadingsPiece } from './partition-keys.ts';
import { type PlannedPartitions, planPartitions } from './plan-partitions.ts';

/**
 * Which feature partitions readings make, and which are there already.
 *
 * @param options.pieces in the order of buckets and periods
 * @param options.entities as `writeEntityFiles` made them
 * @param options.before keys of partitions that are there
 */
export const divideWork = async (options: {
  readonly plan: Pick<Plan, 'spec' | 'buckets'>;
  readonly pieces: readonly ReadingsPiece[];
  readonly entities: readonly EntityFile[];
  readonly before: readonly PartitionKey[];
}): Promise<PlannedPartitions> => {
  const { plan, pieces, before } = options;
  const spans = await Promise.all(
    options.entities.map(
      async ({ bucket, path }) => [bucket, spansIn(await scanFile(path).collect())] as const,
    ),
  );
  return planPartitions({ ...plan, pieces, entities: new Map(spans), before });
};
