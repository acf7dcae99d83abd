import { readFile } from 'node:fs/promises';
import {
  keepsFit,
  Manifest,
  type ManifestFile,
  manifestFile,
  type Plan,
  partitionPath,
  type TrainingSetName,
  trainingPartitionPath,
  trainingSetNames,
  writeTrainingPartitions,
  writeTrainingSets,
} from '@wattline/engine';
import { hashFile } from '@wattline/hash';
import { type featureSetPlaces, type InputFile, manyOf, type Output } from '@wattline/worker/stage';
import { z } from 'zod';
import type { Scaling } from './scaling.ts';
import { isKind, type ListedPartition, type OpenPartitions } from './sealed-partitions.ts';

/** The training sets of a version, as they are sealed. */
export interface TrainingFiles {
  readonly files: readonly ManifestFile[];
  readonly outputs: readonly Output[];
  readonly rows: Readonly<Record<TrainingSetName, number>>;
  /** Files per partition that are written, and that are those of a version before. */
  readonly partitions?: { readonly made: number; readonly carried: number };
}

interface Options extends Pick<Scaling, 'bounds' | 'scaler' | 'encodings' | 'columns'> {
  readonly spec: Plan['spec'];
  readonly partitions: readonly ListedPartition[];
  readonly open: OpenPartitions;
  readonly inputs: readonly InputFile[];
  readonly places: ReturnType<typeof featureSetPlaces>;
  readonly folder: string;
}

/** A file for each set. */
const wholeSets = async ({ places, ...options }: Options): Promise<TrainingFiles> => {
  const sets = await writeTrainingSets({ ...options, partitions: await options.open(options.partitions) });
  const lines = await Promise.all(
    Object.entries(sets).map(async ([name, { path: file, rows }]) => ({
      file,
      line: await manifestFile({ file, path: `training/${name}.parquet`, rows }),
    })),
  );
  return {
    files: lines.map(({ line }) => line),
    outputs: lines.map(({ file, line }) => ({ ...places.file(line.path), path: file, sha256: line.sha256 })),
    rows: { train: sets.train.rows, validation: sets.validation.rows, test: sets.test.rows },
  };
};

const ManifestBefore = z.object({ files: manyOf(Manifest.shape.files.element) });
type ManifestBefore = z.infer<typeof ManifestBefore>;

/** The version before that is scaled alike, if there is one. */
const manifestBefore = async (inputs: readonly InputFile[]): Promise<ManifestBefore> => {
  const input = inputs.find(isKind('fitted'));
  if (input === undefined) return { files: [] };
  return ManifestBefore.parse(JSON.parse(await readFile(input.path, 'utf8')));
};

/** Its files by partition, for those whose feature rows are the same. */
const carriedFiles = (
  before: ManifestBefore,
  partitions: readonly ListedPartition[],
): ReadonlyMap<ListedPartition, readonly ManifestFile[]> => {
  const lines = new Map(before.files.map((line) => [line.path, line]));
  const isSame = ({ bucket, period, ref }: ListedPartition): boolean =>
    lines.get(partitionPath(bucket, period))?.sha256 === ref.sha256;
  const linesOf = (one: ListedPartition): ManifestFile[] =>
    trainingSetNames.flatMap((set) => lines.get(trainingPartitionPath(set, one)) ?? []);
  return new Map(partitions.filter(isSame).map((one) => [one, linesOf(one)]));
};

/** Files of their own for each partition: those of partitions that are taken over are, too. */
const setsByPartition = async (options: Options): Promise<TrainingFiles> => {
  const { partitions, places } = options;
  const before = await manifestBefore(options.inputs);
  const isThere = new Set(before.files.map(({ object }) => object));
  const carried = carriedFiles(before, partitions);
  const written = await writeTrainingPartitions({
    ...options,
    partitions: await options.open(partitions.filter((one) => !carried.has(one))),
  });
  const files: ManifestFile[] = [...carried.values()].flat();
  const outputs: Output[] = [];
  for (const { path, file, rows } of written) {
    const { bytes, sha256 } = await hashFile(file);
    const place = places.shared(path, sha256);
    // The keys of a line in one order, wherever it comes from: they are sealed.
    files.push({ path, object: place.key, bytes, sha256, rows });
    if (!isThere.has(place.key)) outputs.push({ ...place, path: file, sha256 });
  }
  const rowsOf = (set: TrainingSetName): number =>
    files
      .filter(({ path }) => path.startsWith(`training/${set}/`))
      .reduce((sum, { rows = 0 }) => sum + rows, 0);
  return {
    files,
    outputs,
    rows: { train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') },
    partitions: { made: outputs.length, carried: files.length - outputs.length },
  };
};

/** Training sets, in one file each, or by partition where their scaler stays. */
export const trainingFiles = (options: Options): Promise<TrainingFiles> =>
  keepsFit(options.spec) ? setsByPartition(options) : wholeSets(options);
