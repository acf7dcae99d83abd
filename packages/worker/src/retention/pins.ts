import { UsageError } from '@wattline/errors';
import type { Stores } from '../backend.ts';
import { appendEntry, type LogEntry, readLog } from '../dataset/dataset-log.ts';
import type { AnnounceEntry } from '../dataset-events.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { pinnedVersions, sweptVersions } from './kept-versions.ts';

const unknown = (dataset: string, version: string): UsageError =>
  new UsageError('VERSION_UNKNOWN', `${dataset} has no version ${version}`, {
    category: 'not-found',
    remedy: `list what there is with: wattline history ${dataset}`,
  });

type Change = Extract<LogEntry, { type: 'pin' | 'unpin' }>;

/** Adds an entry, or finds the one that says so already; those who watch hear of either, since the first may not have got so far. */
const append = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  next: (entries: readonly LogEntry[]) => Omit<Change, 'entry' | 'at'> | Change | undefined,
  announce: AnnounceEntry | undefined,
): Promise<boolean> => {
  for (;;) {
    const entries = await readLog(results, dataset);
    const wanted = next(entries);
    if (wanted === undefined) return false;
    if ('entry' in wanted) {
      await announce?.(dataset, wanted);
      return false;
    }
    const entry = { ...wanted, entry: entries.length + 1, at: new Date().toISOString() } as Change;
    if (!(await appendEntry(results, dataset, entry))) continue;
    await announce?.(dataset, entry);
    return true;
  }
};

interface PinOptions {
  readonly name?: string | undefined;
  readonly by?: string | undefined;
  readonly announce?: AnnounceEntry | undefined;
}

const isChangeOf =
  (version: string) =>
  (entry: LogEntry): entry is Change =>
    (entry.type === 'pin' || entry.type === 'unpin') && entry.version === version;

/** Keeps a version until it is unpinned. Twice is once. False where it was pinned under that name already. */
export const pinVersion = async (
  stores: Pick<Stores, 'results' | 'features'>,
  dataset: string,
  version: string,
  { name, by, announce }: PinOptions = {},
): Promise<boolean> => {
  const manifest = featureSetPlaces(dataset, version).manifest.key;
  if ((await stores.features.head(manifest)) === undefined) throw unknown(dataset, version);
  const next = (entries: readonly LogEntry[]) => {
    if (sweptVersions(entries).has(version)) throw unknown(dataset, version);
    const pinned = pinnedVersions(entries);
    if (pinned.has(version) && pinned.get(version) === name) return entries.findLast(isChangeOf(version));
    return {
      type: 'pin' as const,
      version,
      ...(name !== undefined && { name }),
      ...(by !== undefined && { by }),
    };
  };
  return append(stores, dataset, next, announce);
};

/** Lets a version go that nothing else keeps. False where it was not pinned. */
export const unpinVersion = (
  stores: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
  { by, announce }: Pick<PinOptions, 'by' | 'announce'> = {},
): Promise<boolean> =>
  append(
    stores,
    dataset,
    (entries) =>
      pinnedVersions(entries).has(version)
        ? { type: 'unpin', version, ...(by !== undefined && { by }) }
        : entries.findLast(isChangeOf(version)),
    announce,
  );
