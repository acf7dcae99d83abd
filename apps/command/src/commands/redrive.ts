import type { QueueName } from '@wattline/topology';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';

/** `wattline redrive`: sends dead letters back to the queue that they could not be worked off from. */
export const redrive = (
  name: QueueName,
  { id, dataDir, json }: { id?: string; dataDir: string; json?: boolean },
): Promise<void> =>
  withBackend(
    dataDir,
    async ({ queues }) => {
      const queue = queues[name];
      const messages = await queue.redrive(id === undefined ? {} : { id });
      if (json === true) return printJson({ queue: queue.name, messages });
      print(`${messages} ${messages === 1 ? 'message' : 'messages'} sent back to ${queue.name}`);
    },
    { needs: { stores: [], queues: [name] } },
  );
