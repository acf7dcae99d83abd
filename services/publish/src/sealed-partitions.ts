import { readFile } from 'node:fs/promises';
import { type FeaturePartition, inCanonicalOrder } from '@wattline/engine';
import { CarriedPartitions, type InputFile, type ObjectRef, type StageWork } from '@wattline/worker/stage';

/** A feature partition of the version, wherever it comes from. */
export interface ListedPartition extends Omit<FeaturePartition, 'path'> {
  readonly ref: ObjectRef;
  /** First and last `event_timestamp`. */
  readonly from: string;
  readonly to: string;
  /** Rows without all of their history that were dropped as it was made. */
  readonly warmup: number;
}

/** One whose file is on this machine. */
export interface SealedPartition extends ListedPartition, FeaturePartition {}

/** Brings the files of some partitions here, each once, in their order. */
export type OpenPartitions = (partitions: readonly ListedPartition[]) => Promise<SealedPartition[]>;

export const isKind =
  (kind: string) =>
  ({ ref }: InputFile): boolean =>
    ref.labels?.kind === kind;

const carriedBy = async (inputs: readonly InputFile[]): Promise<readonly ObjectRef[]> => {
  const list = inputs.find(isKind('carried'));
  return list === undefined ? [] : CarriedPartitions.parse(JSON.parse(await readFile(list.path, 'utf8')));
};

/** Those that were made, and those of a version before. */
export const partitionsOf = async (
  inputs: readonly InputFile[],
  later: readonly ObjectRef[],
): Promise<ListedPartition[]> => {
  const made = inputs.filter(isKind('partition')).map(({ ref }) => ref);
  const refs = [...made, ...(await carriedBy(inputs)), ...later];
  const listed = refs.map((ref): ListedPartition => {
    const { bucket, period, rows, from, to, warmup = 0 } = ref.labels ?? {};
    return {
      bucket: Number(bucket),
      period: String(period),
      rows: Number(rows),
      from: String(from),
      to: String(to),
      warmup: Number(warmup),
      ref,
    };
  });
  return inCanonicalOrder(listed);
};

/** Those among the inputs are here already. */
export const openPartitions = (inputs: readonly InputFile[], fetch: StageWork['fetch']): OpenPartitions => {
  const paths = new Map(inputs.map(({ path, ref }) => [ref.key, path]));
  return async (partitions) => {
    const missing = partitions.map(({ ref }) => ref).filter(({ key }) => !paths.has(key));
    for (const { path, ref } of missing.length === 0 ? [] : await fetch(missing)) paths.set(ref.key, path);
    return partitions.map((partition) => ({ ...partition, path: paths.get(partition.ref.key) ?? '' }));
  };
};

/** First and last `event_timestamp` of all partitions; of instants in one form, the least text is the earliest. */
export const spanOf = (partitions: readonly ListedPartition[]): { from: string; to: string } => {
  const from = partitions.map((partition) => partition.from).toSorted();
  const to = partitions.map((partition) => partition.to).toSorted();
  return { from: from[0] ?? '', to: to.at(-1) ?? '' };
};
