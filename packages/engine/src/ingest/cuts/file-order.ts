import { entityBucket } from '../../entity-bucket.ts';

/** Where the rows of an entity of a cut belong. */
interface Placed {
  readonly code: number;
  readonly bucket: number;
}

/**
 * The entities of a cut, in the order in which its file of rows has them: bucket by bucket, so that what a bucket has is
 * one stretch, in which the rows of each entity are together, in the order in which they are settled.
 *
 * @param names of its entities, by their codes; none where all rows are of one series
 */
export const fileOrder = (names: readonly string[], buckets: number): readonly Placed[] =>
  names.length === 0
    ? [{ code: 0, bucket: 0 }]
    : names
        .map((name, code) => ({ code, bucket: entityBucket(name, buckets), bytes: Buffer.from(name) }))
        .sort((a, b) => a.bucket - b.bucket || Buffer.compare(a.bytes, b.bytes));
