import { formatEndings, packingEndings } from '@wattline/engine/formats';
import { sha256 } from '@wattline/hash';
import type { ObjectCreated } from './object-created.ts';

export const STAGING_PREFIX = 'staging-directory/';
export const SPEC_FILE = 'wattline.yaml';

/** The same upload has the same run, however often it is announced. */
export const runId = ({
  bucket,
  key,
  versionId,
  etag,
}: Pick<ObjectCreated, 'bucket' | 'key' | 'versionId' | 'etag'>): string =>
  sha256(JSON.stringify([bucket, key, versionId ?? etag])).slice(0, 20);

const withoutEnding = (name: string, endings: readonly string[]): string => {
  const ending = endings.find((known) => name.toLowerCase().endsWith(known));
  return ending === undefined ? name : name.slice(0, -ending.length);
};

/** The folder in a dataset's folder that holds what people ask for, not their files. */
const RESERVED = '.wattline';
const DELETION = /^([^/]+)\/\.wattline\/deletions\/[^/]+\.json$/;

/** Where a deletion is put. */
export const deletionKey = (dataset: string, id: string): string =>
  `${STAGING_PREFIX}${dataset}/${RESERVED}/deletions/${id}.json`;

/** Where an upload is that an erasure wrote again: it is no new upload, and starts no run. */
export const erasedUploadKey = (dataset: string, run: string): string =>
  `${STAGING_PREFIX}${dataset}/${RESERVED}/uploads/${run}`;

/** Whether a staging key is that of a deletion, not of a file. */
export const isDeletion = (key: string): boolean => DELETION.test(key.slice(STAGING_PREFIX.length));

/** The dataset a staging key belongs to; undefined for what starts no run (spec files, folders, hidden files). */
export const datasetOf = (key: string): string | undefined => {
  if (!key.startsWith(STAGING_PREFIX)) return undefined;
  const segments = key.slice(STAGING_PREFIX.length).split('/');
  if (segments.includes(RESERVED) && (!isDeletion(key) || segments[0] === RESERVED)) return undefined;
  const file = segments.at(-1);
  if (file === undefined || file === '' || file === SPEC_FILE || file.startsWith('.')) return undefined;
  const folder = segments.length > 1 ? segments[0] : undefined;
  const dataset = folder ?? withoutEnding(withoutEnding(file, packingEndings), formatEndings);
  return dataset === '' ? undefined : dataset;
};

export const specKey = (dataset: string): string => `${STAGING_PREFIX}${dataset}/${SPEC_FILE}`;
