import { z } from 'zod';
import { Deletion } from './deletion.ts';
import { Drift } from './drift.ts';
import { FoldRows } from './fold-rows.ts';
import { HorizonRows } from './horizon-rows.ts';
import { KeptFit } from './kept-fit.ts';
import { firstStage, Instant, RunStatus, StageName, StoreName } from './names.ts';
import { JoinedVersion, OtherVersion } from './other-version.ts';
import { RedundantColumns } from './redundant.ts';

/** How a file was read, and what spoke for it. */
export const Evidence = z
  .object({
    /** A key of the spec, or a column's name. */
    about: z.string(),
    decision: z.string(),
    because: z.string(),
    /** What else would fit. */
    alternatives: z.array(z.string()).readonly(),
    /** The spec's key that settles it. */
    key: z.string(),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

/** What a file leaves open. */
export const Question = z
  .object({
    about: z.string(),
    question: z.string(),
    /** Answers, as the spec has them. */
    candidates: z.array(z.string()).readonly(),
    /** The spec's key that answers it. */
    key: z.string(),
  })
  .meta({ id: 'Question' });
export type Question = z.infer<typeof Question>;

export const RunError = z
  .object({
    stage: StageName,
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    place: z.object({
      file: z.string().optional(),
      line: z.number().optional(),
      column: z.string().optional(),
      value: z.string().optional(),
    }),
    /** What the file leaves open, each with its answers and the spec's key. */
    questions: z.array(Question).readonly().optional(),
    /** How the file was read so far, and why. */
    evidence: z.array(Evidence).readonly().optional(),
  })
  .meta({ id: 'RunError' });
export type RunError = z.infer<typeof RunError>;

/** A run as a list shows it. */
export const RunSummary = z
  .object({
    run: z.string(),
    dataset: z.string(),
    status: RunStatus,
    /** The staging key of the upload. */
    key: z.string(),
    bytes: z.int(),
    uploadedAt: Instant,
    replay: z.int(),
    /** From the upload, or the newest replay's request, to the seal. */
    ms: z.number().optional(),
    /** Of a run that is superseded: that of the other, once it is sealed. */
    version: z.string().optional(),
    rowsRead: z.int().optional(),
    rowsRefused: z.int().optional(),
    featureRows: z.int().optional(),
    /** The stage that is at work, or that ended the run. */
    stage: StageName.optional(),
    error: RunError.optional(),
  })
  .meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof RunSummary>;

export const RunPage = z
  .object({
    runs: z.array(RunSummary),
    /** Asks for the next page; absent on the last one. */
    cursor: z.string().optional(),
    /** Of all runs that the filters let through. */
    total: z.int(),
    counts: z.record(RunStatus, z.int()),
  })
  .meta({ id: 'RunPage' });
export type RunPage = z.infer<typeof RunPage>;

export const PartReceipt = z
  .object({
    part: z.int(),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    attempts: z.int(),
    startedAt: Instant.optional(),
    finishedAt: Instant.optional(),
    ms: z.number().optional(),
    error: RunError.omit({ stage: true }).optional(),
  })
  .meta({ id: 'PartReceipt' });

export const StageReceipt = z
  .object({
    stage: StageName,
    status: z.enum(['waiting', 'running', 'done', 'failed', 'rejected']),
    parts: z.array(PartReceipt),
    attempts: z.int(),
    startedAt: Instant.optional(),
    finishedAt: Instant.optional(),
    ms: z.number().optional(),
  })
  .meta({ id: 'StageReceipt' });
export type StageReceipt = z.infer<typeof StageReceipt>;

export const StoredObject = z
  .object({
    store: StoreName,
    key: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    /** Where the API hands it out, from the server's root. */
    href: z.string(),
  })
  .meta({ id: 'StoredObject' });

/** The ledger of one run, put together. */
export const RunReceipt = RunSummary.extend({
  stages: z.array(StageReceipt),
  /** The run whose version has what this one brought, and its number in the dataset's log. */
  supersededBy: z.object({ run: z.string(), entry: z.int() }).optional(),
  /** Of a replay that nobody asked for: these versions of datasets that the run's joins are new. */
  renews: z.array(OtherVersion).readonly().optional(),
  upload: z.object({ store: StoreName, key: z.string(), versionId: z.string().optional(), href: z.string() }),
  /** What ingest found in the file; absent before it has. */
  ingested: z
    .object({
      rows: z.object({
        read: z.int(),
        accepted: z.int(),
        refused: z.int(),
        exactDuplicates: z.int(),
        conflicts: z.int(),
        otherVintages: z.int().optional(),
      }),
      /** Refused rows by the code of why. */
      reasons: z.record(z.string(), z.int()),
      source: z.record(z.string(), z.unknown()),
      columns: z.array(z.object({ name: z.string(), kind: z.string(), role: z.string() })),
      /** How the file was read, what spoke for it, and the spec's key that settles it. */
      evidence: z.array(Evidence).readonly(),
      questions: z.array(Question).readonly(),
      warnings: z.array(z.string()),
      /** The upload as part of its dataset; absent in runs of before datasets grew. */
      dataset: z
        .object({
          /** Its number in the dataset's log, from 1. */
          entry: z.int(),
          /** How many uploads the dataset consisted of with it. */
          uploads: z.int(),
          /** Whether the dataset was another with it. */
          changed: z.boolean(),
        })
        .optional(),
      /** The versions of other datasets that its columns are joined from, by the joins of the spec. */
      joined: z.array(JoinedVersion).readonly().optional(),
      /** Of a run that deletes. */
      deletion: Deletion.optional(),
      specSource: z.string(),
      /** The spec as YAML. */
      spec: z.string(),
    })
    .optional(),
  published: z
    .object({
      version: z.string(),
      rows: z.int(),
      columns: z.int(),
      training: z.record(z.string(), z.int()),
      /** First rows of entities that were dropped, of the files that this run made. */
      warmup: z.int().optional(),
      /** Rows of the training sets of each horizon. */
      horizons: HorizonRows.array().optional(),
      /** Of each fold, where the spec has folds. */
      folds: FoldRows.array().optional(),
      /** Columns of training sets that are made of words, the first hundred: how many words the training span has. */
      encodings: z.array(z.object({ name: z.string(), words: z.int() })).optional(),
      split: z.record(z.string(), z.unknown()),
      /** Of a scaler that stays from version to version. */
      fit: KeptFit.optional(),
      /** Where the spec asks for it. */
      drift: Drift.optional(),
      /** Absent where a version before looked for them, and its scaler stays. */
      redundant: RedundantColumns.optional(),
    })
    .optional(),
  outputs: z.array(StoredObject),
  /** The stages a replay may start from. */
  replayableFrom: z.array(StageName),
  /** The spec that a replay from the first stage works by, unless it asks for the run's own. */
  replaySpec: z.object({
    /** `file`: the dataset's wattline.yaml as it is now; `inferred`: the file shows it. */
    source: z.enum(['file', 'inferred']),
    /** It is not the one that this run worked by. */
    changed: z.boolean(),
  }),
  cancellable: z.boolean(),
}).meta({ id: 'RunReceipt' });
export type RunReceipt = z.infer<typeof RunReceipt>;

export const QuarantinePage = z
  .object({
    rows: z.array(
      z.object({
        line: z.int().nullable(),
        column: z.string(),
        value: z.string(),
        code: z.string(),
        reason: z.string(),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'QuarantinePage' });
export type QuarantinePage = z.infer<typeof QuarantinePage>;

export const LogLine = z
  .object({
    at: Instant,
    level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
    stage: StageName,
    part: z.int(),
    message: z.string(),
    /** What else the line says. */
    fields: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'LogLine' });

export const RunLogs = z.object({ lines: z.array(LogLine), truncated: z.boolean() }).meta({ id: 'RunLogs' });
export type RunLogs = z.infer<typeof RunLogs>;

/** Which spec a replay from the first stage works by: the dataset's own as it is now, or the one that the run used. */
export const ReplaySpec = z.enum(['current', 'recorded']);
export type ReplaySpec = z.infer<typeof ReplaySpec>;

export const ReplayRequest = z
  .object({ from: StageName.default(firstStage), spec: ReplaySpec.default('current') })
  .meta({ id: 'ReplayRequest' });
export const ReplayAccepted = z
  .object({ run: z.string(), replay: z.int(), from: StageName, href: z.string() })
  .meta({ id: 'ReplayAccepted' });
export type ReplayAccepted = z.infer<typeof ReplayAccepted>;
