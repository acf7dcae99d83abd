import { appendEntry, joinedEntries, type LogEntry, readLog } from '../../dataset/dataset-log.ts';
import { datasetSpecOf } from '../../dataset/kept-facts.ts';
import { type DatasetLayer, layersInForce } from '../../dataset/uploads-in-force.ts';
import { pinnedVersions, sweptVersions } from '../kept-versions.ts';
import { unnamedFiles } from '../shared-files.ts';
import { takeLease } from '../sweep-lease.ts';
import { foldersOf, inOrder, objectsOf, type Stored, sealedOf } from '../version-objects.ts';
import type { EraseScope } from './erase-scope.ts';
import type { SeriesCounts } from './series-readings.ts';

/** A version that holds a series, and so goes. */
export interface HoldingVersion {
  readonly version: string;
  readonly bytes: number;
  readonly pinned: boolean;
  /** That it is pinned under. */
  readonly name?: string | undefined;
  /** Sealed before datasets kept what their versions are made of: nobody can say what it holds. */
  readonly isOld: boolean;
}

/** Whether a deletion takes out the series whatever the time. One of a span may leave some of it. */
const isWhole = ({ deletes }: Extract<DatasetLayer, { type: 'deletion' }>, entity: string): boolean =>
  deletes.entity === entity && deletes.from === undefined && deletes.to === undefined;

const holdsSeries = (layers: readonly DatasetLayer[], counts: SeriesCounts, entity: string): boolean => {
  let holds = false;
  for (const layer of layers) {
    if (layer.type === 'deletion') holds &&= !isWhole(layer, entity);
    else
      holds ||= layer.readings.some(({ key }) => {
        const { before, after } = counts.get(key) ?? { before: 0, after: 0 };
        return after < before;
      });
  }
  return holds;
};

/** The layers that a version is made of; undefined where the log does not know it. */
const layersOf = (entries: readonly LogEntry[], version: string): DatasetLayer[] | undefined => {
  const index = entries.findLastIndex(
    (one) => (one.type === 'upload' || one.type === 'deletion') && one.version === version,
  );
  if (index < 0) return undefined;
  const known = entries.slice(0, index + 1);
  return layersInForce(joinedEntries(known), datasetSpecOf(known)?.spec);
};

interface Holding extends HoldingVersion {
  readonly objects: readonly Stored[];
}

/** Versions that hold the series, and what is left of versions that no one can read. */
const findHolding = async (
  { stores, dataset, erasure }: EraseScope,
  entries: readonly LogEntry[],
  counts: SeriesCounts,
  beforeMs: number,
): Promise<Holding[]> => {
  const folders = await foldersOf(stores, dataset);
  const sealed = new Set((await sealedOf(stores.features, dataset, folders)).map(({ version }) => version));
  const pinned = pinnedVersions(entries);
  const swept = sweptVersions(entries);
  const holding: Holding[] = [];
  for (const version of folders) {
    const layers = layersOf(entries, version);
    const isRest = !sealed.has(version) || swept.has(version);
    if (!isRest && layers !== undefined && !holdsSeries(layers, counts, erasure.entity)) continue;
    const objects = await objectsOf(stores, dataset, version);
    if (isRest && objects.some(({ modifiedAt }) => modifiedAt.getTime() >= beforeMs)) continue;
    const name = pinned.get(version);
    holding.push({
      version,
      bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
      pinned: pinned.has(version),
      ...(name !== undefined && { name }),
      isOld: layers === undefined,
      objects,
    });
  }
  return holding;
};

export const holdingVersions = async (
  ...options: Parameters<typeof findHolding>
): Promise<HoldingVersion[]> => (await findHolding(...options)).map(({ objects: _, ...version }) => version);

/**
 * Removes the versions that hold the series, pinned ones too, as a sweep does: an entry in the log says which go before one
 * does. Gives those that went; undefined while a sweep is at work, or could be.
 */
export const eraseVersions = async (
  scope: EraseScope,
  counts: SeriesCounts,
  now: () => number,
): Promise<readonly HoldingVersion[] | undefined> => {
  const { stores, dataset } = scope;
  const beforeMs = now();
  for (;;) {
    const entries = await readLog(stores.results, dataset);
    const holding = await findHolding(scope, entries, counts, beforeMs);
    const gone = new Set(holding.map(({ version }) => version));
    const kept = (await foldersOf(stores, dataset)).filter((version) => !gone.has(version));
    const files = await unnamedFiles(stores, dataset, kept, beforeMs);
    if (holding.length === 0 && files.length === 0) return [];
    const versions = holding.map(({ version }) => version);
    const lease = await takeLease(stores.results, dataset, { versions, nowMs: now() });
    if (lease === undefined) return undefined;
    try {
      const entry = entries.length + 1;
      const at = new Date(now()).toISOString();
      const swept = sweptVersions(entries);
      const isNew = versions.some((version) => !swept.has(version));
      const sweep: LogEntry = { type: 'sweep', entry, at, versions };
      if (isNew && !(await appendEntry(stores.results, dataset, sweep))) continue;
      if (isNew) await scope.announce?.(dataset, sweep);
      // What there is no time for goes with a lease of its own.
      for (const { store, key } of [...inOrder(dataset, holding), ...files])
        if (now() < lease.untilMs) await stores[store].purge(key);
      if (now() >= lease.untilMs) continue;
    } finally {
      await lease.end();
    }
    return holding.map(({ objects: _, ...version }) => version);
  }
};
