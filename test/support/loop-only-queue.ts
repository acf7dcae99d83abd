import type { MessageQueue, QueueAdapter } from '@wattline/backend-contract';
import { sqliteAdapter } from '@wattline/backend-local';
import { QueueName } from '@wattline/topology';

const withoutThread = ({ renewal: _, ...queue }: MessageQueue): MessageQueue => queue;

/** For WATTLINE_QUEUE: the local queue, as a queue that no thread can renew, such as one of somebody's own. */
export const queueAdapter: QueueAdapter = {
  open: async (settings) => {
    const { queues, close } = await sqliteAdapter.open(settings);
    return {
      queues: Object.fromEntries(
        QueueName.options.map((name) => [name, withoutThread(queues[name])]),
      ) as Record<QueueName, MessageQueue>,
      close,
    };
  },
};
