import type { StageName, StoreName } from '@wattline/topology';
import type { DatasetAccess } from './dataset/open-dataset.ts';
import type { DeltaVersion } from './delta/delta-actions.ts';
import type { InputFile } from './input-file.ts';
import type { ObjectRef, RunDocument, StageDone } from './ledger.ts';
import type { DivideTask } from './shares/divide-task.ts';
import type { LendFile } from './shares/lend-file.ts';
import type { ShareOutcome, ShareWork } from './shares/share.ts';
import type { StageLog } from './stage-log.ts';

interface OutputPlace {
  readonly store: StoreName;
  readonly key: string;
  /** What the next stage should know of it: bucket, period, rows. */
  readonly labels?: Readonly<Record<string, string | number>>;
  /** The part it is handed to; undefined: not handed on. `all`: to every part. */
  readonly to?: number | 'all';
}

/** What a stage makes, or hands on. Written in the order given, so that what makes a version visible comes last. */
export type Output =
  | (OutputPlace & { readonly path: string; readonly sha256?: string })
  | (OutputPlace & { readonly body: string })
  | (OutputPlace & { readonly from: ObjectRef })
  /** An object that is in a store already, passed on as it is: nothing is written. */
  | { readonly ref: ObjectRef; readonly to: number | 'all' | 'by-kind' }
  /** A commit of a Delta table, whose log is below `key`: the version that has just been sealed. */
  | (OutputPlace & { readonly delta: DeltaVersion; readonly order: string })
  /** A pointer that moves by compare-and-swap, and only to a greater `order`. */
  | (OutputPlace & { readonly pointer: { readonly order: string } & Readonly<Record<string, unknown>> });

export interface StageWork {
  readonly run: RunDocument;
  /** 0 for the first time. */
  readonly replay: number;
  readonly part: number;
  readonly parts: number;
  readonly inputs: readonly InputFile[];
  /** Further objects that it may read. */
  readonly later: readonly ObjectRef[];
  /** Brings some of these here, and checks that they are what was written. */
  fetch(refs: readonly ObjectRef[]): Promise<InputFile[]>;
  /** What ingest found; undefined for ingest itself. */
  readonly ingested?: StageDone;
  /** The dataset of the run, for the stage that takes uploads. */
  readonly dataset?: DatasetAccess;
  /** Divides work among this task and other workers of its stage. Absent where there are none. */
  readonly divide?: DivideTask;
  /** Puts a file where those can read parts of it. */
  readonly lend?: LendFile;
  /** Where this piece of work finds room: `workKey('rows.parquet')` is this part's own key in the feature store. */
  workKey(name: string): string;
  /** A folder of this attempt's own, removed afterwards. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly log: StageLog;
}

export interface StageOutcome {
  readonly outputs: readonly Output[];
  /** Small; validated by those who read it. */
  readonly result: Readonly<Record<string, unknown>>;
  /** How many parts the next stages work in; ingest decides. */
  readonly parts?: number;
}

/** From (part, inputs) to (outputs, result). Throws RejectedError for bad input; anything else is retried. */
export interface Stage {
  readonly name: StageName;
  run(work: StageWork): Promise<StageOutcome>;
  /** Does a share of a task that another worker has; absent where a task is never divided. */
  share?(work: ShareWork): Promise<ShareOutcome>;
  /** Whether it can do shares by such a plan: another release may have written it. */
  knowsPlan?(plan: unknown): boolean;
  /** Frees what the stage holds. */
  close?(): Promise<void>;
}
