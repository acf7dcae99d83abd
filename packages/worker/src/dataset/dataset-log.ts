import type { ObjectStore } from '@wattline/backend-contract';
import { Deletes } from '@wattline/engine/deletion';
import { Fit } from '@wattline/engine/fit';
import pMap from 'p-map';
import { z } from 'zod';
import { createDocument, ObjectRef, readDocument } from '../ledger.ts';
import { keptRoot } from './kept-root.ts';

/** The readings of one upload, as they are kept, and what the stage that reads them knows of them. */
export const KeptReadings = z.object({
  run: z.string(),
  /** The upload as the staging store has it. */
  upload: z.object({
    key: z.string(),
    versionId: z.string().optional(),
    /** Orders the uploads of a dataset: greater is later. */
    order: z.string(),
  }),
  readings: z.array(ObjectRef),
  /** Of which line of the upload each of them is, in their order. */
  lines: ObjectRef.optional(),
  /** Validated by those who read it. */
  facts: z.record(z.string(), z.unknown()),
  /** An erasure left nothing of it. */
  erased: z.literal(true).optional(),
});
export type KeptReadings = z.infer<typeof KeptReadings>;

/** Counted from 1, without a gap. */
const entry = z.int().positive();
const at = z.iso.datetime();

/** An upload joins. */
export const UploadEntry = z.object({
  type: z.literal('upload'),
  entry,
  at,
  replay: z.int().nonnegative(),
  ...KeptReadings.shape,
  /** The version that the dataset has from this entry on. */
  version: z.string(),
  /** What that is scaled by, where versions keep it. */
  fit: Fit.optional(),
  /** Other uploads, read again because this one reads differently. */
  again: z.array(KeptReadings).default([]),
});
export type UploadEntry = z.infer<typeof UploadEntry>;

export const Erases = z.object({
  /** Raw files that cannot be written without the entity go as a whole. */
  dropFiles: z.boolean(),
});
export type Erases = z.infer<typeof Erases>;

/** Readings of the uploads that the store dates earlier are no part of the dataset any more. */
export const DeletionEntry = z.object({
  type: z.literal('deletion'),
  entry,
  at,
  replay: z.int().nonnegative(),
  run: z.string(),
  /** The request as the staging store has it. */
  upload: KeptReadings.shape.upload,
  deletes: Deletes,
  /** Readings (of an entity at a time) that it took out. */
  rows: z.int().nonnegative(),
  /** Its raw data goes too. That goes on until `deletes.erased` stands in place of the name. */
  erases: Erases.optional(),
  /** Who asked for it, where that is known. */
  by: z.string().optional(),
  version: z.string(),
  fit: Fit.optional(),
});
export type DeletionEntry = z.infer<typeof DeletionEntry>;

/** An entry that the readings of a dataset follow from. */
export type JoinedEntry = UploadEntry | DeletionEntry;

/** An upload, or a deletion, is no part of the dataset any more: its run was cancelled. */
const Removal = z.object({ type: z.literal('removal'), entry, at, run: z.string() });

/** The dataset begins anew: uploads before are no part of it any more. */
const Reset = z.object({ type: z.literal('reset'), entry, at });

/** The dataset is again what it was after an earlier entry; later uploads join that. */
const Restoration = z.object({
  type: z.literal('restoration'),
  entry,
  at,
  /** The entry after which it is that. */
  to: entry,
  version: z.string(),
  by: z.string().optional(),
});

/** A version stays until it is unpinned, whatever is swept. */
const Pin = z.object({
  type: z.literal('pin'),
  entry,
  at,
  version: z.string(),
  name: z.string().optional(),
  by: z.string().optional(),
});
const Unpin = z.object({
  type: z.literal('unpin'),
  entry,
  at,
  version: z.string(),
  by: z.string().optional(),
});

/** Versions are removed from here on: they cannot be restored or pinned any more. */
const Sweep = z.object({ type: z.literal('sweep'), entry, at, versions: z.array(z.string()) });

/** One step in the life of a dataset. What a dataset is follows from its entries alone. */
export const LogEntry = z.discriminatedUnion('type', [
  UploadEntry,
  DeletionEntry,
  Removal,
  Reset,
  Restoration,
  Pin,
  Unpin,
  Sweep,
]);
export type LogEntry = z.infer<typeof LogEntry>;

const logRoot = (dataset: string): string => `datasets/${dataset}/log/`;
export const entryKey = (dataset: string, entry: number): string =>
  `${logRoot(dataset)}${String(entry).padStart(6, '0')}.json`;

/** Reads at once. */
const CONCURRENCY = 16;

/** Reads a dataset's entries, in their order: each once, however often it is asked, for none changes but by an erasure. */
export const openLog = (store: ObjectStore, dataset: string): (() => Promise<LogEntry[]>) => {
  let known: readonly LogEntry[] = [];
  let last: string | undefined;
  return async () => {
    const keys: string[] = [];
    const after = last === undefined ? {} : { startAfter: last };
    for await (const { key } of store.list(logRoot(dataset), after)) keys.push(key);
    const news = await pMap(keys, (key) => readDocument(store, key, LogEntry), { concurrency: CONCURRENCY });
    known = [...known, ...news.flatMap((entry) => entry ?? [])];
    last = keys.at(-1) ?? last;
    return [...known];
  };
};

/** A dataset's entries, in their order. */
export const readLog = (store: ObjectStore, dataset: string): Promise<LogEntry[]> =>
  openLog(store, dataset)();

/** Puts an entry in the place of itself, without what an erasure takes out: the only change that an entry ever sees. */
export const rewriteEntry = async (store: ObjectStore, dataset: string, entry: LogEntry): Promise<void> => {
  await store.put(entryKey(dataset, entry.entry), JSON.stringify(entry), { contentType: 'application/json' });
};

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
