import type { ObjectStore } from '@wattline/backend-contract';
import pMap from 'p-map';
import { createDocument, readDocument } from '../ledger.ts';
import { keptRoot } from './kept-root.ts';
import { isCurrent, keepCheckpoint, readCheckpoint } from './log-checkpoint.ts';
import { type JoinedEntry, LogEntry, type UploadEntry } from './log-entry.ts';

export {
  DeletionEntry,
  Erases,
  type JoinedEntry,
  KeptReadings,
  LogEntry,
  UploadEntry,
} from './log-entry.ts';

const logRoot = (dataset: string): string => `datasets/${dataset}/log/`;
export const entryKey = (dataset: string, entry: number): string =>
  `${logRoot(dataset)}${String(entry).padStart(6, '0')}.json`;

/** Reads at once. */
const CONCURRENCY = 16;

export interface DatasetLog {
  /** In their order; each is read once, however often it is asked, for none changes but by an erasure. */
  readonly entries: () => Promise<LogEntry[]>;
  /** Keeps those read so far, and one more, for those who read the log later. */
  readonly keep: (added: LogEntry) => Promise<void>;
}

/** The entries behind one, in their order; no others are read. */
export const entriesAfter = async (
  store: ObjectStore,
  dataset: string,
  entry: number,
): Promise<LogEntry[]> => {
  const keys: string[] = [];
  const after = { startAfter: entryKey(dataset, entry) };
  for await (const { key } of store.list(logRoot(dataset), after)) keys.push(key);
  const found = await pMap(keys, (key) => readDocument(store, key, LogEntry), { concurrency: CONCURRENCY });
  return found.flatMap((one) => one ?? []);
};

export const openDatasetLog = (store: ObjectStore, dataset: string): DatasetLog => {
  let known: readonly LogEntry[] = [];
  let checkpointed = 0;
  const begin = async (): Promise<LogEntry[]> => {
    const first = await readCheckpoint(store, dataset);
    const later = await entriesAfter(store, dataset, first.length);
    if (first.length > 0 && !isCurrent(first, later)) return entriesAfter(store, dataset, 0);
    checkpointed = first.length;
    return [...first, ...later];
  };
  return {
    entries: async () => {
      const isBegun = known.length > 0;
      known = isBegun ? [...known, ...(await entriesAfter(store, dataset, known.length))] : await begin();
      return [...known];
    },
    keep: async (added) => {
      const entries = [...known.slice(0, added.entry - 1), added];
      // Another's entry may have come before it.
      if (entries.length === added.entry) await keepCheckpoint(store, dataset, entries, checkpointed);
    },
  };
};

/** As `openDatasetLog`, to be read alone. */
export const openLog = (store: ObjectStore, dataset: string): DatasetLog['entries'] =>
  openDatasetLog(store, dataset).entries;

/** A dataset's entries, in their order. */
export const readLog = (store: ObjectStore, dataset: string): Promise<LogEntry[]> =>
  openLog(store, dataset)();

/** Puts an entry in the place of itself, without what an erasure takes out: the only change that an entry ever sees. */
export const rewriteEntry = async (store: ObjectStore, dataset: string, entry: LogEntry): Promise<void> => {
  await store.put(entryKey(dataset, entry.entry), JSON.stringify(entry), { contentType: 'application/json' });
};

/** Adds an entry, if no other took its number before. True if this call added it. */
export const appendEntry = (store: ObjectStore, dataset: string, entry: LogEntry): Promise<boolean> =>
  createDocument(store, entryKey(dataset, entry.entry), entry);

const without = (joined: readonly JoinedEntry[], run: string): JoinedEntry[] =>
  joined
    .filter((one) => one.run !== run)
    .map((one) =>
      one.type === 'upload' ? { ...one, again: one.again.filter((other) => other.run !== run) } : one,
    );

/** The uploads and deletions that are part of the dataset, each as often as it joined. */
export const joinedEntries = (entries: readonly LogEntry[]): JoinedEntry[] => {
  let joined: JoinedEntry[] = [];
  for (const one of entries) {
    if (one.type === 'upload' || one.type === 'deletion') joined.push(one);
    else if (one.type === 'restoration') joined = joinedEntries(entries.slice(0, one.to));
    else if (one.type === 'reset') joined = [];
    else if (one.type === 'removal') joined = without(joined, one.run);
  }
  return joined;
};

/** The uploads alone. */
export const uploadEntries = (entries: readonly LogEntry[]): UploadEntry[] =>
  joinedEntries(entries).filter((one) => one.type === 'upload');

/** Adds what `next` makes of the entries so far, however many others add theirs meanwhile; nothing where it makes nothing. */
const appendNext = async (
  store: ObjectStore,
  dataset: string,
  next: (joined: readonly JoinedEntry[], entry: number) => LogEntry | undefined,
): Promise<boolean> => {
  const log = openLog(store, dataset);
  for (;;) {
    const entries = await log();
    const wanted = next(joinedEntries(entries), entries.length + 1);
    if (wanted === undefined) return false;
    if (await appendEntry(store, dataset, wanted)) return true;
  }
};

/** Takes an upload, or a deletion, out of its dataset, where it is part of it. Versions that have it stay. */
export const removeUpload = (store: ObjectStore, dataset: string, run: string): Promise<boolean> =>
  appendNext(store, dataset, (joined, number) =>
    joined.some((one) => one.run === run)
      ? { type: 'removal', entry: number, at: new Date().toISOString(), run }
      : undefined,
  );

/** Lets a dataset begin anew, where it has uploads; their kept readings go. Versions stay. */
export const resetDataset = async (
  { results, features }: { readonly results: ObjectStore; readonly features: ObjectStore },
  dataset: string,
): Promise<void> => {
  let kept: string[] = [];
  let roots: string[] = [];
  const isReset = await appendNext(results, dataset, (joined, number) => {
    roots = joined.map((one) => keptRoot(dataset, one));
    kept = joined
      .filter((one) => one.type === 'upload')
      .flatMap(({ again, readings }) =>
        [...again.flatMap((other) => other.readings), ...readings].map(({ key }) => key),
      );
    return joined.length === 0 ? undefined : { type: 'reset', entry: number, at: new Date().toISOString() };
  });
  if (!isReset) return;
  for (const root of roots) for await (const { key } of features.list(root)) kept.push(key);
  await pMap(new Set(kept), (key) => features.delete(key), { concurrency: CONCURRENCY });
};
