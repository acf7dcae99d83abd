import { UsageError } from '@wattline/errors';
import type { Stores } from '../backend.ts';
import { appendEntry, type LogEntry, readLog } from '../dataset/dataset-log.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { pinnedVersions, sweptVersions } from './kept-versions.ts';

const unknown = (dataset: string, version: string): UsageError =>
  new UsageError('VERSION_UNKNOWN', `${dataset} has no version ${version}`, {
    category: 'not-found',
    remedy: `list what there is with: wattline history ${dataset}`,
  });

type Change = Extract<LogEntry, { type: 'pin' | 'unpin' }>;

const append = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  next: (entries: readonly LogEntry[]) => Omit<Change, 'entry' | 'at'> | undefined,
): Promise<boolean> => {
  for (;;) {
    const entries = await readLog(results, dataset);
    const wanted = next(entries);
    if (wanted === undefined) return false;
    const entry = { ...wanted, entry: entries.length + 1, at: new Date().toISOString() } as Change;
    if (await appendEntry(results, dataset, entry)) return true;
  }
};

interface PinOptions {
  readonly name?: string | undefined;
  readonly by?: string | undefined;
}

/** Keeps a version until it is unpinned. Twice is once. False where it was pinned under that name already. */
export const pinVersion = async (
  stores: Pick<Stores, 'results' | 'features'>,
  dataset: string,
  version: string,
  { name, by }: PinOptions = {},
): Promise<boolean> => {
  const manifest = featureSetPlaces(dataset, version).manifest.key;
  if ((await stores.features.head(manifest)) === undefined) throw unknown(dataset, version);
  return append(stores, dataset, (entries) => {
    if (sweptVersions(entries).has(version)) throw unknown(dataset, version);
    const pinned = pinnedVersions(entries);
    if (pinned.has(version) && pinned.get(version) === name) return undefined;
    return { type: 'pin', version, ...(name !== undefined && { name }), ...(by !== undefined && { by }) };
  });
};

/** Lets a version go that nothing else keeps. False where it was not pinned. */
export const unpinVersion = (
  stores: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
  { by }: Pick<PinOptions, 'by'> = {},
): Promise<boolean> =>
  append(stores, dataset, (entries) =>
    pinnedVersions(entries).has(version)
      ? { type: 'unpin', version, ...(by !== undefined && { by }) }
      : undefined,
  );
