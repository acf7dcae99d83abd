import type { DatasetSpec } from '@wattline/engine/kept-upload';
import {
  type DatasetLayer,
  factsOf,
  type KeptReadings,
  layerFiles,
  type ObjectRef,
  type StageWork,
} from '@wattline/worker/stage';
import type { IngestReader } from './open-ingest-reader.ts';
import type { CheckedDataset, CheckedFile } from './reader-tasks.ts';

type Access = NonNullable<StageWork['dataset']>;

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/**
 * Puts the readings of an upload where the dataset keeps them.
 *
 * @param by names the attempt to add an upload: a replay reads it again, and another upload may
 */
export const keepUpload = async (
  access: Access,
  { run, upload }: Pick<KeptReadings, 'run' | 'upload'>,
  { kept }: Pick<CheckedFile, 'kept'>,
  by: string,
): Promise<KeptReadings> => {
  const { dataset, upload: facts } = kept;
  const { readings, ...known } = facts;
  const refs: ObjectRef[] = [];
  for (const { bucket, period, path, rows } of readings) {
    const name = `${run}/${by}/readings-${bucketName(bucket)}-${period}.parquet`;
    refs.push(await access.keep(name, path, { kind: 'readings', bucket, period, rows }));
  }
  return { run, upload, readings: refs, facts: { dataset, upload: known } };
};

/** The files of all uploads among the layers. */
export const readingsOf = (layers: readonly DatasetLayer[]): ObjectRef[] =>
  layers.flatMap((layer) => (layer.type === 'upload' ? layer.readings : []));

/** All uploads and deletions of a dataset as one. */
export const joinDataset = async (options: {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly dataset: DatasetSpec;
  readonly layers: readonly DatasetLayer[];
  /** The upload or deletion that joins. */
  readonly own: StageWork['run'];
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<CheckedDataset> => {
  const { access, reader, dataset, layers, own, folder, signal } = options;
  const files = await access.fetch(readingsOf(layers));
  const isOf = ({ run, upload }: Pick<KeptReadings, 'run' | 'upload'>): 'own' | 'same-file' | 'other' =>
    run === own.run ? 'own' : upload.key === own.upload.key ? 'same-file' : 'other';
  return reader.run(
    'join',
    {
      dataset,
      name: own.upload.key,
      layers: layerFiles(layers, files, (kept) => ({ ...factsOf(kept).upload, is: isOf(kept) })),
      folder,
    },
    { what: 'joining the uploads of a dataset', signal },
  );
};
