import type { Message } from '@wattline/backend-contract';
import type { DriftSummary } from './drift.ts';

/**
 * How one delivery of a task ended: `failed` is delivered again, `waiting` too, for it is not the run's turn; `released` is
 * for another worker.
 */
export type TaskOutcome =
  | 'done'
  | 'rejected'
  | 'skipped'
  | 'superseded'
  | 'waiting'
  | 'failed'
  | 'dead-lettered'
  | 'released';

/** How one delivery of a share ended: what is given up is left to its task; `failed` is delivered again. */
type ShareEnd = 'done' | 'skipped' | 'given-up' | 'failed' | 'released';

/** What a worker reports as it goes. */
export type WorkerEvent =
  /** Every slot is taken: the queue is not asked until one is free. */
  | { readonly type: 'full' }
  | { readonly type: 'polling' }
  /** The queue has answered, even without a message. */
  | { readonly type: 'received'; readonly messages: readonly Message[] }
  | { readonly type: 'receiving-failed' }
  | { readonly type: 'in-flight'; readonly messages: number }
  /** `rows` are those of the files whose rows are known. */
  | {
      readonly type: 'moved';
      readonly direction: 'read' | 'written';
      readonly rows: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'handled';
      readonly outcome: TaskOutcome;
      readonly ms: number;
    }
  /** A share of another task's work, which is no task: `skipped` where it was done, or not wanted any more. */
  | {
      readonly type: 'share-handled';
      readonly outcome: ShareEnd;
      readonly ms: number;
    }
  /** A version was sealed of which columns were compared with a training span. */
  | { readonly type: 'compared'; readonly drift: DriftSummary }
  /** No further message is taken; work in flight is finished. */
  | { readonly type: 'draining' };

/** For health and metrics: returns at once and never throws. */
export type Observe = (news: WorkerEvent) => void;
