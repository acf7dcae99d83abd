import type { Message, MessageQueue } from '@wattline/backend-contract';
import { consume, DatasetEvent, type Logger, WattlineEvent } from '@wattline/worker';
import type { z } from 'zod';

export interface EventConsumer {
  readonly done: Promise<void>;
  health(): { readonly ok: boolean; readonly reason: string };
}

/** Events in flight at once: each may read one run's ledger. */
const SLOTS = 40;
const VISIBILITY_MS = 30_000;
const GRACE_MS = 5_000;

const Event = WattlineEvent.or(DatasetEvent);

const readEvent = ({ body }: Message): z.infer<typeof Event> | undefined => {
  try {
    return Event.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
};

/**
 * Receives what the stages publish until `signal` aborts. A message that is no event is logged once and deleted: nobody
 * could act on it. One that cannot be handled comes back.
 */
export const consumeEvents = (options: {
  readonly queue: MessageQueue;
  readonly onMessage: (event: WattlineEvent) => Promise<void>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}): EventConsumer => {
  const { queue, onMessage, log, signal } = options;
  let isAnswering = true;
  const handle = async (message: Message): Promise<void> => {
    try {
      const event = readEvent(message);
      if (event === undefined) log.warn({ message: message.id }, 'a message is not an event of Wattline');
      else if ('stage' in event.data) await onMessage(event as WattlineEvent);
      await queue.delete(message);
    } catch (err) {
      log.error({ err, message: message.id }, 'an event could not be handled');
    }
  };
  const done = consume(
    {
      queue,
      slots: SLOTS,
      visibilityMs: VISIBILITY_MS,
      graceMs: GRACE_MS,
      log,
      handle,
      observe: ({ type }) => {
        if (type === 'received') isAnswering = true;
        if (type === 'receiving-failed') isAnswering = false;
      },
    },
    signal,
  );
  return {
    done,
    health: () => {
      if (signal.aborted) return { ok: false, reason: 'draining' };
      return isAnswering
        ? { ok: true, reason: 'serving' }
        : { ok: false, reason: 'the events queue does not answer' };
    },
  };
};
