import { type JoinedPiece, piecesAround } from '../joined/joined-piece.ts';
import type { Plan } from '../plan.ts';
import { type EntityFile, type EntitySpans, entityFilesOf, readEntitySpans } from './entity-files.ts';
import type { PartitionKey, ReadingsPiece } from './partition-keys.ts';
import { type PlannedPartitions, planPartitions } from './plan-partitions.ts';

export interface DividedWork extends PlannedPartitions {
  /** When entities have readings, of the buckets that are made in part. */
  readonly entities: readonly EntityFile[];
  /** Those of the other datasets' that what is made needs. */
  readonly joined: readonly JoinedPiece[];
}

/** A bucket that is made whole may need all. */
const neededPieces = (
  spec: Plan['spec'],
  { whole, stretches }: PlannedPartitions,
  joined: readonly JoinedPiece[],
): readonly JoinedPiece[] => {
  if (joined.length === 0 || whole.length > 0) return joined;
  const needed = new Set(stretches.flatMap((stretch) => piecesAround(spec, joined, stretch)));
  return joined.filter((piece) => needed.has(piece));
};

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
  /** Of other datasets, in the order of the spec's joins. */
  readonly joined?: readonly JoinedPiece[] | undefined;
  /** A bucket of twice as many readings and more is made in stretches of about so many, where its periods can be. */
  readonly rowsPerStretch?: number;
}): Promise<DividedWork> => {
  const { plan, pieces, before, joined = [], entities, rowsPerStretch } = options;
  const spans = await readEntitySpans(entities);
  const planned = planPartitions({ ...plan, pieces, entities: spans, before, joined, rowsPerStretch });
  const partly = new Set(planned.stretches.map(({ bucket }) => bucket));
  return {
    ...planned,
    entities: await entityFilesOf(partly, entities, { spec: plan.spec, spans }),
    joined: neededPieces(plan.spec, planned, joined),
  };
};
