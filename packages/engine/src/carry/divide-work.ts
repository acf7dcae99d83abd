import type { Plan } from '../plan.ts';
import { type EntityFile, type EntitySpans, entityFilesOf, readEntitySpans } from './entity-files.ts';
import type { PartitionKey, ReadingsPiece } from './partition-keys.ts';
import { type PlannedPartitions, planPartitions } from './plan-partitions.ts';

export interface DividedWork extends PlannedPartitions {
  /** When entities have readings, of the buckets that are made in part. */
  readonly entities: readonly EntityFile[];
}

/**
 * Which feature partitions readings make, and which are there already.
 *
 * @param options.pieces in the order of buckets and periods
 * @param options.entities as `writeEntityFiles` or `writeEntitySpans` made them
 * @param options.before keys of partitions that are there
 */
export const divideWork = async (options: {
  readonly plan: Pick<Plan, 'spec' | 'buckets'>;
  readonly pieces: readonly ReadingsPiece[];
  readonly entities: readonly EntityFile[] | EntitySpans;
  readonly before: readonly PartitionKey[];
  /** A bucket of twice as many readings and more is made in stretches of about so many, where its periods can be. */
  readonly rowsPerStretch?: number;
}): Promise<DividedWork> => {
  const { plan, pieces, before, entities, rowsPerStretch } = options;
  const spans = await readEntitySpans(entities);
  const planned = planPartitions({ ...plan, pieces, entities: spans, before, rowsPerStretch });
  const partly = new Set(planned.stretches.map(({ bucket }) => bucket));
  return { ...planned, entities: await entityFilesOf(partly, entities, { spec: plan.spec, spans }) };
};
