import type { RunStatus, StageName } from '@wattline/worker';
import type { RunSummary } from './run-summary.ts';

export interface RunFilter {
  readonly dataset?: string;
  readonly statuses?: readonly RunStatus[];
  /** Part of the run's id, its dataset, its key, its version or its error's code. */
  readonly text?: string;
  /** Uploaded at or after. */
  readonly since?: Date;
  /** Uploaded before. */
  readonly until?: Date;
}

interface RunList {
  readonly runs: readonly RunSummary[];
  readonly cursor?: string;
  readonly total: number;
  readonly counts: Readonly<Record<RunStatus, number>>;
}

export interface DatasetRuns {
  readonly dataset: string;
  readonly runs: number;
  readonly lastRun: RunSummary;
}

/** A version that a run has sealed, as far as that is known without a look at it. */
export interface RunVersion {
  readonly run: string;
  /** Undefined where the run was replayed since: then the newest attempt alone is known. */
  readonly sealedAt?: Date;
}

/** One part that one stage has done. */
export interface DonePart {
  readonly run: string;
  readonly stage: StageName;
  readonly part: number;
  readonly finishedAt: Date;
  readonly ms: number;
}

interface StageThroughput {
  readonly parts: number;
  readonly medianMs?: number;
  readonly lastFinishedAt?: Date;
}

/** Finds runs quickly. It holds nothing that the ledger does not say: it may be deleted at any time. */
export interface RunIndex {
  /** Newest first; a page keeps its place while runs are added. Throws UsageError for a cursor that is none. */
  list(filter: RunFilter, page: { readonly cursor?: string; readonly limit: number }): RunList;
  get(run: string): RunSummary | undefined;
  /** Every dataset that ever had a run, by name. */
  datasets(): DatasetRuns[];
  datasetCount(): number;
  /** Versions of a dataset by the newest upload that led to them. */
  versions(dataset: string): ReadonlyMap<string, RunVersion>;
  counts(): Readonly<Record<RunStatus, number>>;
  /** Runs that may still change by themselves. */
  active(): string[];
  /** `order` is the upload's, from the ledger. True if that changed anything. */
  put(summary: RunSummary, order: string): boolean;
  putParts(parts: readonly DonePart[]): void;
  throughput(stage: StageName, since: Date): StageThroughput;
  /** True once after it was rebuilt: only a sweep of the ledger fills it. */
  takeIsNew(): boolean;
  close(): void;
}
