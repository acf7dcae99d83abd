import type { MessageQueue } from '@wattline/backend-contract';
import { QueueName } from '@wattline/topology';
import { openSqsClient } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { deadLettersName, queueName } from './names.ts';
import { openSqsQueue, type SqsQueue } from './queues/open-sqs-queue.ts';
import { queueUrl } from './queues/queue-url.ts';
import type { RenewerOptions } from './queues/renewer.ts';

const RENEWER = new URL('./queues/renewer.ts', import.meta.url).href;

export interface AwsQueues {
  readonly queues: Readonly<Record<QueueName, MessageQueue>>;
  /** Ends the connections, a few seconds later where waits were ended early: see SqsQueue. */
  close(): Promise<void>;
}

/** The queues of a deployment, each with its dead letters. */
export const openAwsQueues = ({ prefix, sqs }: Pick<AwsConfig, 'prefix' | 'sqs'>): AwsQueues => {
  const client = openSqsClient(sqs);
  const opened: SqsQueue[] = [];
  const openOne = (name: string, deadLetters?: MessageQueue): MessageQueue => {
    const queue = openSqsQueue({
      client,
      name,
      url: queueUrl(client, name),
      ...(deadLetters && {
        deadLetters,
        renewal: { module: RENEWER, options: { sqs, name } satisfies RenewerOptions },
      }),
    });
    opened.push(queue);
    return queue;
  };
  const open = (name: QueueName): MessageQueue =>
    openOne(queueName(prefix, name), openOne(deadLettersName(prefix, name)));
  return {
    queues: Object.fromEntries(QueueName.options.map((name) => [name, open(name)])) as Record<
      QueueName,
      MessageQueue
    >,
    async close() {
      await Promise.all(opened.map((queue) => queue.settle()));
      client.destroy();
    },
  };
};
