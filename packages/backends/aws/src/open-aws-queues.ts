import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '@wattline/backend-contract';
import { QueueName } from '@wattline/topology';
import { openSqsClient } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { deadLettersName, queueName } from './names.ts';
import { openSqsQueue, type SqsQueue } from './queues/open-sqs-queue.ts';

export interface AwsQueues {
  readonly queues: Readonly<Record<QueueName, MessageQueue>>;
  /** Ends the connections, a few seconds later where waits were ended early: see SqsQueue. */
  close(): Promise<void>;
}

/** Asks for a queue's URL when it is first needed, so that a service need not be allowed to see the queues of others. */
const urlOf = (client: SQSClient, name: string): (() => Promise<string>) => {
  let found: Promise<string> | undefined;
  const find = async (): Promise<string> => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    if (QueueUrl === undefined) throw new Error(`the queue ${name} has no URL`);
    return QueueUrl;
  };
  return () => {
    found ??= find().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
};

/** The queues of a deployment, each with its dead letters. */
export const openAwsQueues = ({ prefix, sqs }: Pick<AwsConfig, 'prefix' | 'sqs'>): AwsQueues => {
  const client = openSqsClient(sqs);
  const opened: SqsQueue[] = [];
  const openOne = (name: string, deadLetters?: MessageQueue): MessageQueue => {
    const queue = openSqsQueue({
      client,
      name,
      url: urlOf(client, name),
      ...(deadLetters && { deadLetters }),
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
