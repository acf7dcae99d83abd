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

/** What the ledger holds of one part of one stage, attempts and failures in the order of time. */
export interface TaskDocuments {
  readonly attempts: AttemptDocument[];
  readonly failures: StageFailure[];
  deadLettered?: StageFailure;
  done?: StageDone;
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
  if (kind === 'attempts' && key.endsWith('.json')) {
    const attempt = await readDocument(store, key, AttemptDocument);
    if (attempt !== undefined) into.attempts.push(attempt);
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

/** Each stage's documents of one replay, by part. */
export const readTaskDocuments = async (
  store: ObjectStore,
  run: string,
  replay: number,
): Promise<Map<StageName, Map<number, TaskDocuments>>> => {
  const root = ledgerKeys(run).replayRoot(replay);
  const stages = new Map<StageName, Map<number, TaskDocuments>>();
  const documentsOf = (stage: StageName, part: number): TaskDocuments => {
    const parts = stages.get(stage) ?? new Map<number, TaskDocuments>();
    stages.set(stage, parts);
    const documents = parts.get(part) ?? { attempts: [], failures: [] };
    parts.set(part, documents);
    return documents;
  };
  const read = async (key: string): Promise<void> => {
    const [name, part, kind] = key.slice(root.length).split('/');
    const stage = StageName.safeParse(name).data;
    if (stage === undefined || part === undefined || kind === undefined) return;
    await readInto(store, key, kind, documentsOf(stage, Number(part)));
  };
  await pMap(await keysOf(store, root), read, { concurrency: CONCURRENT_READS });
  for (const parts of stages.values()) {
    for (const { attempts, failures } of parts.values()) {
      attempts.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
      failures.sort((a, b) => (a.at < b.at ? -1 : 1));
    }
  }
  return stages;
};
