import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JoinedEntry, KeptReadings, LogEntry } from '../../dataset/dataset-log.ts';
import { factsOf } from '../../dataset/kept-facts.ts';
import { fetchInputs } from '../../inputs.ts';
import type { ObjectRef } from '../../ledger.ts';
import type { EraseScope } from './erase-scope.ts';

/** Polars is loaded by those who look. */
export const loadEngine = () => import('@wattline/engine/ingest');

/** How many rows a file of kept readings has, and how many are not of the series. */
export type SeriesCounts = ReadonlyMap<string, { readonly before: number; readonly after: number }>;

export const isUpload = (entry: LogEntry): entry is Extract<JoinedEntry, { type: 'upload' }> =>
  entry.type === 'upload';

/** The readings that an entry names, its own and those that were read again with it. */
export const readingsIn = (entry: Extract<JoinedEntry, { type: 'upload' }>): readonly KeptReadings[] => [
  entry,
  ...entry.again,
];

/** Brings one object here for as long as it is used. Undefined where it is gone. */
export const withFile = async <Result>(
  { stores, scratch, signal }: Pick<EraseScope, 'stores' | 'scratch' | 'signal'>,
  ref: ObjectRef,
  use: (path: string, folder: string) => Promise<Result>,
): Promise<Result | undefined> => {
  if ((await stores[ref.store].head(ref.key)) === undefined) return undefined;
  const folder = await mkdtemp(join(scratch, 'erase-'));
  try {
    const [file] = await fetchInputs([ref], stores, folder, signal);
    return file && (await use(file.path, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The files of an upload that may have rows of the series. */
export const filesOfSeries = async (
  kept: Pick<KeptReadings, 'facts' | 'readings'>,
  entity: string,
): Promise<readonly ObjectRef[]> => {
  const { spec } = factsOf(kept).dataset;
  if (spec.entity === undefined) return [];
  const bucket = (await loadEngine()).bucketOfSeries(spec, entity);
  return kept.readings.filter(({ labels }) => labels?.bucket === bucket);
};

/** Counts the rows of the series in all kept readings that are dated before the erasure. */
export const countSeries = async (scope: EraseScope, entries: readonly LogEntry[]): Promise<SeriesCounts> => {
  const { entity, order } = scope.erasure;
  const { eraseFromReadings } = await loadEngine();
  const counts = new Map<string, { before: number; after: number }>();
  for (const kept of entries.filter(isUpload).flatMap(readingsIn)) {
    if (kept.upload.order >= order) continue;
    const { spec } = factsOf(kept).dataset;
    for (const ref of await filesOfSeries(kept, entity)) {
      if (counts.has(ref.key)) continue;
      const found = await withFile(scope, ref, (path) => eraseFromReadings(path, { spec, entity }));
      // One that is gone may have had some.
      counts.set(ref.key, found ?? { before: 1, after: 0 });
    }
  }
  return counts;
};
