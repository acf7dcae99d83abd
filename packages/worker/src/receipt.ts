import { firstStage, lastStage, type StageName, stageNames, taskCount } from '@wattline/topology';
import type { Stores } from './backend.ts';
import {
  ledgerKeys,
  type ObjectRef,
  type ReplayDocument,
  RUN_CANCELLED,
  RunDocument,
  readDocument,
  type SpecRef,
  type StageFailure,
} from './ledger.ts';
import { readReplayDocuments, type TaskDocuments } from './receipt-documents.ts';
import { newestRequest, specOf } from './runs.ts';
import { type SupersededBy, supersededBy } from './turn/superseded-by.ts';

export interface PartReceipt {
  readonly part: number;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly ms?: number;
  readonly error?: StageFailure['error'];
}

export interface StageReceipt {
  readonly stage: StageName;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'rejected';
  readonly parts: readonly PartReceipt[];
  readonly attempts: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly ms?: number;
}

export type RunStatus =
  | 'waiting'
  | 'running'
  | 'sealed'
  /** The version of another run has what it brought. */
  | 'superseded'
  | 'rejected'
  | 'failed'
  | 'cancelled';

/** Nothing more happens to it by itself. */
export const isSettled = (status: RunStatus): boolean => status !== 'waiting' && status !== 'running';

/** Its outcome is known: of one that is superseded, once the other is sealed. */
export const hasOutcome = ({
  status,
  version,
}: {
  readonly status: RunStatus;
  readonly version?: string | undefined;
}): boolean => (status === 'superseded' ? version !== undefined : isSettled(status));

/** What came of it is in a version that can be read. */
export const isInVersion = ({ status }: Pick<Receipt, 'status'>): boolean =>
  status === 'sealed' || status === 'superseded';

/** The ledger of one run in one document. */
export interface Receipt {
  readonly run: string;
  readonly dataset: string;
  readonly status: RunStatus;
  readonly upload: RunDocument['upload'];
  readonly replay: number;
  /** Nobody asked for the replay: these versions of datasets that it joins are new. */
  readonly renews?: ReplayDocument['renews'];
  /** The version of the dataset's spec that it works by; absent where the file shows it. */
  readonly spec?: SpecRef;
  readonly stages: readonly StageReceipt[];
  /** From the upload, or the newest replay's request, to the seal or the run's other end; absent before. */
  readonly ms?: number;
  readonly version?: string;
  /** The run that has what this one brought, by its entry in the dataset's log; `version` is that run's, once it is sealed. */
  readonly supersededBy?: Pick<SupersededBy, 'run' | 'entry'>;
  /** What ingest found: rows, refusals and their reasons, source format, columns, spec. */
  readonly ingested?: Readonly<Record<string, unknown>>;
  /** What publish made: rows, columns, where it is. */
  readonly published?: Readonly<Record<string, unknown>>;
  readonly outputs: readonly ObjectRef[];
  readonly error?: StageFailure['error'] & { readonly stage: StageName };
}

/** Clocks of two machines, or one that was set back, may say that it ended before it began. */
export const msBetween = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));

const taskReceipt = (
  part: number,
  { attempts, failures, deadLettered, done, ...begun }: TaskDocuments,
  rejected: StageFailure | undefined,
): PartReceipt => {
  const startedAt = done?.startedAt ?? begun.startedAt;
  const base = { part, attempts, ...(startedAt !== undefined && { startedAt }) };
  if (done !== undefined) {
    return {
      ...base,
      status: 'done',
      finishedAt: done.finishedAt,
      ms: msBetween(done.startedAt, done.finishedAt),
    };
  }
  const ended = (at: string): Pick<PartReceipt, 'finishedAt' | 'ms'> =>
    startedAt === undefined ? {} : { finishedAt: at, ms: Math.max(0, msBetween(startedAt, at)) };
  // Cancelling a run changes none of its tasks.
  if (rejected !== undefined && rejected.error.code !== RUN_CANCELLED)
    return { ...base, status: 'failed', error: rejected.error, ...ended(rejected.at) };
  const failure = failures.at(-1);
  const error = failure === undefined ? {} : { error: failure.error };
  // A part that was redriven has attempts after its dead letter.
  const restarted = deadLettered !== undefined && startedAt !== undefined && startedAt > deadLettered.at;
  if (deadLettered !== undefined && !restarted)
    return { ...base, status: 'failed', error: deadLettered.error, ...ended(deadLettered.at) };
  return { ...base, status: attempts > 0 ? 'running' : 'waiting', ...error };
};

const first = (values: readonly (string | undefined)[]): string | undefined =>
  values.filter((v) => v !== undefined).sort()[0];
const last = (values: readonly (string | undefined)[]): string | undefined =>
  values
    .filter((v) => v !== undefined)
    .sort()
    .at(-1);

const stageReceipt = (
  stage: StageName,
  parts: readonly PartReceipt[],
  expected: number,
  rejected: boolean,
): StageReceipt => {
  const done = parts.filter(({ status }) => status === 'done').length;
  const startedAt = first(parts.map((part) => part.startedAt));
  const isDone = done === expected && parts.length > 0;
  const status = isDone
    ? 'done'
    : rejected
      ? 'rejected'
      : parts.some((part) => part.status === 'failed')
        ? 'failed'
        : parts.length > 0
          ? 'running'
          : 'waiting';
  const isOver = status === 'done' || status === 'rejected' || status === 'failed';
  const finishedAt = isOver ? last(parts.map((part) => part.finishedAt)) : undefined;
  return {
    stage,
    status,
    parts,
    attempts: parts.reduce((sum, part) => sum + part.attempts, 0),
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(startedAt !== undefined && finishedAt !== undefined && { ms: msBetween(startedAt, finishedAt) }),
  };
};

/** Reads one run's ledger; undefined where there is no such run. */
export const readReceipt = async (stores: Stores, run: string): Promise<Receipt | undefined> => {
  const keys = ledgerKeys(run);
  const [document, request] = await Promise.all([
    readDocument(stores.results, keys.run, RunDocument),
    newestRequest(stores, run),
  ]);
  if (document === undefined) return undefined;
  const { replay, at: replayedAt, renews } = request;
  const spec = specOf(document, request);
  const {
    stages: documents,
    rejected,
    isSuperseded,
  } = await readReplayDocuments(stores.results, run, replay);
  const other = isSuperseded ? await supersededBy(stores.results, run, replay) : undefined;

  const ingested = documents.get(firstStage)?.get(0)?.done;
  const published = documents.get(lastStage)?.get(0)?.done;
  const stages = stageNames.map((stage) => {
    const parts = [...(documents.get(stage) ?? [])]
      .map(([part, one]) =>
        taskReceipt(part, one, rejected?.stage === stage && rejected.part === part ? rejected : undefined),
      )
      .sort((a, b) => a.part - b.part);
    return stageReceipt(stage, parts, taskCount(stage, ingested?.parts ?? 1), rejected?.stage === stage);
  });
  const failed = stages.find(({ status }) => status === 'failed');
  const failure = failed?.parts.find(({ error }) => error !== undefined)?.error;
  const status =
    published !== undefined
      ? 'sealed'
      : rejected !== undefined
        ? rejected.error.code === RUN_CANCELLED
          ? 'cancelled'
          : 'rejected'
        : failed !== undefined
          ? 'failed'
          : other !== undefined
            ? 'superseded'
            : stages.some((stage) => stage.status !== 'waiting')
              ? 'running'
              : 'waiting';
  const version = published?.result.version ?? (status === 'superseded' ? other?.version : undefined);
  const endedAt =
    published?.finishedAt ?? rejected?.at ?? (status === 'failed' ? failed?.finishedAt : undefined);
  return {
    run,
    dataset: document.dataset,
    status,
    upload: document.upload,
    replay,
    ...(renews && { renews }),
    ...(spec && { spec }),
    stages,
    outputs: [...documents.values()]
      .flatMap((parts) => [...parts.values()].flatMap(({ done }) => done?.outputs ?? []))
      .filter(({ to }) => to === undefined),
    ...(endedAt !== undefined && { ms: msBetween(replayedAt ?? document.upload.at, endedAt) }),
    ...(typeof version === 'string' && { version }),
    ...(status === 'superseded' && other && { supersededBy: { run: other.run, entry: other.entry } }),
    ...(ingested !== undefined && { ingested: ingested.result }),
    ...(published !== undefined && { published: published.result }),
    ...(published === undefined &&
      rejected !== undefined && { error: { ...rejected.error, stage: rejected.stage } }),
    ...(rejected === undefined &&
      failed !== undefined &&
      failure !== undefined && { error: { ...failure, stage: failed.stage } }),
  };
};
