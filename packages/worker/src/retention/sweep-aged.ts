import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import type { AgedKind, KeepDays } from '@wattline/topology';
import type { Stores } from '../backend.ts';
import { joinedEntries, type LogEntry } from '../dataset/dataset-log.ts';
import { ledgerKeys } from '../ledger.ts';
import { datasetOf, isDeletion, runId, STAGING_PREFIX, specKey } from '../upload.ts';
import { statesOf } from './reachable-readings.ts';

const DAY_MS = 86_400_000;

/** What a service removes on AWS: it may delete no version, and so no old upload. */
export const serviceKinds = ['work', 'quarantine', 'attempt-logs'] as const satisfies readonly AgedKind[];

/** What of a kind is older than it stays. */
export interface Aged {
  readonly kind: AgedKind;
  readonly files: number;
  readonly bytes: number;
}

/** Runs of a dataset that have ended, and when their uploads came, ms. */
export type AgedRuns = readonly { readonly run: string; readonly atMs: number }[];

interface AgedOptions {
  readonly stores: Stores;
  readonly dataset: string;
  readonly entries: readonly LogEntry[];
  /** Versions that stay. */
  readonly kept: ReadonlySet<string>;
  readonly runs: AgedRuns;
  readonly keepDays: KeepDays;
  /** All, where it is left out. */
  readonly kinds?: readonly AgedKind[] | undefined;
  readonly nowMs: number;
}

type Found = Pick<ObjectInfo, 'key' | 'bytes'> & { readonly versionId?: string | undefined };

async function* listedBefore(
  store: ObjectStore,
  prefix: string,
  beforeMs: number,
): AsyncGenerator<ObjectInfo> {
  for await (const info of store.list(prefix)) if (info.modifiedAt.getTime() < beforeMs) yield info;
}

const logsOf = async ({ stores, runs, keepDays, nowMs }: AgedOptions): Promise<Found[]> => {
  const beforeMs = nowMs - keepDays['attempt-logs'] * DAY_MS;
  const found: Found[] = [];
  for (const { run, atMs } of runs) {
    if (atMs >= beforeMs) continue;
    for await (const info of listedBefore(stores.results, ledgerKeys(run).root, beforeMs))
      if (/\/attempts\/[^/]+\.log$/.test(info.key)) found.push(info);
  }
  return found;
};

const ofRuns = async (
  { stores, runs, keepDays, nowMs }: AgedOptions,
  kind: 'work' | 'quarantine',
): Promise<Found[]> => {
  const store = kind === 'work' ? stores.features : stores.results;
  const beforeMs = nowMs - keepDays[kind] * DAY_MS;
  const found: Found[] = [];
  for (const { run, atMs } of runs) {
    if (atMs >= beforeMs) continue;
    for await (const info of listedBefore(store, `${kind}/${run}/`, beforeMs)) found.push(info);
  }
  return found;
};

/** Runs whose uploads the dataset, or a version that stays, consists of. */
const neededRuns = (entries: readonly LogEntry[], kept: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    statesOf(entries, kept)
      .flatMap((count) => joinedEntries(entries.slice(0, count)))
      .flatMap((one) => (one.type === 'upload' ? [one.run, ...one.again.map(({ run }) => run)] : [])),
  );

/** Old versions of raw files that nothing consists of, since they were overwritten or deleted so long ago. */
const oldUploads = async (options: AgedOptions): Promise<Found[]> => {
  const { stores, dataset, entries, kept, keepDays, nowMs } = options;
  const { staging } = stores;
  const beforeMs = nowMs - keepDays['old-uploads'] * DAY_MS;
  const needed = neededRuns(entries, kept);
  const found: Found[] = [];
  for (const prefix of [`${STAGING_PREFIX}${dataset}/`, `${STAGING_PREFIX}${dataset}.`]) {
    let before: (Found & { readonly run: string }) | undefined;
    for await (const { key, etag, versionId, bytes, modifiedAt, isCurrent } of staging.versions(prefix)) {
      // It is old since the next one came.
      if (before?.key === key && modifiedAt.getTime() < beforeMs && !needed.has(before.run))
        found.push(before);
      before = undefined;
      const isOwn = key === specKey(dataset) || (datasetOf(key) === dataset && !isDeletion(key));
      if (isCurrent || !isOwn) continue;
      const run = runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) });
      before = { key, versionId, bytes, run };
    }
  }
  return found;
};

/**
 * Removes what of a dataset stays for so many days and is older; without `dryRun`. Where a bucket has rules of its own for
 * work files and refused rows, both do the same. Call it while no run of the dataset is in flight.
 */
export const sweepAged = async (
  options: AgedOptions,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Aged[]> => {
  const { features, results, staging } = options.stores;
  const isWanted = (kind: AgedKind): boolean => options.kinds?.includes(kind) ?? true;
  const found: readonly (readonly [AgedKind, ObjectStore, Found[]])[] = [
    ['work', features, isWanted('work') ? await ofRuns(options, 'work') : []],
    ['quarantine', results, isWanted('quarantine') ? await ofRuns(options, 'quarantine') : []],
    ['attempt-logs', results, isWanted('attempt-logs') ? await logsOf(options) : []],
    ['old-uploads', staging, isWanted('old-uploads') ? await oldUploads(options) : []],
  ];
  for (const [kind, store, objects] of dryRun ? [] : found)
    for (const { key, versionId } of objects) {
      if (kind === 'old-uploads') await store.purge(key, { versionId });
      else await store.delete(key);
    }
  return found.flatMap(([kind, , objects]) =>
    objects.length === 0
      ? []
      : [{ kind, files: objects.length, bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0) }],
  );
};
