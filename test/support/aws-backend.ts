import { type AwsConfig, openAwsQueues, openAwsStores } from '@wattline/backend-aws';
import { QueueName } from '@wattline/topology';
import type { Backend } from '@wattline/worker';

export interface AwsBackend extends Backend {
  close(): Promise<void>;
}

/** The test's own view of a deployment on S3 and SQS. */
export const openAwsBackend = (config: AwsConfig): AwsBackend => {
  const { stores, close: closeStores } = openAwsStores(config);
  const { queues, close: closeQueues } = openAwsQueues(config);
  return {
    stores,
    queues,
    close: async () => {
      await closeQueues();
      closeStores();
    },
  };
};

/** How many messages are in each queue's dead letters. */
export const deadLetters = async ({ queues }: Backend): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      QueueName.options.map(
        async (name) => [name, (await queues[name].deadLetters?.depth())?.visible ?? 0] as const,
      ),
    ),
  );

export const noDeadLetters = Object.fromEntries(QueueName.options.map((name) => [name, 0]));
