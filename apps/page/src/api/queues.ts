import type { DeadLetter, QueueList, QueueName } from '@wattline/api';
import { getJson, segment, sendJson } from './request.ts';

export type DeadLetterItem = ReturnType<typeof DeadLetter.parse>;

export const getQueues = (signal?: AbortSignal): Promise<QueueList> => getJson('/queues', signal);

export const getDeadLetters = (
  queue: QueueName,
  signal?: AbortSignal,
): Promise<{ deadLetters: DeadLetterItem[]; total: number }> =>
  getJson(`/queues/${segment(queue)}/dead-letters`, signal);

/** One, where an id is given, or all. */
export const redrive = (queue: QueueName, id?: string): Promise<{ moved: number }> =>
  sendJson('POST', `/queues/${segment(queue)}/redrives`, id === undefined ? {} : { id });

export const purge = (queue: QueueName, what: 'messages' | 'dead-letters', confirm: string): Promise<void> =>
  sendJson('POST', `/queues/${segment(queue)}/purges`, { what, confirm });
