import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Message, MessageQueue, RenewalInThread } from '@wattline/backend-contract';
import { cancellableReceive } from './cancellable-receive.ts';
import { changeVisibility } from './change-visibility.ts';
import { deleteByTens } from './delete-by-tens.ts';
import { createDeliveries } from './deliveries.ts';
import { groupId, groupOf } from './group-id.ts';
import { peekMessages } from './peek.ts';
import { type Poll, pollMessages } from './receive.ts';
import { redriveMessages } from './redrive.ts';
import { delaySeconds } from './seconds.ts';

export interface SqsQueueOptions {
  readonly client: SQSClient;
  /** The queue's URL, or how to find it when it is first needed. */
  readonly url: string | (() => Promise<string>);
  readonly name: string;
  /** The queue that SQS moves messages to that were received too often. */
  readonly deadLetters?: MessageQueue;
  /** How a thread renews its deliveries. */
  readonly renewal?: Pick<RenewalInThread, 'module' | 'options'>;
}

export interface SqsQueue extends MessageQueue {
  /** Await it before the client is destroyed: messages that a cancelled receive still brings are released. */
  settle(): Promise<void>;
}

/**
 * A standard queue of SQS or of a compatible server.
 *
 * Beyond the port: times are whole seconds, rounded up; a wait without a signal ends after 20 s; `depth` is approximate and does not know
 * ages (`oldestAgeMs` is 0); `peek` receives, so it raises the receive count, and of a queue with dead letters it may
 * make one; this process's own clock decides when a receipt handle is stale; `purge` is allowed once a minute.
 */
export const openSqsQueue = ({ client, url, name, deadLetters, renewal }: SqsQueueOptions): SqsQueue => {
  const find = typeof url === 'string' ? async () => url : url;
  const deliveries = createDeliveries();
  const poll = async (options: Poll) => pollMessages(client, await find(), options);
  const setVisibility = async (message: Message, visibilityMs: number): Promise<boolean> =>
    changeVisibility(client, await find(), message, visibilityMs);
  const deleteMessage = deleteByTens({ client, url: find, isHeld: deliveries.has });
  const receiving = cancellableReceive(poll, (message) => setVisibility(message, 0));
  const queue: SqsQueue = {
    name,
    ...(deadLetters === undefined ? {} : { deadLetters }),
    ...(renewal && {
      renewal: {
        ...renewal,
        renewed: (message, until) =>
          deliveries.renew(message, performance.now() + (until.getTime() - Date.now())),
      },
    }),

    async send(body, { delayMs = 0, group = '' } = {}) {
      const command = {
        QueueUrl: await find(),
        MessageBody: body,
        DelaySeconds: delaySeconds(delayMs),
        ...(group !== '' && { MessageGroupId: groupId(group) }),
      };
      await client.send(new SendMessageCommand(command));
    },

    async receive(options) {
      const messages = await receiving.receive(options);
      deliveries.add(messages, options.visibilityMs);
      return messages;
    },

    async changeVisibility(message, visibilityMs) {
      if (!deliveries.has(message)) return false;
      const startedAt = performance.now();
      const taken = await setVisibility(message, visibilityMs);
      if (taken && visibilityMs > 0) deliveries.renew(message, startedAt + visibilityMs);
      else deliveries.end(message);
      return taken;
    },

    async delete(message) {
      if (!deliveries.has(message)) return false;
      const taken = await deleteMessage(message);
      deliveries.end(message);
      return taken;
    },

    async deadLetter(message) {
      if (deadLetters === undefined || !deliveries.has(message)) return false;
      // Sent first: a failure in between leaves it in both queues, never in neither.
      await deadLetters.send(message.body, groupOf(message));
      return queue.delete(message);
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

    peek: (max) => peekMessages(poll, max),

    redrive: async ({ id } = {}) => (deadLetters === undefined ? 0 : redriveMessages(deadLetters, queue, id)),

    async purge() {
      await client.send(new PurgeQueueCommand({ QueueUrl: await find() }));
    },

    settle: receiving.settle,
  };
  return queue;
};
