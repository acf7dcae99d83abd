import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@wattline/hash';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import type { InputFile } from '../input-file.ts';
import { fetchInputs, findUpload } from '../inputs.ts';
import { noteJoins } from '../joins/joined-by.ts';
import { ledgerKeys, type ObjectRef } from '../ledger.ts';
import { sweptVersions } from '../retention/kept-versions.ts';
import { awaitSweep } from '../retention/sweep-lease.ts';
import {
  appendEntry,
  type JoinedEntry,
  type KeptReadings,
  type LogEntry,
  openDatasetLog,
  removeUpload,
} from './dataset-log.ts';
import { type FoundSealed, findObject, findSealed } from './find-sealed.ts';
import { latestVersion } from './latest.ts';
import { type OtherDataset, readOther } from './other-dataset.ts';
import { readPartitions, type StoredPartition } from './partition-list.ts';
import { hasPendingUpload } from './pending-uploads.ts';
import { type PieceList, pieceListKey, readPieceList } from './piece-list.ts';

/** What a stage does with the dataset that it works on. */
export interface DatasetAccess {
  /** In their order. */
  entries(): Promise<LogEntry[]>;
  /** Adds an upload or a deletion, if no other entry took its number before. */
  append(entry: JoinedEntry): Promise<boolean>;
  /** Once nobody removes files any more that this run may make again; call it after its entry is there. */
  afterSweep(): Promise<void>;
  /** Whether an upload of this time or earlier is in the store and has not joined, but may. */
  awaits(at: string, entries: readonly LogEntry[]): Promise<boolean>;
  /** Moves a file to the dataset's kept readings, under a name of its own. */
  keep(name: string, path: string, labels: ObjectRef['labels']): Promise<ObjectRef>;
  /** What was joined for the last of some entries, as far as that was kept. */
  pieces(entries: readonly LogEntry[]): Promise<PieceList | undefined>;
  /** Keeps what was joined for the entry of a run. */
  keepPieces(by: Pick<JoinedEntry, 'run' | 'replay'>, list: PieceList): Promise<void>;
  /** The partitions of the first of some versions that has a list of them; else of the latest. */
  partitions(versions: readonly string[]): Promise<readonly StoredPartition[]>;
  /** The file of another upload as the staging store has it now; undefined where it is gone. */
  raw(upload: Pick<KeptReadings, 'run' | 'upload'>): Promise<ObjectRef | undefined>;
  /** The first of some versions that is sealed. */
  sealed(versions: readonly string[]): Promise<FoundSealed | undefined>;
  /** How the training span of a version is distributed, or the rows after one; undefined where that was not kept. */
  drift(version: string, of: 'drift' | 'driftCounts'): Promise<ObjectRef | undefined>;
  /** Another dataset's newest sealed version, or a given one; undefined where there is none. */
  other(dataset: string, version?: string): Promise<OtherDataset | undefined>;
  /** Writes down that it joins others, so that their next versions renew it; call it before their versions are read. */
  noteJoins(others: Iterable<string>): Promise<void>;
  /** Brings objects here, and checks that they are what was written. */
  fetch(refs: readonly ObjectRef[]): Promise<InputFile[]>;
}

/** `scratch` is there already. */
export const openDataset = (
  stores: Stores,
  dataset: string,
  { scratch, signal }: { readonly scratch: string; readonly signal: AbortSignal },
): DatasetAccess => {
  let fetched = 0;
  let known: LogEntry[] = [];
  const log = openDatasetLog(stores.results, dataset);
  return {
    entries: async () => {
      known = await log.entries();
      return known;
    },
    append: async (entry) => {
      if (!(await appendEntry(stores.results, dataset, entry))) return false;
      // Who cancels the run looks for the entry after having written that down: one of the two sees the other.
      const end = ledgerKeys(entry.run).rejected(entry.replay);
      if ((await stores.results.head(end)) !== undefined)
        await removeUpload(stores.results, dataset, entry.run);
      await log.keep(entry);
      return true;
    },
    afterSweep: () => awaitSweep(stores.results, dataset),
    awaits: (at, entries) => hasPendingUpload(stores, dataset, at, entries),
    keep: async (name, path, labels) => {
      const key = `readings/${dataset}/${name}`;
      const { sha256 } = await hashFile(path, signal);
      const { bytes } = await stores.features.putFile(key, path, { sha256, move: true });
      return { store: 'features', key, bytes, sha256, ...(labels && { labels }) };
    },
    pieces: (entries) => readPieceList(stores.features, dataset, entries),
    keepPieces: async (by, list) => {
      await stores.features.put(pieceListKey(dataset, by), JSON.stringify(list));
    },
    raw: ({ run, upload }) => findUpload(stores, { dataset, run, upload }),
    partitions: async (versions) => {
      // Of those that were superseded, none was made.
      const latest = await latestVersion(stores.features, dataset);
      const isThere = latest !== undefined && !sweptVersions(known).has(latest);
      return readPartitions(stores.features, dataset, isThere ? [...versions, latest] : versions);
    },
    sealed: (versions) => findSealed(stores.features, dataset, versions),
    drift: (version, of) => findObject(stores.features, featureSetPlaces(dataset, version)[of]),
    other: (name, version) => readOther(stores.features, name, version),
    noteJoins: (others) => noteJoins(stores.results, dataset, others),
    fetch: async (refs) => {
      fetched += 1;
      const folder = join(scratch, `dataset-${fetched}`);
      await mkdir(folder);
      return fetchInputs(refs, stores, folder, signal);
    },
  };
};
