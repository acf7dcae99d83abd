import type { Stores } from '../../backend.ts';
import type { AnnounceEntry } from '../../dataset-events.ts';
import { readRun } from '../../runs.ts';
import type { Erasure } from './pending-erasures.ts';

/** What the steps of an erasure work on. */
export interface EraseScope {
  readonly stores: Stores;
  readonly dataset: string;
  readonly erasure: Pick<Erasure, 'entity' | 'dropFiles' | 'order'>;
  /** A folder for files; there already. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly announce?: AnnounceEntry | undefined;
}

/** Whether what a run brought is dated before the erasure, or is the erasure itself. `at`: when the store had it, ISO 8601. */
export const isCovered = async (
  { stores, erasure, dataset }: Pick<EraseScope, 'stores' | 'erasure' | 'dataset'>,
  run: string,
  at?: string,
): Promise<boolean> => {
  const document = await readRun(stores, run);
  if (document !== undefined && document.dataset !== dataset) return false;
  const order = document?.upload.order ?? at;
  return order !== undefined && order <= erasure.order;
};
