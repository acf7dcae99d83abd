import { crc32 } from 'node:zlib';
import type { Spec } from '@wattline/spec';

/** Whose bucket is whose: CRC-32 of the entity's UTF-8 text modulo the number of buckets. */
export const entityBucket = (entity: string, buckets: number): number => crc32(entity) % buckets;

/** Into how many buckets the entities of a spec are parted. */
export const bucketsOf = (spec: Pick<Spec, 'partition' | 'entity'>): number =>
  spec.partition.entityBuckets ?? (spec.entity === undefined ? 1 : 16);
