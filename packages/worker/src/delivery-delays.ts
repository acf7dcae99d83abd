const LONGEST_RETRY_MS = 300_000;

/** A version takes seconds: who waits for its turn looks often at first. */
const FIRST_TURN_MS = 100;
const LONGEST_TURN_MS = 2_000;

/** Such as a store that does not answer: it is asked again before somebody wonders. */
const LONGEST_REDELIVERY_MS = 20_000;

/** After how long a task is tried again that has failed so often. */
export const retryDelayMs = (retryMs: number, failures: number): number =>
  Math.min(LONGEST_RETRY_MS, retryMs * 2 ** (failures - 1));

/** After how long a message looks again whether it is its turn. */
export const turnDelayMs = (receiveCount: number): number =>
  Math.min(LONGEST_TURN_MS, FIRST_TURN_MS * 2 ** Math.min(receiveCount - 1, 10));

/**
 * After how long a message comes again whose delivery failed outside of its tasks. How often it was received says little:
 * it may have waited for its turn all the while, and is no worse for it.
 */
export const redeliveryDelayMs = (retryMs: number, receiveCount: number): number =>
  Math.min(LONGEST_REDELIVERY_MS, retryDelayMs(retryMs, receiveCount));
