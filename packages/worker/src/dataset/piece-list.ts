import type { ObjectStore } from '@wattline/backend-contract';
import { z } from 'zod';
import { ObjectRef, readDocument } from '../ledger.ts';
import { manyOf } from '../many-of.ts';
import { type JoinedEntry, joinedEntries, type LogEntry } from './dataset-log.ts';
import { keptRoot } from './kept-root.ts';

/** The joined readings of one bucket in one period. */
const StoredPiece = z.object({
  bucket: z.int().nonnegative(),
  period: z.string(),
  /** Names all that its bytes follow from. */
  key: z.string(),
  /** How many uploads and deletions these are. */
  layers: z.int().positive(),
  ref: ObjectRef,
});

/**
 * What ingest joined for an entry of a dataset's log: a later one takes over what it would join alike. Nothing follows
 * from it: where it is gone, all is joined again.
 */
export const PieceList = z.object({
  format: z.literal(2),
  pieces: manyOf(StoredPiece),
  /** What they show, the newest first. */
  shown: z.array(ObjectRef).readonly(),
});
export type PieceList = z.infer<typeof PieceList>;

/** Of so many entries before, one likely has a list. */
const LOOKED_AT = 3;

export const pieceListKey = (dataset: string, entry: Pick<JoinedEntry, 'run' | 'replay'>): string =>
  `${keptRoot(dataset, entry)}pieces.json`;

export const isPieceList = (key: string): boolean => key.endsWith('/pieces.json');

/** A list that another release wrote is none. */
const AnyList = PieceList.or(z.unknown().transform(() => undefined));

const lastEntries = (entries: readonly LogEntry[]): JoinedEntry[] => joinedEntries(entries).slice(-LOOKED_AT);

/** Of the newest of the last entries that has one. */
export const readPieceList = async (
  store: ObjectStore,
  dataset: string,
  entries: readonly LogEntry[],
): Promise<PieceList | undefined> => {
  for (const entry of lastEntries(entries).reverse()) {
    const list = await readDocument(store, pieceListKey(dataset, entry), AnyList);
    if (list !== undefined) return list;
  }
  return undefined;
};

/** Keys of what a later upload may take over. */
export const reachablePieces = async (
  store: ObjectStore,
  dataset: string,
  entries: readonly LogEntry[],
): Promise<ReadonlySet<string>> => {
  const keys = new Set<string>();
  for (const entry of lastEntries(entries)) {
    const key = pieceListKey(dataset, entry);
    const list = await readDocument(store, key, AnyList);
    if (list === undefined) continue;
    for (const { key: kept } of [...list.pieces.map(({ ref }) => ref), ...list.shown]) keys.add(kept);
    keys.add(key);
  }
  return keys;
};
