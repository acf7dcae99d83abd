import { isEnd, isFinished, type WattlineEvent } from '@wattline/worker';
import type { RunSummary } from '../run-index/run-summary.ts';

/**
 * Whether an event can change what is known of its run. A sealed run stays as it is until it is replayed; between its
 * start and its end a run is only read while somebody views it.
 */
export const isNews = (
  { type, data }: Pick<WattlineEvent, 'type' | 'data'>,
  known: Pick<RunSummary, 'status' | 'replay'> | undefined,
  isWatched: boolean,
): boolean => {
  if (known?.status === 'sealed' && known.replay >= data.replay) return false;
  // One that is superseded may go on.
  return isWatched || known?.status === 'superseded' || isEnd(type) || !isFinished(type);
};
