import type { MessageQueue } from '@wattline/backend-contract';
import type { Ask } from './guard-store.ts';

/** A queue that asks before each call for what SQS would ask of the role, were the queue this one. */
export const guardQueue = (queue: MessageQueue, queueArn: string, ask: Ask): MessageQueue => {
  const context = { 'aws:SecureTransport': 'true' };
  const askFor = (...actions: readonly string[]): void =>
    // The adapter knows a queue by its name and asks for its URL.
    ask(
      ['GetQueueUrl', ...actions].map((action) => ({ action: `sqs:${action}`, resource: queueArn, context })),
    );
  const deadLetters = queue.deadLetters && guardQueue(queue.deadLetters, `${queueArn}-dead-letters`, ask);
  return {
    name: queue.name,
    ...(deadLetters && { deadLetters }),
    send: async (body, options) => {
      askFor('SendMessage');
      return queue.send(body, options);
    },
    receive: async (options) => {
      askFor('ReceiveMessage');
      return queue.receive(options);
    },
    changeVisibility: async (message, visibilityMs) => {
      askFor('ChangeMessageVisibility');
      return queue.changeVisibility(message, visibilityMs);
    },
    delete: async (message) => {
      askFor('DeleteMessage');
      return queue.delete(message);
    },
    // Sent to the dead letters, deleted here.
    deadLetter: async (message) => {
      askFor('DeleteMessage');
      ask(
        ['GetQueueUrl', 'SendMessage'].map((action) => ({
          action: `sqs:${action}`,
          resource: `${queueArn}-dead-letters`,
          context,
        })),
      );
      return queue.deadLetter(message);
    },
    depth: async () => {
      askFor('GetQueueAttributes');
      return queue.depth();
    },
    // SQS shows a message only to who receives it.
    peek: async (max) => {
      askFor('ReceiveMessage');
      return queue.peek(max);
    },
    // Received from the dead letters, sent again, deleted there; others are released.
    redrive: async (options) => {
      askFor('SendMessage');
      const { deadLetters: letters } = queue;
      if (letters === undefined) return 0;
      const actions = ['GetQueueUrl', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'];
      ask(
        actions.map((action) => ({ action: `sqs:${action}`, resource: `${queueArn}-dead-letters`, context })),
      );
      return queue.redrive(options);
    },
    purge: async () => {
      askFor('PurgeQueue');
      return queue.purge();
    },
  };
};
