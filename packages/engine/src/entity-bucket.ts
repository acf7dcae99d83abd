import { crc32 } from 'node:zlib';

/** Whose bucket is whose: CRC-32 of the entity's UTF-8 text modulo the number of buckets. */
export const entityBucket = (entity: string, buckets: number): number => crc32(entity) % buckets;
