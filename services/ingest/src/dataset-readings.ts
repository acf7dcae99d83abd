import type { DatasetSpec } from '@wattline/engine/kept-upload';
import {
  type DatasetLayer,
  factsOf,
  type KeptReadings,
  layerFiles,
  type ObjectRef,
  type StageWork,
  type UploadEntry,
  uploadsInForce,
} from '@wattline/worker/stage';
import type { IngestReader } from './open-ingest-reader.ts';
import type { CheckedDataset, CheckedFile, IngestTask } from './reader-tasks.ts';

type Access = NonNullable<StageWork['dataset']>;

/**
 * How a later upload of a dataset without `wattline.yaml` is read: as the first was. How it is written is found out from
 * itself.
 */
export const foundSpec = (entries: readonly UploadEntry[]): DatasetSpec['spec'] | undefined => {
  const [first] = entries;
  if (first === undefined) return undefined;
  const { spec } = factsOf(first).dataset;
  return { ...spec, time: { ...spec.time, format: 'auto' } };
};

/** The columns of a dataset's uploads so far; undefined where there are none. */
export const knownColumns = (entries: readonly UploadEntry[]): IngestTask['knownColumns'] => {
  const facts = uploadsInForce(entries).map(factsOf);
  if (facts.length === 0) return undefined;
  const constants = new Map<string, string | undefined>();
  for (const { upload } of facts)
    for (const name of upload.header) {
      const word = upload.constants[name];
      constants.set(name, !constants.has(name) || constants.get(name) === word ? word : undefined);
    }
  const units = new Map<string, Set<string>>();
  for (const { upload } of facts)
    for (const [name, unit] of Object.entries(upload.units))
      units.set(name, (units.get(name) ?? new Set()).add(unit));
  return {
    header: [...constants.keys()],
    units: Object.fromEntries([...units].map(([name, some]) => [name, [...some]])),
    decimals: [...new Set(facts.flatMap(({ upload }) => upload.decimal ?? []))],
    timeFormats: [...new Set(facts.map(({ upload }) => upload.timeFormat).reverse())],
    constants: Object.fromEntries(
      [...constants].flatMap(([name, word]) => (word === undefined ? [] : [[name, word]])),
    ),
    added: {
      values: Object.assign({}, ...facts.map(({ dataset }) => dataset.spec.values)),
      categories: Object.assign({}, ...facts.map(({ dataset }) => dataset.spec.categories)),
    },
  };
};

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
  for (const { bucket, path, rows } of readings) {
    const name = `${run}/${by}/readings-${bucketName(bucket)}.parquet`;
    refs.push(await access.keep(name, path, { kind: 'readings', bucket, rows }));
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
