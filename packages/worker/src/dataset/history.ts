import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import type { OtherVersion } from '../joins/decide-renewal.ts';
import { readReplay } from '../runs.ts';
import { type SupersededBy, supersededBy } from '../turn/superseded-by.ts';
import type { DeletionEntry, LogEntry } from './dataset-log.ts';
import { latestVersion } from './latest.ts';
import { readLogPage } from './log-page.ts';

/** One entry of a dataset's log, for people. */
export interface HistoryEntry {
  readonly entry: number;
  readonly at: string;
  readonly type: LogEntry['type'];
  readonly run?: string;
  readonly replay?: number;
  /** The upload's. */
  readonly key?: string;
  /** Readings (of an entity at a time): those of the upload, or those that were deleted. */
  readonly rows?: number;
  readonly deletes?: DeletionEntry['deletes'];
  /** The entry after which the dataset was what it is again. */
  readonly to?: number;
  readonly by?: string;
  /** Versions that are pinned, unpinned or removed. */
  readonly of?: string[];
  /** The name that it is pinned under. */
  readonly name?: string;
  /** The version that the dataset has from this entry on. */
  readonly version?: string;
  /** Of an entry that changed it: the last one before that is there to be read; absent where none is, or it is far back. */
  readonly before?: string;
  /** Whether that is another than before; absent where that is not known. */
  readonly changed?: boolean;
  /** Whether the version is there to be read. */
  readonly sealed?: boolean;
  /** The run that has what this one brought, and its version once that is sealed; this one's was not made. */
  readonly supersededBy?: Pick<SupersededBy, 'run' | 'version'>;
  /** Of a replay that nobody asked for: these versions of datasets that it joins are new. */
  readonly renews?: readonly OtherVersion[];
  /** It is the version that readers should take. */
  readonly latest?: boolean;
}

export interface History {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
  /** Asks for the next page; absent on the last one. */
  readonly next?: number;
}

const CONCURRENCY = 16;
/** Entries without a version in a row are few. */
const FURTHER = 5;

/** The version that the dataset has from the entry on. */
const versionOf = (entry: LogEntry): string | undefined =>
  entry.type === 'upload' || entry.type === 'deletion' || entry.type === 'restoration'
    ? entry.version
    : undefined;

const describe = (entry: LogEntry): Omit<HistoryEntry, 'before' | 'changed' | 'sealed' | 'latest'> => {
  const { type, at } = entry;
  const base = { entry: entry.entry, at, type };
  switch (entry.type) {
    case 'upload': {
      const { run, replay, upload, readings, version } = entry;
      const rows = readings.reduce((sum, { labels }) => sum + Number(labels?.rows ?? 0), 0);
      return { ...base, run, replay, key: upload.key, rows, version };
    }
    case 'deletion': {
      const { run, replay, rows, deletes, version, by } = entry;
      return { ...base, run, replay, rows, deletes, version, ...(by !== undefined && { by }) };
    }
    case 'restoration': {
      const { to, version, by } = entry;
      return { ...base, to, version, ...(by !== undefined && { by }) };
    }
    case 'removal':
      return { ...base, run: entry.run };
    case 'pin': {
      const { version, name, by } = entry;
      return { ...base, of: [version], ...(name !== undefined && { name }), ...(by !== undefined && { by }) };
    }
    case 'unpin':
      return { ...base, of: [entry.version], ...(entry.by !== undefined && { by: entry.by }) };
    case 'sweep':
      return { ...base, of: entry.versions };
    case 'reset':
      return base;
  }
};

/** By entry, why it was made again, where nobody asked for that. */
const readRenewals = async (
  stores: Pick<Stores, 'results'>,
  entries: readonly LogEntry[],
): Promise<ReadonlyMap<number, readonly OtherVersion[]>> => {
  const replays = entries.flatMap((entry) => ('replay' in entry && entry.replay > 0 ? [entry] : []));
  const found = await pMap(
    replays,
    async ({ entry, run, replay }): Promise<[number, readonly OtherVersion[]][]> => {
      const renews = (await readReplay(stores, run, replay))?.renews;
      return renews === undefined ? [] : [[entry, renews]];
    },
    { concurrency: CONCURRENCY },
  );
  return new Map(found.flat());
};

const describeOther = (other: SupersededBy | undefined): Pick<HistoryEntry, 'supersededBy'> =>
  other === undefined
    ? {}
    : { supersededBy: { run: other.run, ...(other.version !== undefined && { version: other.version }) } };

/** What happened to a dataset, newest first. Reads the entries of the page, of those that were superseded by which, and of replays why. */
export const readHistory = async (
  stores: Pick<Stores, 'results' | 'features'>,
  dataset: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<History> => {
  const { features, results } = stores;
  const [page, latest] = await Promise.all([
    readLogPage(results, dataset, { before, limit: limit + FURTHER }),
    latestVersion(features, dataset),
  ]);
  const shown = page.entries.slice(0, limit);
  const versions = [...new Set(page.entries.flatMap((entry) => versionOf(entry) ?? []))];
  const sealed = new Set(
    await pMap(
      versions,
      async (version) => {
        const found = await features.head(featureSetPlaces(dataset, version).manifest.key);
        return found === undefined ? undefined : version;
      },
      { concurrency: CONCURRENCY },
    ),
  );
  const unsealed = shown.flatMap((entry) => ('replay' in entry && !sealed.has(entry.version) ? [entry] : []));
  const others = new Map(
    await pMap(
      unsealed,
      async ({ entry, run, replay }) => [entry, await supersededBy(results, run, replay)] as const,
      { concurrency: CONCURRENCY },
    ),
  );
  const renewals = await readRenewals(stores, shown);
  const entries = shown.map((entry, index): HistoryEntry => {
    const version = versionOf(entry);
    const earlier = page.entries.slice(index + 1).flatMap((one) => versionOf(one) ?? []);
    const [former] = earlier;
    const before = earlier.find((one) => one !== version && sealed.has(one));
    const isFirst = page.entries.length === index + 1 && entry.entry === 1;
    return {
      ...describe(entry),
      ...(version !== undefined && {
        ...(before !== undefined && former !== version && { before }),
        ...((former !== undefined || isFirst) && { changed: former !== version }),
        sealed: sealed.has(version),
        latest: version === latest,
      }),
      ...(renewals.has(entry.entry) && { renews: renewals.get(entry.entry) ?? [] }),
      ...describeOther(others.get(entry.entry)),
    };
  });
  const last = shown.at(-1)?.entry ?? 1;
  return { entries, total: page.total, ...(last > 1 && { next: last }) };
};
