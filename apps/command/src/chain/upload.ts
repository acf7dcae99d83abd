import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '@wattline/errors';
import { type Backend, datasetOf, runId, STAGING_PREFIX, specKey } from '@wattline/worker';

export interface UploadOptions {
  readonly file: string;
  readonly dataset?: string;
  /** The text of the dataset's `wattline.yaml`. */
  readonly spec?: string;
}

export interface Uploaded {
  readonly run: string;
  readonly dataset: string;
  readonly key: string;
  readonly versionId?: string;
  readonly bytes: number;
}

export const requireFile = async (file: string): Promise<void> => {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UsageError('FILE_MISSING', `there is no file ${file}`, {
      place: { file },
      remedy: 'check the path',
      cause,
    });
  });
  if (!found.isFile())
    throw new UsageError('FILE_MISSING', `${file} is not a file`, { place: { file }, remedy: 'name a file' });
};

/** Makes a text the dataset's `wattline.yaml`, unless it is that already. */
export const putSpec = async (backend: Backend, dataset: string, text: string): Promise<void> => {
  const key = specKey(dataset);
  const current = await backend.stores.staging.get(key);
  if (current !== undefined && new TextDecoder().decode(current.body) === text) return;
  await backend.stores.staging.put(key, text, { contentType: 'application/yaml' });
};

/** The dataset that a file is uploaded to: the one named, else the file's own name. */
export const uploadDataset = (file: string, dataset: string | undefined): string => {
  const name = basename(file);
  const folder = dataset ?? datasetOf(STAGING_PREFIX + name);
  if (folder !== undefined && !folder.includes('/')) return folder;
  throw new UsageError('DATASET_INVALID', `${JSON.stringify(folder ?? name)} cannot name a dataset`, {
    place: { file },
    remedy: 'give a name without slashes: --dataset NAME',
  });
};

/** Puts a file, and before it the dataset's spec where one is given, into the staging store: that starts the run. */
export const uploadFile = async (
  backend: Backend,
  { file, dataset, spec }: UploadOptions,
): Promise<Uploaded> => {
  await requireFile(file);
  const folder = uploadDataset(file, dataset);
  if (spec === undefined) await backend.takeSpec?.(folder);
  else await putSpec(backend, folder, spec);
  const { staging } = backend.stores;
  const { key, bytes, etag, versionId } = await staging.putFile(
    `${STAGING_PREFIX}${folder}/${basename(file)}`,
    file,
  );
  const version = versionId === undefined ? {} : { versionId };
  return {
    run: runId({ bucket: staging.name, key, etag, ...version }),
    dataset: folder,
    key,
    bytes,
    ...version,
  };
};
