import type { ObjectInfo } from '@wattline/backend-contract';
import type { AgedKind, KeepDays } from '@wattline/topology';
import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import { appendEntry, type LogEntry, readLog } from '../dataset/dataset-log.ts';
import { latestVersion } from '../dataset/latest.ts';
import { isPieceList, reachablePieces } from '../dataset/piece-list.ts';
import type { AnnounceEntry } from '../dataset-events.ts';
import type { Keep } from './keep.ts';
import { keptVersions, pinnedVersions, sweptVersions } from './kept-versions.ts';
import { reachableReadings } from './reachable-readings.ts';
import { filesOfVersions, unnamedFiles } from './shared-files.ts';
import { staleCaches } from './stale-caches.ts';
import { type Aged, type AgedRuns, sweepAged } from './sweep-aged.ts';
import { takeLease } from './sweep-lease.ts';
import { foldersOf, inOrder, listed, objectsOf, type Stored, sealedOf } from './version-objects.ts';

export interface Swept {
  readonly dataset: string;
  /** Versions that went, or would go. */
  readonly versions: readonly { readonly version: string; readonly bytes: number }[];
  /** Files of kept readings that no kept version is made of. */
  readonly readings: { readonly files: number; readonly bytes: number };
  /** How many versions stay. */
  readonly kept: number;
  readonly pinned: readonly { readonly version: string; readonly name?: string }[];
  /** Of what stays only for so many days: what is older. */
  readonly aged?: readonly Aged[];
  /** Why it was left for the next sweep. */
  readonly left?: 'busy' | 'out-of-time';
}

export interface SweepOptions {
  readonly stores: Stores;
  readonly dataset: string;
  readonly keep: Keep;
  /** Whether a run of the dataset is waiting or running. */
  readonly isBusy: () => Promise<boolean>;
  readonly dryRun?: boolean;
  readonly announce?: AnnounceEntry | undefined;
  /** For what goes by age: without it, nothing does. */
  readonly ages?: {
    readonly keepDays: KeepDays;
    readonly runs: () => Promise<AgedRuns>;
    readonly kinds?: readonly AgedKind[] | undefined;
  };
  readonly now?: () => number;
}

const CONCURRENCY = 16;
/** What nobody needs may still be being written for so long, by the clock of another machine. */
const YOUNG_MS = 3_600_000;

const bytesOf = (objects: readonly Pick<ObjectInfo, 'bytes'>[]): number =>
  objects.reduce((sum, { bytes }) => sum + bytes, 0);

const pinsOf = (entries: readonly LogEntry[]): Swept['pinned'] =>
  [...pinnedVersions(entries)].map(([version, name]) => ({ version, ...(name !== undefined && { name }) }));

type Going = Pick<Stored, 'store' | 'key' | 'bytes'>;

interface SweepPlan {
  readonly entries: readonly LogEntry[];
  readonly latest: string | undefined;
  readonly kept: ReadonlySet<string>;
  readonly versions: readonly { readonly version: string; readonly objects: readonly Going[] }[];
}

const planSweep = async ({ stores, dataset, keep }: SweepOptions, nowMs: number): Promise<SweepPlan> => {
  const entries = await readLog(stores.results, dataset);
  const folders = await foldersOf(stores, dataset);
  const sealed = await sealedOf(stores.features, dataset, folders);
  const latest = await latestVersion(stores.features, dataset);
  const kept = keptVersions({ entries, sealed, latest, keep, nowMs });
  const swept = sweptVersions(entries);
  const isSealed = new Set(sealed.map(({ version }) => version));
  const versions: { version: string; objects: Stored[] }[] = [];
  for (const version of folders) {
    if (kept.has(version)) continue;
    const objects = await objectsOf(stores, dataset, version);
    // What a run left behind that failed while it published, or what a sweep did not get to.
    const isOld = objects.every(({ modifiedAt }) => nowMs - modifiedAt.getTime() > YOUNG_MS);
    if (isSealed.has(version) ? keep !== 'all' : swept.has(version) || isOld)
      versions.push({ version, objects });
  }
  const going = versions.map(({ version }) => version);
  const others = folders.filter((version) => isSealed.has(version) && !going.includes(version));
  const shared = await filesOfVersions(stores, dataset, going, others);
  return {
    entries,
    latest,
    kept,
    versions: versions.map(({ version, objects }) => ({
      version,
      objects: [...objects, ...(shared.get(version) ?? [])],
    })),
  };
};

/** Unneeded files that are kept for several versions: readings, and those of feature and training rows. */
const planFiles = async (
  { stores, dataset }: SweepOptions,
  { entries, latest, kept, versions }: SweepPlan,
  nowMs: number,
): Promise<Stored[]> => {
  const { features } = stores;
  // Their files go with them.
  const going = versions.map(({ version }) => version);
  const readings = new Set([
    ...reachableReadings(entries, kept),
    ...(await reachablePieces(features, dataset, entries)),
  ]);
  const isOld = ({ modifiedAt }: ObjectInfo): boolean => nowMs - modifiedAt.getTime() > YOUNG_MS;
  return [
    ...(await listed(features, `readings/${dataset}/`))
      .filter((one) => isOld(one) && !readings.has(one.key))
      .map((info): Stored => ({ ...info, store: 'features' })),
    ...(await unnamedFiles(stores, dataset, [...kept, ...going], nowMs - YOUNG_MS)),
    ...(await staleCaches(stores, dataset, { entries, latest }, nowMs - YOUNG_MS)).filter(
      ({ key }) => !going.some((version) => key.includes(`/version=${version}/`)),
    ),
  ];
};

/** Says in the log which versions go. False where something else came before that: then it has to be planned again. */
const isFirst = async (
  { stores, dataset, announce }: SweepOptions,
  { entries, versions }: SweepPlan,
  atMs: number,
): Promise<boolean> => {
  if (versions.length === 0) return (await readLog(stores.results, dataset)).length === entries.length;
  const entry: LogEntry = {
    type: 'sweep',
    entry: entries.length + 1,
    at: new Date(atMs).toISOString(),
    versions: versions.map(({ version }) => version),
  };
  if (!(await appendEntry(stores.results, dataset, entry))) return false;
  await announce?.(dataset, entry);
  return true;
};

/**
 * Removes what no kept version of a dataset reaches: versions, kept readings, shared files. An entry in the log says which
 * versions go before one does, so that runs, restorations and pins either come before it, and the version stays, or find
 * it gone. Can be interrupted anywhere: the next sweep removes the rest.
 */
export const sweepDataset = async (options: SweepOptions): Promise<Swept> => {
  const { stores, dataset, isBusy, dryRun = false, now = Date.now } = options;
  const { results } = stores;
  for (;;) {
    const startedAtMs = now();
    // What a run in flight reads may be of any version: it is left for the next sweep.
    const busy = await isBusy();
    const plan = await planSweep(options, startedAtMs);
    const files = await planFiles(options, plan, startedAtMs);
    const swept: Swept = {
      dataset,
      versions: plan.versions.map(({ version, objects }) => ({ version, bytes: bytesOf(objects) })),
      readings: { files: files.length, bytes: bytesOf(files) },
      kept: plan.kept.size,
      pinned: pinsOf(plan.entries),
      ...(busy && { left: 'busy' }),
    };
    const ages = async (): Promise<Pick<Swept, 'aged'>> => {
      if (options.ages === undefined) return {};
      const { keepDays, kinds, runs } = options.ages;
      const about = {
        stores,
        dataset,
        entries: plan.entries,
        kept: plan.kept,
        keepDays,
        kinds,
        nowMs: startedAtMs,
      };
      const aged = await sweepAged({ ...about, runs: await runs() }, { dryRun });
      return aged.length === 0 ? {} : { aged };
    };
    const nothing: Swept = { ...swept, versions: [], readings: { files: 0, bytes: 0 } };
    if (dryRun) return { ...swept, ...(await ages()) };
    if (busy) return nothing;
    const versions = plan.versions.map(({ version }) => version);
    if (versions.length === 0 && files.length === 0) return { ...swept, ...(await ages()) };
    const lease = await takeLease(results, dataset, { versions, nowMs: now() });
    if (lease === undefined) return { ...nothing, left: 'busy' };
    try {
      if (!(await isFirst(options, plan, startedAtMs))) continue;
      const hasTime = (): boolean => now() < lease.untilMs;
      for (const { store, key } of inOrder(dataset, plan.versions)) {
        if (!hasTime()) return { ...swept, left: 'out-of-time' };
        await stores[store].delete(key);
      }
      // Lists first: what a list names is there.
      for (const some of [
        files.filter(({ key }) => isPieceList(key)),
        files.filter(({ key }) => !isPieceList(key)),
      ])
        await pMap(some, async ({ store, key }) => hasTime() && (await stores[store].delete(key)), {
          concurrency: CONCURRENCY,
        });
    } finally {
      await lease.end();
    }
    return { ...swept, ...(await ages()) };
  }
};
