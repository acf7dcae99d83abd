import type { RunSummary } from '../run-index/run-summary.ts';
import type { Listener } from './listeners.ts';
import type { Pipeline } from './pipeline.ts';

/** Keeps the index up to date with the ledger, and publishes changes to listeners. */
export interface Live {
  /** Reads one run's ledger again, now. Undefined where there is no such run. */
  refresh(run: string): Promise<RunSummary | undefined>;
  pipeline(): Promise<Pipeline>;
  /** Somebody views the page: active runs are followed for some seconds, as they are while there are listeners. */
  markActive(): void;
  /**
   * `after`: the id of the last event that the listener has. Where that is not known any more, or there is none, it is
   * sent everything current first. Undefined if there are too many listeners.
   */
  listen(after?: string): Listener | undefined;
  readonly listeners: number;
  /** Whether the events queue answers. */
  health(): { readonly ok: boolean; readonly reason: string };
}
