import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Asks for a queue's URL when it is first needed, so that a service need not be allowed to see the queues of others. */
export const queueUrl = (client: SQSClient, name: string): (() => Promise<string>) => {
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
