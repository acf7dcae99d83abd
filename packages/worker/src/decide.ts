import type { StageDone, StageFailure } from './ledger.ts';
import type { TaskHistory } from './task-history.ts';

/** When a task is not retried any more. */
export interface RetryLimits {
  /** Attempts that may fail with an error. */
  readonly maxFailures: number;
  /** Processes that may die while the task is the only one that they have. */
  readonly maxDeaths: number;
}

export type Verdict =
  /** Recorded as done: only its events are sent again. */
  | { readonly type: 'resend'; readonly done: StageDone }
  /** The run has ended, maybe by this very task: that is published again. */
  | { readonly type: 'skip'; readonly rejected: StageFailure }
  | { readonly type: 'attempt' }
  /** A process died with this task and maybe others: it is the next one's only task. */
  | { readonly type: 'attempt-alone' }
  | { readonly type: 'dead-letter'; readonly because: 'failures' | 'deaths' };

/** The attempts during which a process died with this task alone: nothing else can be to blame. */
export const deathsAlone = ({ lost }: Pick<TaskHistory, 'lost'>) =>
  lost.filter(({ alone, counts }) => alone && counts);

/** What to do with a task that was delivered, by what its earlier deliveries left. */
export const decide = (history: TaskHistory, { maxFailures, maxDeaths }: RetryLimits): Verdict => {
  if (history.done !== undefined) return { type: 'resend', done: history.done };
  if (history.rejected !== undefined) return { type: 'skip', rejected: history.rejected };
  if (deathsAlone(history).length >= maxDeaths) return { type: 'dead-letter', because: 'deaths' };
  if (history.failures.length >= maxFailures) return { type: 'dead-letter', because: 'failures' };
  return { type: history.lost.length > 0 ? 'attempt-alone' : 'attempt' };
};
