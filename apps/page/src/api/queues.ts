import type { DeadLetter, DeadLetterList, QueueList, QueueName, Redriven } from '@wattline/api';
import { api } from './client.ts';

export type DeadLetterItem = ReturnType<typeof DeadLetter.parse>;

export const getQueues = (signal?: AbortSignal): Promise<QueueList> => api.getQueues({}, { signal });

export const getDeadLetters = (queue: QueueName, signal?: AbortSignal): Promise<DeadLetterList> =>
  api.getDeadLetters({ params: { queue } }, { signal });

/** One, where an id is given, or all. */
export const redrive = (queue: QueueName, id?: string): Promise<Redriven> =>
  api.redrive({ params: { queue }, body: { id } });

export const purge = async (
  queue: QueueName,
  what: 'messages' | 'dead-letters',
  confirm: string,
): Promise<void> => {
  await api.purge({ params: { queue }, body: { what, confirm } });
};
