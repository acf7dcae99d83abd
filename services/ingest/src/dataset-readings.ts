import { DatasetSpec, KeptUpload } from '@wattline/engine/kept-upload';
import {
  type KeptReadings,
  type ObjectRef,
  type StageWork,
  type UploadEntry,
  uploadsInForce,
} from '@wattline/worker/stage';
import { z } from 'zod';
import type { IngestReader } from './open-ingest-reader.ts';
import type { CheckedDataset, CheckedFile, IngestTask } from './reader-tasks.ts';

/** What an entry of the log says of an upload's readings. */
const Facts = z.object({ dataset: DatasetSpec, upload: KeptUpload });
const Labels = z.object({ bucket: z.int(), rows: z.int() });

type Access = NonNullable<StageWork['dataset']>;

export const factsOf = ({ facts }: KeptReadings): z.infer<typeof Facts> => Facts.parse(facts);

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

/** All uploads of a dataset as one. */
export const joinDataset = async (options: {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly dataset: DatasetSpec;
  readonly uploads: readonly KeptReadings[];
  /** The upload that joins. */
  readonly own: StageWork['run'];
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<CheckedDataset> => {
  const { access, reader, dataset, uploads, own, folder, signal } = options;
  const files = await access.fetch(uploads.flatMap(({ readings }) => readings));
  const paths = new Map(files.map(({ ref, path }) => [ref.key, path]));
  const layers = uploads.map((kept) => ({
    ...factsOf(kept).upload,
    is:
      kept.run === own.run
        ? ('own' as const)
        : kept.upload.key === own.upload.key
          ? ('same-file' as const)
          : ('other' as const),
    readings: kept.readings.map(({ key, labels, sha256 }) => ({
      sha256,
      ...Labels.parse(labels),
      path: paths.get(key) ?? '',
    })),
  }));
  return reader.run(
    'join',
    { dataset, name: own.upload.key, layers, folder },
    { what: 'joining the uploads of a dataset', signal },
  );
};
