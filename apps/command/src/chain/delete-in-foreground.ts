import type { DeletionRequest } from '@wattline/engine/deletion';
import { TransientError } from '@wattline/errors';
import { type Erases, type Receipt, requestDeletion } from '@wattline/worker';
import { createProgress } from '../text/progress.ts';
import { openForeground } from './foreground.ts';
import { runProcess } from './run-process.ts';

/** The chain once, for a deletion, where no stack is at work on the data folder. */
export const deleteInForeground = async (
  dataDir: string,
  dataset: string,
  request: DeletionRequest,
  { json = false, erases }: { readonly json?: boolean; readonly erases?: Erases | undefined } = {},
): Promise<Receipt> => {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  const foreground = await openForeground(dataDir, interrupted.signal, runProcess());
  const progress = createProgress(process.stderr, !json);
  try {
    const { run } = await requestDeletion(foreground.backend.stores, dataset, request, undefined, erases);
    return await foreground.finish(run, progress.event);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    throw new TransientError('INTERRUPTED', 'the deletion was interrupted', {
      remedy: 'look with: wattline history; where it is not among the entries, run the command again',
      cause: error,
    });
  } finally {
    progress.clear();
    await foreground.close();
  }
};
