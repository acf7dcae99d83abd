import type { Message } from '@wattline/backend-contract';
import type { Poll } from './receive.ts';

/** A wait makes SQS ask all of its servers, not a few of them. */
const PEEK_OPTIONS = { max: 10, waitMs: 1_000, visibilityMs: 0 };

/** Looks by receiving with no visibility, until nothing new comes. */
export const peekMessages = async (
  poll: (options: Poll) => Promise<Message[]>,
  max: number,
): Promise<Message[]> => {
  const seen = new Map<string, Message>();
  for (;;) {
    const before = seen.size;
    for (const message of await poll(PEEK_OPTIONS)) seen.set(message.id, message);
    if (seen.size === before || seen.size >= max) return [...seen.values()].slice(0, max);
  }
};
