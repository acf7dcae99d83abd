import { readFile } from 'node:fs/promises';
import { partitionPath } from '@wattline/engine';
import { type InputFile, type ObjectRef, PartitionList } from '@wattline/worker/stage';
import { isKind, type ListedPartition } from './sealed-partitions.ts';

/** Runs of before partitions were carried have none. */
export const listOf = async (inputs: readonly InputFile[]): Promise<PartitionList | undefined> => {
  const list = inputs.find(isKind('partitions'));
  return list && PartitionList.parse(JSON.parse(await readFile(list.path, 'utf8')));
};

/** The list as a later version may take partitions over from it: where each is now. */
export const sealedList = (
  list: PartitionList,
  partitions: readonly ListedPartition[],
  placeOf: (path: string, sha256: string) => { readonly store: ObjectRef['store']; readonly key: string },
): PartitionList => {
  const sealed = new Map(partitions.map((one) => [partitionPath(one.bucket, one.period), one]));
  return {
    format: 1,
    partitions: list.partitions.map(({ bucket, period, key }) => {
      const path = partitionPath(bucket, period);
      const found = sealed.get(path);
      if (found === undefined) return { bucket, period, key };
      const { rows, from, to, ref } = found;
      const { bytes, sha256 } = ref;
      return {
        bucket,
        period,
        key,
        file: { ref: { ...placeOf(path, sha256), bytes, sha256 }, rows, from, to },
      };
    }),
  };
};
