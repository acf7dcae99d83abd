import type { ObjectStore } from '@wattline/backend-contract';
import { z } from 'zod';
import { featureSetPlaces } from '../feature-set.ts';
import { ObjectRef, readDocument } from '../ledger.ts';
import { manyOf } from '../many-of.ts';

/** The name of a feature partition, and one hash of all that its bytes follow from. */
const PartitionKey = z.object({ bucket: z.int().nonnegative(), period: z.string(), key: z.string() });

/** A partition as it is stored. */
export const StoredPartition = z.object({
  ...PartitionKey.shape,
  /** Undefined where the period has no rows. */
  file: z
    .object({
      ref: ObjectRef,
      rows: z.int().nonnegative(),
      /** First and last `event_timestamp`. */
      from: z.iso.datetime(),
      to: z.iso.datetime(),
    })
    .optional(),
});
export type StoredPartition = z.infer<typeof StoredPartition>;

/** What a version's partitions are made of: a later version takes over those that it would make alike. */
export const PartitionList = z.object({
  format: z.literal(1),
  partitions: manyOf(StoredPartition),
});
export type PartitionList = z.infer<typeof PartitionList>;

/** Partitions that a version takes over from one before: by kind, bucket, period and what is known of their rows. */
export const CarriedPartitions = manyOf(ObjectRef);

/** Of the first of some versions that is sealed and has one; none where no version has. */
export const readPartitions = async (
  store: ObjectStore,
  dataset: string,
  versions: readonly string[],
): Promise<readonly StoredPartition[]> => {
  for (const version of versions) {
    const { partitions, manifest } = featureSetPlaces(dataset, version);
    const list = await readDocument(store, partitions.key, PartitionList);
    // A list is there before its version is sealed: until then, nothing keeps its files.
    if (list !== undefined && (await store.head(manifest.key)) !== undefined) return list.partitions;
  }
  return [];
};
