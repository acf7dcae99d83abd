import type { BucketFile, ReadingsFile } from './readings-file.ts';

/** The files of each bucket, in their order: the one that has all of its readings, else those of its periods. */
export const bucketPaths = (
  files: readonly Pick<ReadingsFile, 'bucket' | 'path'>[],
  whole: readonly BucketFile[] = [],
): Map<number, string[]> => {
  const paths = new Map<number, string[]>();
  for (const { bucket, path } of files) paths.set(bucket, [...(paths.get(bucket) ?? []), path]);
  for (const { bucket, path } of whole) paths.set(bucket, [path]);
  return paths;
};
