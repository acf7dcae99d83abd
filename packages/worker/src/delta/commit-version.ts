import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
import { sha256 } from '@wattline/hash';
import { z } from 'zod';
import { featureSetPlaces } from '../feature-set.ts';
import { readDocument } from '../ledger.ts';
import {
  type Action,
  type DeltaFile,
  DeltaVersion,
  deltaFiles,
  fileActions,
  filesHash,
  tableActions,
} from './delta-actions.ts';
import { CHECKPOINT_EVERY, writeCheckpoint } from './write-checkpoint.ts';

/** A version as the table is to have it; the greatest order is what the table is in the end. */
interface Wanted {
  readonly version: string;
  readonly order: string;
}

const Named = z.object({ version: z.string(), order: z.string() });

/** What a commit says of the version that the table is from then on. */
const Commit = Named.extend({
  /** Names the files of the table. */
  files: z.string(),
  /** Names protocol and metadata. */
  table: z.string(),
  /** It came late: the version that the table is to be again. */
  after: Named.optional(),
});
type Commit = z.infer<typeof Commit>;

const logRoot = (dataset: string): string => `feature-sets/${dataset}/_delta_log/`;
const commitKey = (dataset: string, number: number): string =>
  `${logRoot(dataset)}${String(number).padStart(20, '0')}.json`;

const linesOf = (body: Uint8Array): Record<string, unknown>[] =>
  new TextDecoder()
    .decode(body)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const headOf = (lines: readonly Record<string, unknown>[]): Commit | undefined => {
  const info = lines.find((line) => 'commitInfo' in line)?.commitInfo;
  return z.object({ wattline: Commit }).safeParse(info).data?.wattline;
};

/** Commits that are listed to find the last one, where its number is about the dataset's entry. */
const LISTED = 32;

/**
 * The number of the last commit; -1 before the first. A log is not listed from its beginning: that takes longer with each
 * version.
 *
 * @param order each entry of the dataset's log makes about a commit, often fewer
 */
const lastNumber = async (store: ObjectStore, dataset: string, order: string): Promise<number> => {
  const entry = Number(/^entry (\d+)$/.exec(order)?.[1] ?? 0);
  for (let from = entry - LISTED; ; from = Math.floor(from / 2)) {
    let last = -1;
    const after = from > 0 ? { startAfter: commitKey(dataset, from) } : {};
    for await (const { key } of store.list(logRoot(dataset), after)) {
      const [, number] = /\/(\d{20})\.json$/.exec(key) ?? [];
      if (number !== undefined) last = Number(number);
    }
    if (last >= 0 || from <= 0) return last;
  }
};

const Add = z.object({ path: z.string(), partitionValues: z.record(z.string(), z.string()) });

/** The files of the table as all of its commits say, where the manifest of its version does not say it any more. */
const replayedFiles = async (store: ObjectStore, dataset: string, last: number): Promise<DeltaFile[]> => {
  const files = new Map<string, DeltaFile>();
  for (let number = 0; number <= last; number += 1) {
    const found = await store.get(commitKey(dataset, number));
    for (const line of found === undefined ? [] : linesOf(found.body)) {
      const removed = z.object({ remove: z.object({ path: z.string() }) }).safeParse(line).data;
      if (removed !== undefined) files.delete(removed.remove.path);
      const added = z.object({ add: Add }).safeParse(line).data;
      if (added === undefined) continue;
      const [bucket = '', period = ''] = Object.values(added.add.partitionValues);
      files.set(added.add.path, { path: decodeURI(added.add.path), bucket, period, bytes: 0, rows: 0 });
    }
  }
  return [...files.values()];
};

const manifestOf = (
  store: ObjectStore,
  dataset: string,
  version: string,
): Promise<DeltaVersion | undefined> =>
  readDocument(store, featureSetPlaces(dataset, version).manifest.key, DeltaVersion);

/** Puts a commit after the last. False where another came first. */
const putCommit = async (
  store: ObjectStore,
  set: DeltaVersion,
  wanted: Wanted,
  last: number,
  head: Commit | undefined,
  again?: Wanted,
): Promise<boolean> => {
  const { dataset } = set;
  const number = last + 1;
  const atMs = Date.now();
  const after = deltaFiles(set);
  let before: DeltaFile[] = [];
  if (head !== undefined) {
    const known = await manifestOf(store, dataset, head.version);
    before = known === undefined ? [] : deltaFiles(known);
    if (filesHash(before) !== head.files) before = await replayedFiles(store, dataset, last);
  }
  const table = tableActions(set);
  const tableHash = sha256(JSON.stringify(table));
  const commit: Commit = {
    ...wanted,
    files: filesHash(after),
    table: tableHash,
    ...(again && { after: again }),
  };
  const { version } = wanted;
  const info = { timestamp: atMs, operation: 'WRITE', operationParameters: { version }, wattline: commit };
  const actions: Action[] = [
    { commitInfo: info },
    ...(head?.table === tableHash ? [] : table),
    ...fileActions(before, after, set.columns, atMs),
  ];
  const body = `${actions.map((action) => JSON.stringify(action)).join('\n')}\n`;
  try {
    await store.put(commitKey(dataset, number), body, { ifAbsent: true, contentType: 'application/json' });
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
  if (number > 0 && number % CHECKPOINT_EVERY === 0)
    await writeCheckpoint(store, logRoot(dataset), number, set, atMs);
  return true;
};

/**
 * Makes a sealed version a commit of the dataset's Delta table. Twice is once; of several at a time each is a commit, and
 * the table is in the end the one of the greatest order. An attempt that ended between two commits is ended by the next.
 * @returns the key of the last commit
 */
export const commitVersion = async (
  store: ObjectStore,
  set: DeltaVersion,
  wanted: Wanted,
): Promise<string> => {
  const { dataset } = set;
  let isIn = false;
  for (;;) {
    const last = await lastNumber(store, dataset, wanted.order);
    const found = last < 0 ? undefined : await store.get(commitKey(dataset, last));
    const head = found && headOf(linesOf(found.body));
    const newer = head?.after && (await manifestOf(store, dataset, head.after.version));
    if (head?.after !== undefined && newer !== undefined) {
      isIn ||= head.version === wanted.version && head.order === wanted.order;
      await putCommit(store, newer, head.after, last, head);
      continue;
    }
    if (isIn || (head?.version === wanted.version && head.order >= wanted.order))
      return commitKey(dataset, last);
    const isLate = head !== undefined && head.order > wanted.order;
    const again = isLate ? { version: head.version, order: head.order } : undefined;
    // Of a version that came late, the next round makes the newest again.
    const isPut = await putCommit(store, set, wanted, last, head, again);
    if (isPut && !isLate) return commitKey(dataset, last + 1);
  }
};
