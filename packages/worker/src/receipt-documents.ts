import type { ObjectStore } from '@wattline/backend-contract';
import { StageName } from '@wattline/topology';
import pMap from 'p-map';
import {
  AttemptDocument,
  ledgerKeys,
  OLD_DEAD_LETTERED,
  readDocument,
  StageDone,
  StageFailure,
} from './ledger.ts';

/** What the ledger holds of one part of one stage. Of a part that is done, `done` is read, and attempts are counted. */
export interface TaskDocuments {
  attempts: number;
  /** When the newest attempt began. */
  startedAt?: string;
  /** In the order of time. */
  readonly failures: StageFailure[];
  deadLettered?: StageFailure;
  done?: StageDone;
}

export interface ReplayDocuments {
  /** By part. */
  readonly stages: ReadonlyMap<StageName, ReadonlyMap<number, TaskDocuments>>;
  readonly rejected?: StageFailure;
  /** It once gave way to another run, and did not go on since. */
  readonly isSuperseded: boolean;
}

/** Each is a request on S3. */
const CONCURRENT_READS = 16;

const keysOf = async (store: ObjectStore, root: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of store.list(root)) keys.push(key);
  return keys;
};

const readInto = async (
  store: ObjectStore,
  key: string,
  kind: string,
  into: TaskDocuments,
): Promise<void> => {
  if (kind === 'attempts') {
    const attempt = await readDocument(store, key, AttemptDocument);
    if (attempt !== undefined && attempt.startedAt > (into.startedAt ?? ''))
      into.startedAt = attempt.startedAt;
  } else if (kind === 'failures') {
    const failure = await readDocument(store, key, StageFailure);
    if (failure !== undefined) into.failures.push(failure);
  } else if (kind === 'done.json') {
    const done = await readDocument(store, key, StageDone);
    if (done !== undefined) into.done = done;
  } else if (kind === 'dead-lettered.json' || kind === OLD_DEAD_LETTERED) {
    const deadLettered = await readDocument(store, key, StageFailure);
    if (deadLettered !== undefined) into.deadLettered = deadLettered;
  }
};

/** The documents of one replay: found by one list, and no more of them read than a receipt needs. */
export const readReplayDocuments = async (
  store: ObjectStore,
  run: string,
  replay: number,
): Promise<ReplayDocuments> => {
  const keys = ledgerKeys(run);
  const root = keys.replayRoot(replay);
  const stages = new Map<StageName, Map<number, TaskDocuments>>();
  const documentsOf = (stage: StageName, part: number): TaskDocuments => {
    const parts = stages.get(stage) ?? new Map<number, TaskDocuments>();
    stages.set(stage, parts);
    const documents = parts.get(part) ?? { attempts: 0, failures: [] };
    parts.set(part, documents);
    return documents;
  };
  const found = await keysOf(store, root);
  const present = new Set(found);
  const read = async (key: string): Promise<void> => {
    const [name, part, kind] = key.slice(root.length).split('/');
    const stage = StageName.safeParse(name).data;
    if (stage === undefined || part === undefined || kind === undefined) return;
    const documents = documentsOf(stage, Number(part));
    if (kind === 'attempts') {
      if (!key.endsWith('.json')) return;
      documents.attempts += 1;
    }
    if (kind === 'done.json' || !present.has(keys.done(replay, stage, Number(part))))
      await readInto(store, key, kind, documents);
  };
  const [rejected] = await Promise.all([
    present.has(keys.rejected(replay)) ? readDocument(store, keys.rejected(replay), StageFailure) : undefined,
    pMap(found, read, { concurrency: CONCURRENT_READS }),
  ]);
  for (const parts of stages.values())
    for (const { failures } of parts.values()) failures.sort((a, b) => (a.at < b.at ? -1 : 1));
  const isSuperseded = present.has(keys.superseded(replay)) && !present.has(keys.begun(replay));
  return { stages, ...(rejected && { rejected }), isSuperseded };
};
