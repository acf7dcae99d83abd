import type { QueueName, Topology } from '@wattline/topology';

/** The longest long poll that SQS allows. */
export const MAX_WAIT_S = 20;
const MAX_VISIBILITY_S = 12 * 60 * 60;
const MAX_DELAY_S = 15 * 60;

const wholeSeconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1_000));

const atMost = (most: number, what: string, ms: number): number => {
  const seconds = wholeSeconds(ms);
  if (seconds > most) throw new RangeError(`SQS takes no ${what} of ${ms} ms: ${most * 1_000} is the most`);
  return seconds;
};

/** SQS counts in whole seconds: a message stays away for at least as long as was asked for. */
export const visibilitySeconds = (ms: number): number => atMost(MAX_VISIBILITY_S, 'visibility', ms);
export const delaySeconds = (ms: number): number => atMost(MAX_DELAY_S, 'delay', ms);
/** A longer wait ends early, with no message. */
export const waitSeconds = (ms: number): number => Math.min(MAX_WAIT_S, wholeSeconds(ms));

/** What a queue itself is given, for those who receive without naming a time. */
export const ownVisibilitySeconds = ({
  visibilityMs,
  longestWorkMs = visibilityMs,
}: Topology['queues'][QueueName]) => visibilitySeconds(longestWorkMs);
