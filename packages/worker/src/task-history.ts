import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import { isOutOfSpaceCode } from '@wattline/errors';
import type { StageName } from '@wattline/topology';
import type { Task } from './events.ts';
import {
  AttemptDocument,
  ledgerKeys,
  OLD_DEAD_LETTERED,
  readDocument,
  StageDone,
  StageFailure,
} from './ledger.ts';

/** An attempt that has a beginning and no end: its process died, or is still at it. */
export interface LostAttempt extends AttemptDocument {
  /** Begun after the task was last dead-lettered, so that it counts. */
  readonly counts: boolean;
}

/** What earlier deliveries of a task left in the ledger. */
export interface TaskHistory {
  readonly done?: StageDone;
  /** The end of the run, where it was rejected or cancelled. */
  readonly rejected?: StageFailure;
  /** The newest dead letter, where no attempt began after it. */
  readonly deadLettered?: StageFailure;
  /** Keys of the failures since the task was last dead-lettered, but for those of a full disk. */
  readonly failures: readonly string[];
  /** How often it met a full disk since then. */
  readonly fullDisks: number;
  /** Attempts of processes other than this one. */
  readonly lost: readonly LostAttempt[];
}

const DOCUMENT = /^(attempts|failures|releases)\/([^/]+)\.(json|log)$/;

const readNames = async (store: ObjectStore, root: string): Promise<Map<string, ObjectInfo>> => {
  const names = new Map<string, ObjectInfo>();
  for await (const info of store.list(root)) names.set(info.key.slice(root.length), info);
  return names;
};

/** Sorts the documents of attempts into those that began and those that ended. A saved log is the end of an attempt too. */
const sortAttempts = (names: ReadonlyMap<string, ObjectInfo>) => {
  const begun = new Map<string, ObjectInfo>();
  const ended = new Set<string>();
  const failures: ObjectInfo[] = [];
  for (const [name, info] of names) {
    const [, kind, attempt, ending] = DOCUMENT.exec(name) ?? [];
    if (attempt === undefined) continue;
    if (kind === 'attempts' && ending === 'json') begun.set(attempt, info);
    else ended.add(attempt);
    if (kind === 'failures') failures.push(info);
  }
  const lost = [...begun].filter(([attempt]) => !ended.has(attempt)).map(([, info]) => info);
  return { begun: [...begun.values()], lost, failures };
};

const isFullDisk = async (results: ObjectStore, key: string): Promise<boolean> =>
  isOutOfSpaceCode((await readDocument(results, key, StageFailure))?.error.code);

/** Reads what one task's earlier deliveries left; attempts of `self`, this process, are no evidence: it is alive. */
export const readTaskHistory = async (
  results: ObjectStore,
  stage: StageName,
  { run, replay, part }: Pick<Task, 'run' | 'replay' | 'part'>,
  self?: string,
): Promise<TaskHistory> => {
  const keys = ledgerKeys(run);
  const [names, rejected] = await Promise.all([
    readNames(results, keys.taskRoot(replay, stage, part)),
    readDocument(results, keys.rejected(replay), StageFailure),
  ]);
  const ending = rejected === undefined ? {} : { rejected };
  const doneAt = names.get('done.json');
  const done = doneAt && (await readDocument(results, doneAt.key, StageDone));
  if (done !== undefined) return { done, ...ending, failures: [], fullDisks: 0, lost: [] };

  const { begun, lost, failures } = sortAttempts(names);
  const letter = names.get('dead-lettered.json') ?? names.get(OLD_DEAD_LETTERED);
  // The store's clock for both: workers' clocks differ.
  const isNew = ({ modifiedAt }: ObjectInfo): boolean =>
    letter === undefined || modifiedAt > letter.modifiedAt;
  const isRestarted = letter !== undefined && begun.some(isNew);
  const deadLettered =
    letter === undefined || isRestarted ? undefined : await readDocument(results, letter.key, StageFailure);
  const attempts = await Promise.all(
    lost.map(async (info): Promise<LostAttempt | undefined> => {
      const attempt = await readDocument(results, info.key, AttemptDocument);
      return attempt && { ...attempt, counts: isNew(info) };
    }),
  );
  const recent = await Promise.all(
    failures.filter(isNew).map(async ({ key }) => ({ key, isFullDisk: await isFullDisk(results, key) })),
  );
  return {
    ...ending,
    ...(deadLettered && { deadLettered }),
    failures: recent.filter((failure) => !failure.isFullDisk).map(({ key }) => key),
    fullDisks: recent.filter((failure) => failure.isFullDisk).length,
    lost: attempts.filter((attempt) => attempt !== undefined && attempt.worker !== self) as LostAttempt[],
  };
};
