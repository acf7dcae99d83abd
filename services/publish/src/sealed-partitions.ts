import { type FeaturePartition, inCanonicalOrder } from '@wattline/engine';
import type { InputFile, ObjectRef } from '@wattline/worker/stage';
import { z } from 'zod';

const Partition = z.object({
  kind: z.literal('partition'),
  bucket: z.int(),
  period: z.string(),
  rows: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

/** A feature partition of the version, wherever it comes from. */
export interface SealedPartition extends FeaturePartition {
  readonly ref: ObjectRef;
  /** First and last `event_timestamp`. */
  readonly from: string;
  readonly to: string;
}

export const isKind =
  (kind: string) =>
  ({ ref }: InputFile): boolean =>
    ref.labels?.kind === kind;

/** Those that were made, and those of a version before. */
export const partitionsOf = (inputs: readonly InputFile[]): SealedPartition[] => {
  const stored = inputs.filter(isKind('partition')).map(({ path, ref }): SealedPartition => {
    const { kind: _, ...partition } = Partition.parse(ref.labels);
    return { ...partition, path, ref };
  });
  const order = inCanonicalOrder(stored);
  return stored.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
};

/** First and last `event_timestamp` of all partitions; of instants in one form, the least text is the earliest. */
export const spanOf = (partitions: readonly SealedPartition[]): { from: string; to: string } => {
  const from = partitions.map((partition) => partition.from).toSorted();
  const to = partitions.map((partition) => partition.to).toSorted();
  return { from: from[0] ?? '', to: to.at(-1) ?? '' };
};
