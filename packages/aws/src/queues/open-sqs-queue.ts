import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { MessageQueue } from '@wattline/ports';
import { peekMessages } from './peek.ts';
import { receiveMessages } from './receive.ts';
import { redriveMessages } from './redrive.ts';
import { delaySeconds, visibilitySeconds } from './seconds.ts';
import { isStale } from './sqs-error.ts';

export interface SqsQueueOptions {
  readonly client: SQSClient;
  /** The queue's URL, or how to find it when it is first needed. */
  readonly url: string | (() => Promise<string>);
  readonly name: string;
  /** The queue that SQS moves messages to that were received too often. */
  readonly deadLetters?: MessageQueue;
}

/** False where the service says that the receipt is stale. */
const unlessStale = async (request: Promise<unknown>): Promise<boolean> => {
  try {
    await request;
    return true;
  } catch (error) {
    if (isStale(error)) return false;
    throw error;
  }
};

/**
 * A standard queue of SQS or of a server that speaks as SQS does.
 *
 * Beyond the port: times are whole seconds, rounded up; a wait ends after 20 s; `depth` is about right and does not know
 * ages (`oldestAgeMs` is 0); `peek` receives, so it raises the receive count, and of a queue with dead letters it may
 * make one; AWS may take a delete by a stale receipt without a word and keep the message; `purge` is allowed once a minute.
 */
export const openSqsQueue = ({ client, url, name, deadLetters }: SqsQueueOptions): MessageQueue => {
  const find = typeof url === 'string' ? async () => url : url;
  const queue: MessageQueue = {
    name,
    ...(deadLetters === undefined ? {} : { deadLetters }),

    async send(body, { delayMs = 0 } = {}) {
      const command = { QueueUrl: await find(), MessageBody: body, DelaySeconds: delaySeconds(delayMs) };
      await client.send(new SendMessageCommand(command));
    },

    receive: async (options) => receiveMessages(client, await find(), options),

    async extend({ receipt }, visibilityMs) {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: await find(),
        ReceiptHandle: receipt,
        VisibilityTimeout: visibilitySeconds(visibilityMs),
      });
      return unlessStale(client.send(command));
    },

    async delete({ receipt }) {
      const command = new DeleteMessageCommand({ QueueUrl: await find(), ReceiptHandle: receipt });
      return unlessStale(client.send(command));
    },

    async depth() {
      const command = new GetQueueAttributesCommand({
        QueueUrl: await find(),
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      });
      const { Attributes = {} } = await client.send(command);
      return {
        visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
        delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
        oldestAgeMs: 0,
      };
    },

    peek: (max) => peekMessages(queue, max),

    redrive: async ({ id } = {}) => (deadLetters === undefined ? 0 : redriveMessages(deadLetters, queue, id)),

    async purge() {
      await client.send(new PurgeQueueCommand({ QueueUrl: await find() }));
    },
  };
  return queue;
};
