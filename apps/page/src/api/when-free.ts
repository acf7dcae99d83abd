import { ApiError, type Wait, wait } from '@wattline/api';
import { backoffMs } from '../live/backoff.ts';

const BUSY: readonly string[] = ['PREVIEWS_BUSY', 'PLANS_BUSY', 'KNOWN_SETS_BUSY'];

const isBusy = (cause: unknown): boolean => cause instanceof ApiError && BUSY.includes(cause.problem.code);

/** Asks for what is made for a few at once, such as a preview, until there is a place for it. */
export const whenFree = async <Found>(
  ask: () => Promise<Found>,
  signal?: AbortSignal,
  pause: Wait = wait,
): Promise<Found> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return await ask();
    } catch (cause) {
      if (!isBusy(cause) || signal?.aborted === true) throw cause;
    }
    await pause(backoffMs(failures), signal);
  }
};
