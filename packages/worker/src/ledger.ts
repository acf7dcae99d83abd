import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
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
  to: z.union([z.int().nonnegative(), z.literal('all')]).optional(),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

/** What a run is about: written once, when its upload is first seen. Pins the spec's version too. */
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
  spec: z.object({ key: z.string(), versionId: z.string().optional() }).optional(),
  createdAt: Instant,
});
export type RunDocument = z.infer<typeof RunDocument>;

export const ReplayDocument = z.object({ replay: z.int().positive(), from: StageName, at: Instant });
export type ReplayDocument = z.infer<typeof ReplayDocument>;

export const AttemptDocument = z.object({
  attempt: z.string(),
  worker: z.string(),
  receiveCount: z.int().positive(),
  startedAt: Instant,
});
export type AttemptDocument = z.infer<typeof AttemptDocument>;

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
  place: z.object({
    file: z.string().optional(),
    line: z.number().optional(),
    column: z.string().optional(),
    value: z.string().optional(),
  }),
});

/** The code of a run that somebody ended: it stands where a rejection would. */
export const RUN_CANCELLED = 'RUN_CANCELLED';

/** The end of a run that cannot be done (rejected) or of an attempt that went wrong (failed). */
export const StageFailure = z.object({
  stage: StageName,
  part: z.int().nonnegative(),
  at: Instant,
  error: Report,
});
export type StageFailure = z.infer<typeof StageFailure>;

const partName = (part: number): string => String(part).padStart(4, '0');

/** Where each document of a run stands in the results store. */
export const ledgerKeys = (run: string) => {
  const root = `runs/${run}/`;
  const replayRoot = (replay: number) => `${root}replay-${String(replay).padStart(4, '0')}/`;
  const stageRoot = (replay: number, stage: StageName) => `${replayRoot(replay)}${stage}/`;
  const partRoot = (replay: number, stage: StageName, part: number) =>
    `${stageRoot(replay, stage)}${partName(part)}/`;
  return {
    root,
    run: `${root}run.json`,
    replayRoot,
    requested: (replay: number) => `${replayRoot(replay)}requested.json`,
    rejected: (replay: number) => `${replayRoot(replay)}rejected.json`,
    stageRoot,
    attempt: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${partRoot(replay, stage, part)}attempts/${attempt}.json`,
    /** What the attempt's worker logged of it, JSON lines. Not there where the worker was killed. */
    log: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${partRoot(replay, stage, part)}attempts/${attempt}.log`,
    done: (replay: number, stage: StageName, part: number) => `${partRoot(replay, stage, part)}done.json`,
    failed: (replay: number, stage: StageName, part: number, attempt: string) =>
      `${partRoot(replay, stage, part)}failures/${attempt}.json`,
    /** The last attempt allowed went wrong: the message is among the dead letters. */
    abandoned: (replay: number, stage: StageName, part: number) =>
      `${partRoot(replay, stage, part)}abandoned.json`,
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

/** Writes a document unless there is one already: then that one stands. True where this call wrote it. */
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
