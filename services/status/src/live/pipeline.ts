import type { DiskSpace } from '@wattline/bootstrap';
import type { RunStatus, StageName } from '@wattline/worker';

/** One stage as it is now. */
interface StageState {
  readonly stage: StageName;
  readonly waiting: number;
  readonly inFlight: number;
  readonly deadLetters: number;
  readonly oldestAgeMs: number;
  /** At work now; absent if the fleet is unknown. */
  readonly tasks?: number | undefined;
  /** Over the last five minutes. */
  readonly partsPerMinute: number;
  readonly medianMs?: number | undefined;
  /** ISO 8601. */
  readonly lastFinishedAt?: string | undefined;
}

/** The four stages as they are now. */
export interface Pipeline {
  /** ISO 8601. */
  readonly at: string;
  readonly stages: StageState[];
  readonly runs: Record<RunStatus, number>;
  readonly datasets: number;
  readonly disk: Pick<DiskSpace, 'level' | 'freeBytes'>;
}
