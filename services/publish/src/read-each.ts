import type { ListedPartition, OpenPartitions, SealedPartition } from './sealed-partitions.ts';

/** What is known of each of some partitions, by their SHA-256; the others are read. */
export const readEach = async <Known>(
  partitions: readonly ListedPartition[],
  known: Readonly<Record<string, Known>>,
  open: OpenPartitions,
  read: (partition: SealedPartition) => Promise<Known>,
): Promise<Record<string, Known>> => {
  const opened = await open(partitions.filter(({ ref }) => known[ref.sha256] === undefined));
  const found: Record<string, Known> = {};
  for (const partition of opened) found[partition.ref.sha256] = await read(partition);
  return Object.fromEntries(
    partitions.flatMap(({ ref: { sha256 } }) => {
      const one = known[sha256] ?? found[sha256];
      return one === undefined ? [] : [[sha256, one]];
    }),
  );
};
