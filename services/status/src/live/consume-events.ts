import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, MessageQueue } from '@wattline/backend-contract';
import { type Logger, WattlineEvent } from '@wattline/worker';

export interface EventConsumer {
  readonly done: Promise<void>;
  health(): { readonly ok: boolean; readonly reason: string };
}

const WAIT_MS = 20_000;
const VISIBILITY_MS = 30_000;
const MAX_PAUSE_MS = 30_000;

const readEvent = ({ body }: Message): WattlineEvent | undefined => {
  try {
    return WattlineEvent.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
};

/** Receives what the stages say until `signal` aborts. What cannot be read is told once and deleted: nobody acts on it. */
export const consumeEvents = (options: {
  readonly queue: MessageQueue;
  readonly onMessage: (event: WattlineEvent) => Promise<void>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}): EventConsumer => {
  const { queue, onMessage, log, signal } = options;
  let failures = 0;
  const handle = async (message: Message): Promise<void> => {
    const event = readEvent(message);
    if (event === undefined) log.warn({ message: message.id }, 'a message is not an event of Wattline');
    else await onMessage(event);
    await queue.delete(message);
  };
  const consume = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const messages = await queue.receive({
          max: 10,
          waitMs: WAIT_MS,
          visibilityMs: VISIBILITY_MS,
          signal,
        });
        failures = 0;
        for (const message of messages) await handle(message);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        log.error({ err: error, queue: queue.name }, 'events could not be received');
        await sleep(Math.min(MAX_PAUSE_MS, 200 * 2 ** failures), undefined, { signal }).catch(() => {});
      }
    }
  };
  return {
    done: consume(),
    health: () => {
      if (signal.aborted) return { ok: false, reason: 'draining' };
      return failures === 0
        ? { ok: true, reason: 'serving' }
        : { ok: false, reason: 'the events queue does not answer' };
    },
  };
};
