import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectNotFound } from '@wattline/backend-contract';
import { TransientError } from '@wattline/errors';
import { RequestProblem } from '@wattline/http';

const ATTEMPTS = 3;
const PAUSE_MS = 200;

const isPassing = (error: unknown): error is ObjectNotFound | TransientError =>
  error instanceof ObjectNotFound || error instanceof TransientError;

/**
 * What is read of a dataset goes where that is erased or swept meanwhile; then the next attempt reads what is left. Throws
 * what the last attempt threw, and what `signal` is aborted with.
 */
export const readAgain = async <Value>(read: () => Promise<Value>, signal: AbortSignal): Promise<Value> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await read();
    } catch (error) {
      if (!isPassing(error) || attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS * attempt, undefined, { signal });
    }
};

/** As `readAgain`, for an answer: RequestProblem 503 where objects go faster than they are read. */
export const readWhileChanging = async <Value>(
  dataset: string,
  read: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> => {
  try {
    return await readAgain(read, signal);
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    throw new RequestProblem(503, 'DATASET_CHANGING', `files of ${dataset} go while they are read`, {
      remedy: 'ask again once the erasure or sweep of the dataset is through',
      cause: error,
    });
  }
};
