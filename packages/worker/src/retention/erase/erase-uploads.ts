import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredVersion } from '@wattline/backend-contract';
import { RejectedError } from '@wattline/errors';
import type { Spec } from '@wattline/spec';
import type { LogEntry } from '../../dataset/dataset-log.ts';
import { datasetSpecOf, factsOf } from '../../dataset/kept-facts.ts';
import { datasetOf, erasedUploadKey, isDeletion, runId, STAGING_PREFIX } from '../../upload.ts';
import { type EraseScope, isCovered } from './erase-scope.ts';
import { isUpload, loadEngine, readingsIn } from './series-readings.ts';

/** A raw file that names the series, and what becomes of it. */
export interface UploadErasure {
  readonly run: string;
  readonly key: string;
  readonly bytes: number;
  /** `gone`: nothing of it stays. `refused`: it cannot be written without the series. */
  readonly outcome: 'rewritten' | 'gone' | 'refused';
  /** Why it cannot be written. */
  readonly why?: string | undefined;
}

interface RawVersion extends StoredVersion {
  readonly run: string;
}

/** Raw files of a dataset, all their versions, each with its run. */
async function* rawVersions({
  stores: { staging },
  dataset,
}: Pick<EraseScope, 'stores' | 'dataset'>): AsyncGenerator<RawVersion> {
  const erased = erasedUploadKey(dataset, '');
  for (const prefix of [`${STAGING_PREFIX}${dataset}/`, `${STAGING_PREFIX}${dataset}.`])
    for await (const version of staging.versions(prefix)) {
      const { key, etag, versionId } = version;
      if (key.startsWith(erased)) yield { ...version, run: key.slice(erased.length) };
      else if (datasetOf(key) === dataset && !isDeletion(key))
        yield {
          ...version,
          run: runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) }),
        };
    }
}

interface Examined {
  readonly upload: UploadErasure;
  /** Without the series; undefined where nothing is left. */
  readonly path: string | undefined;
  readonly lines: ReadonlySet<number> | 'all';
}

const specOf = (entries: readonly LogEntry[], run: string): { spec: Spec | undefined; isJoined: boolean } => {
  const kept = entries
    .filter(isUpload)
    .flatMap(readingsIn)
    .findLast((one) => one.run === run);
  return kept === undefined
    ? { spec: datasetSpecOf(entries)?.spec, isJoined: false }
    : { spec: factsOf(kept).dataset.spec, isJoined: true };
};

/** What becomes of a file; undefined where it stays as it is. */
const examine = async (
  { stores, erasure }: EraseScope,
  raw: RawVersion,
  entries: readonly LogEntry[],
  folder: string,
): Promise<Examined | undefined> => {
  const { run, key, bytes, versionId } = raw;
  const { entity, dropFiles } = erasure;
  const { eraseFromFile, fileNames } = await loadEngine();
  const path = await stores.staging.file(key, folder, versionId === undefined ? {} : { versionId });
  const { spec, isJoined } = specOf(entries, run);
  const about = { run, key, bytes };
  const options = { path, name: key, folder: join(folder, 'out'), entity };
  try {
    if (spec?.entity === undefined)
      throw new RejectedError('FILE_NOT_REWRITABLE', 'its spec has no entity', { remedy: 'none' });
    const erased = await eraseFromFile({ ...options, spec, isUnread: !isJoined });
    if (erased.lines.size === 0 && erased.path !== undefined) return undefined;
    const outcome = erased.path === undefined ? 'gone' : 'rewritten';
    return { upload: { ...about, outcome }, path: erased.path, lines: erased.lines };
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    if (!(await fileNames(options))) return undefined;
    // A file that is no part of the dataset counts for nothing.
    const outcome = dropFiles || !isJoined ? 'gone' : 'refused';
    return { upload: { ...about, outcome, why: error.message }, path: undefined, lines: 'all' };
  }
};

/** Looks through the raw files, and lends what each becomes. */
export const eachUpload = async (
  scope: EraseScope,
  entries: readonly LogEntry[],
  use: (examined: Examined, raw: RawVersion, folder: string) => Promise<void>,
): Promise<void> => {
  for await (const raw of rawVersions(scope)) {
    scope.signal.throwIfAborted();
    if (!(await isCovered(scope, raw.run, raw.modifiedAt.toISOString()))) continue;
    const folder = await mkdtemp(join(scope.scratch, 'erase-'));
    try {
      const examined = await examine(scope, raw, entries, folder);
      if (examined !== undefined) await use(examined, raw, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
};

/** Refused rows of the series go from a run's quarantine. */
const eraseQuarantine = async (
  { stores: { results }, erasure: { entity } }: EraseScope,
  { upload, lines }: Examined,
  folder: string,
): Promise<void> => {
  const { eraseFromQuarantine } = await loadEngine();
  for await (const { key } of results.list(`quarantine/${upload.run}/`)) {
    const to = join(folder, 'quarantine.csv');
    const path = await results.file(key, folder);
    if (await eraseFromQuarantine(path, { lines, entity, to }))
      await results.putFile(key, to, { move: true });
  }
};

/**
 * Writes the raw files without the series, each under a name of its run's, and then removes those that have it for good.
 * Refused rows go first: their lines are known while the file is there.
 */
export const eraseUploads = async (
  scope: EraseScope,
  entries: readonly LogEntry[],
): Promise<readonly UploadErasure[]> => {
  const { staging } = scope.stores;
  const erased: UploadErasure[] = [];
  await eachUpload(scope, entries, async (examined, { key, versionId }, folder) => {
    const { upload, path } = examined;
    if (upload.outcome === 'refused') {
      erased.push(upload);
      return;
    }
    await eraseQuarantine(scope, examined, folder);
    const to = erasedUploadKey(scope.dataset, upload.run);
    if (path !== undefined) await staging.putFile(to, path, { move: true });
    else if (key !== to) await staging.purge(to);
    await staging.purge(key, { versionId });
    erased.push(upload);
  });
  return erased;
};
