import type { Message, MessageQueue } from '@wattline/backend-contract';
import { groupOf } from './group-id.ts';

const REDRIVE_OPTIONS = { max: 10, waitMs: 1_000, visibilityMs: 60_000 };

/** Sends first: what fails in between is there twice, which is harmless, and never lost. */
const move = async (message: Message, from: MessageQueue, to: MessageQueue): Promise<void> => {
  await to.send(message.body, groupOf(message));
  await from.delete(message);
};

/**
 * Sends dead letters again and deletes them; all that are visible, or the one named. Returns how many.
 *
 * SQS's own move task reports neither when it is done nor exactly how many it moved, and cannot move one of many.
 */
export const redriveMessages = async (
  from: MessageQueue,
  to: MessageQueue,
  id: string | undefined,
): Promise<number> => {
  const passedOver: Message[] = [];
  let moved = 0;
  try {
    for (;;) {
      const messages = await from.receive(REDRIVE_OPTIONS);
      const chosen = id === undefined ? messages : messages.filter((message) => message.id === id);
      passedOver.push(...messages.filter((message) => !chosen.includes(message)));
      await Promise.all(chosen.map((message) => move(message, from, to)));
      moved += chosen.length;
      if (messages.length === 0 || (id !== undefined && moved > 0)) return moved;
    }
  } finally {
    await Promise.all(passedOver.map((message) => from.changeVisibility(message, 0)));
  }
};
