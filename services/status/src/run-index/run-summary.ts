import type { Receipt, RunStatus, StageName } from '@wattline/worker';

export const runStatuses = [
  'waiting',
  'running',
  'sealed',
  'superseded',
  'rejected',
  'failed',
  'cancelled',
] as const satisfies readonly RunStatus[];

/** A run in one line of a list. */
export interface RunSummary {
  readonly run: string;
  readonly dataset: string;
  readonly status: RunStatus;
  /** The staging key of the upload. */
  readonly key: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly uploadedAt: string;
  readonly replay: number;
  /** From the upload, or the newest replay's request, to the seal. */
  readonly ms?: number | undefined;
  readonly version?: string | undefined;
  readonly rowsRead?: number | undefined;
  readonly rowsRefused?: number | undefined;
  readonly featureRows?: number | undefined;
  /** The stage that is at work, or that ended the run. */
  readonly stage?: StageName | undefined;
  readonly error?: NonNullable<Receipt['error']> | undefined;
}
