import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
import { Evidence, Place, Question } from '@wattline/errors/schema';
import { StageName, StoreName } from '@wattline/topology';
import { z } from 'zod';

const Instant = z.iso.datetime();

/** An object as it was written: enough to find it and to know it unchanged. */
export const ObjectRef = z.object({
  store: StoreName,
  key: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
  versionId: z.string().optional(),
  labels: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** A part of the next stage, all of them, or the stage that reads what is of its kind. */
  to: z.union([z.int().nonnegative(), z.enum(['all', 'by-kind'])]).optional(),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

/** The version of a dataset's `wattline.yaml` that a run works by. */
export const SpecRef = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  etag: z.string().optional(),
});
export type SpecRef = z.infer<typeof SpecRef>;

/** The upload and the spec version of a run: written once, when its upload is first seen. */
export const RunDocument = z.object({
  run: z.string(),
  dataset: z.string(),
  upload: z.object({
    bucket: z.string(),
    key: z.string(),
    versionId: z.string().optional(),
    etag: z.string(),
    bytes: z.int().nonnegative(),
    at: Instant,
    /** Orders the uploads of a dataset: greater is later. */
    order: z.string(),
  }),
  spec: SpecRef.optional(),
  createdAt: Instant,
});
export type RunDocument = z.infer<typeof RunDocument>;

/** A version of a dataset that another joins. */
const Renewing = z.object({ dataset: z.string(), version: z.string() });

export const ReplayDocument = z.object({
  replay: z.int().positive(),
  from: StageName,
  at: Instant,
  /** The spec that it works by; null: the file shows it. Absent in earlier ledgers: the run's own. */
  spec: SpecRef.nullable().optional(),
  /** Nobody asked for it: these versions of datasets that the run’s own joins are new. */
  renews: z.array(Renewing).readonly().optional(),
});
export type ReplayDocument = z.infer<typeof ReplayDocument>;

export const AttemptDocument = z.object({
  attempt: z.string(),
  worker: z.string(),
  receiveCount: z.int().positive(),
  startedAt: Instant,
  /** Nothing else was in flight in the worker's process. */
  alone: z.boolean().default(false),
});
export type AttemptDocument = z.infer<typeof AttemptDocument>;

/** How the process of an attempt ended, if a supervisor saw it. */
export const DeathDocument = z.object({
  at: Instant,
  signal: z.string().optional(),
  exitCode: z.int().optional(),
  /** The last line it wrote to standard error. */
  stderr: z.string().optional(),
});
export type DeathDocument = z.infer<typeof DeathDocument>;

export const StageDone = z.object({
  stage: StageName,
  part: z.int().nonnegative(),
  parts: z.int().positive(),
  startedAt: Instant,
  finishedAt: Instant,
  outputs: z.array(ObjectRef),
  result: z.record(z.string(), z.unknown()),
});
export type StageDone = z.infer<typeof StageDone>;

const Report = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  place: Place,
  /** What the file leaves open, and how it was read so far. */
  questions: z.array(Question).readonly().optional(),
  evidence: z.array(Evidence).readonly().optional(),
});

/** The code of a cancelled run, recorded where a rejection would be. */
export const RUN_CANCELLED = 'RUN_CANCELLED';

/** The end of a run that cannot be done (rejected) or of an attempt that went wrong (failed). */
export const StageFailure = z.object({
  stage: StageName,
  part: z.int().nonnegative(),
  at: Instant,
  error: Report,
});
export type StageFailure = z.infer<typeof StageFailure>;

/** The run whose version has what a waiting one brought, by its entry in the dataset's log. */
export const SupersededDocument = z.object({
  by: z.string(),
  replay: z.int().nonnegative(),
  entry: z.int().positive(),
  at: Instant,
});
export type SupersededDocument = z.infer<typeof SupersededDocument>;

/** What `dead-lettered.json` was called before. */
export const OLD_DEAD_LETTERED = 'abandoned.json';

const taskName = (part: number): string => String(part).padStart(4, '0');

/** The key of each document of a run in the results store. */
export const ledgerKeys = (run: string) => {
  const root = `runs/${run}/`;
  const replayRoot = (replay: number) => `${root}replay-${String(replay).padStart(4, '0')}/`;
  const stageRoot = (replay: number, stage: StageName) => `${replayRoot(replay)}${stage}/`;
  const taskRoot = (replay: number, stage: StageName, part: number) =>
    `${stageRoot(replay, stage)}${taskName(part)}/`;
  return {
    root,
    run: `${root}run.json`,
    /** Its upload is stored; nobody has opened it yet. */
    expected: `${root}expected.json`,
    replayRoot,
    replay: (replay: number) => `${replayRoot(replay)}replay.json`,
    rejected: (replay: number) => `${replayRoot(replay)}rejected.json`,
    /** Its version is being made: it gives way to no other run any more. */
    begun: (replay: number) => `${replayRoot(replay)}begun.json`,
    /** The version of another run has what this one brought. */
    superseded: (replay: number) => `${replayRoot(replay)}superseded.json`,
    stageRoot,
    taskRoot,
    attempt: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${taskRoot(replay, stage, part)}attempts/${attempt}.json`,
    /** What the attempt's worker logged of it, JSON lines. Not there where the worker was killed. */
    log: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${taskRoot(replay, stage, part)}attempts/${attempt}.log`,
    done: (replay: number, stage: StageName, part: number) => `${taskRoot(replay, stage, part)}done.json`,
    failed: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${taskRoot(replay, stage, part)}failures/${attempt}.json`,
    /** The attempt ended in good order and without a result: its worker stopped, or lost the message. */
    released: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${taskRoot(replay, stage, part)}releases/${attempt}.json`,
    death: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${taskRoot(replay, stage, part)}deaths/${attempt}.json`,
    /** The task is not retried by itself any more: its message is a dead letter. */
    deadLettered: (replay: number, stage: StageName, part: number) =>
      `${taskRoot(replay, stage, part)}dead-lettered.json`,
  };
};

/** A ledger document; undefined where there is none. Throws where it does not have the schema's form. */
export const readDocument = async <Schema extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> => {
  const found = await store.get(key);
  return found === undefined ? undefined : schema.parse(JSON.parse(new TextDecoder().decode(found.body)));
};

/** Writes a document unless there is one already. True if this call wrote it. */
export const createDocument = async (
  store: ObjectStore,
  key: string,
  document: unknown,
): Promise<boolean> => {
  try {
    await store.put(key, JSON.stringify(document), { ifAbsent: true, contentType: 'application/json' });
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
};
