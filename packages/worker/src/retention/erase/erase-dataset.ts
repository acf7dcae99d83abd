import { joinedEntries, type LogEntry, readLog } from '../../dataset/dataset-log.ts';
import { purgeCheckpoint } from '../../dataset/log-checkpoint.ts';
import { isPieceList } from '../../dataset/piece-list.ts';
import { featureSetPlaces } from '../../feature-set.ts';
import { ledgerKeys } from '../../ledger.ts';
import { erasedUploadKey } from '../../upload.ts';
import { versionRoots } from '../version-objects.ts';
import { eraseLedger, purgeOldVersions } from './erase-ledgers.ts';
import { eraseNames, eraseReadings } from './erase-log.ts';
import { eraseRequests } from './erase-requests.ts';
import { type EraseScope, isCovered } from './erase-scope.ts';
import { eraseUploads, type UploadErasure } from './erase-uploads.ts';
import { eraseVersions, type HoldingVersion } from './erase-versions.ts';
import { findTraces, type Trace } from './find-traces.ts';
import { type Erasure, pendingErasures } from './pending-erasures.ts';
import { countSeries, isUpload, readingsIn } from './series-readings.ts';

/** What an erasure removed, this time. */
export interface Erased {
  readonly dataset: string;
  /** Of the deletion that it goes with. */
  readonly run: string;
  readonly entity: string;
  readonly versions: readonly HoldingVersion[];
  readonly uploads: readonly UploadErasure[];
  /** What still names it, and is not Wattline's to change. */
  readonly traces: readonly Trace[];
  /** Why it is not through: a run is in flight, a sweep is at work, its own version is not sealed, files cannot be written without the series. */
  readonly left?: 'busy' | 'swept' | 'unsealed' | 'refused';
}

export interface EraseOptions extends Omit<EraseScope, 'erasure'> {
  /** Whether a run of the dataset is waiting or running. */
  readonly isBusy: () => Promise<boolean>;
  /** All runs of the dataset that have a ledger. */
  readonly runs: () => Promise<readonly string[]>;
  readonly now?: () => number;
}

/** Everything below these prefixes is Wattline's own; only its current versions are ever read. */
const purgeOld = async ({ stores, dataset }: EraseScope, runs: readonly string[]): Promise<void> => {
  for (const [store, root] of versionRoots(dataset)) await purgeOldVersions(stores[store], root);
  await purgeOldVersions(stores.features, `readings/${dataset}/`);
  await purgeOldVersions(stores.results, `datasets/${dataset}/`);
  await purgeOldVersions(stores.staging, erasedUploadKey(dataset, ''));
  for (const run of runs) {
    await purgeOldVersions(stores.results, ledgerKeys(run).root);
    await purgeOldVersions(stores.results, `quarantine/${run}/`);
  }
};

/**
 * What the dataset keeps and no entry names any more, and what was joined for entries, which is joined again. Files of runs
 * that began since are none of them.
 */
const purgeReadings = async (
  { stores, dataset }: EraseScope,
  entries: readonly LogEntry[],
  beforeMs: number,
): Promise<void> => {
  const named = new Set(
    entries
      .filter(isUpload)
      .flatMap(readingsIn)
      .flatMap(({ readings, lines }) => [...readings, ...(lines === undefined ? [] : [lines])])
      .map(({ key }) => key),
  );
  const gone: string[] = [];
  for await (const { key, modifiedAt } of stores.features.list(`readings/${dataset}/`))
    if (!named.has(key) && modifiedAt.getTime() < beforeMs) gone.push(key);
  // Lists first: what a list names is there.
  for (const key of gone.toSorted((a, b) => Number(isPieceList(b)) - Number(isPieceList(a))))
    await stores.features.purge(key);
};

const eraseOne = async (options: EraseOptions, erasure: Erasure): Promise<Erased> => {
  const { isBusy, stores, dataset, now = Date.now } = options;
  const scope: EraseScope = { ...options, erasure };
  const { run } = erasure.entry;
  const uploads: UploadErasure[] = [];
  const versions: HoldingVersion[] = [];
  const end = (left?: Erased['left'], traces: readonly Trace[] = []): Erased => {
    const { entity } = erasure;
    return { dataset, run, entity, versions, uploads, traces, ...(left !== undefined && { left }) };
  };
  for (;;) {
    const startedMs = now();
    if (await isBusy()) return end('busy');
    const before = await readLog(stores.results, dataset);
    const version = joinedEntries(before).at(-1)?.version ?? '';
    // Without the version that the dataset is by now, the latest would be one that goes.
    if ((await stores.features.head(featureSetPlaces(dataset, version).manifest.key)) === undefined)
      return end('unsealed');
    const gone = await eraseVersions(scope, await countSeries(scope, before), now);
    if (gone === undefined) return end('swept');
    versions.push(...gone);
    uploads.push(...(await eraseUploads(scope, before)));
    if (uploads.some(({ outcome }) => outcome === 'refused')) return end('refused');
    await eraseReadings(scope);
    // Nobody keeps another until this is through.
    await purgeCheckpoint(stores.results, dataset);
    const runs: string[] = [];
    for (const one of await options.runs()) if (await isCovered(scope, one)) runs.push(one);
    for (const one of runs) await eraseLedger(scope, one);
    await eraseRequests(scope);
    const after = await readLog(stores.results, dataset);
    await purgeReadings(scope, after, startedMs);
    await purgeOld(scope, runs);
    // What joined or began meanwhile may have read what was still there.
    const isQuiet = after.length === before.length + (gone.length > 0 ? 1 : 0) && !(await isBusy());
    if (!isQuiet) continue;
    // Before its name goes: a process that is killed in between is followed by one that announces it again.
    await scope.announce?.(dataset, erasure.entry);
    await eraseNames(scope, erasure.entry.entry);
    await purgeOldVersions(stores.results, `datasets/${dataset}/`);
    return end(undefined, await findTraces(scope, runs));
  }
};

/**
 * Goes on with the erasures of a dataset that are not through: removes the series from raw files, kept readings, versions,
 * quarantine, ledgers and the log, old versions of objects too. Can be interrupted anywhere: the next time ends it. Each
 * step does nothing where it is done; the deletion's entry in the log has the name until all are.
 */
export const eraseDataset = async (options: EraseOptions): Promise<Erased[]> => {
  const erased: Erased[] = [];
  for (const erasure of pendingErasures(await readLog(options.stores.results, options.dataset)))
    erased.push(await eraseOne(options, erasure));
  return erased;
};
