import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { QueueName, StoreName, type Topology } from '@wattline/topology';
import { bucketName, deadLettersName, queueName } from '../names.ts';
import { ownVisibilitySeconds } from '../queues/seconds.ts';
import { notifyQueue, provisionBucket } from './provision-bucket.ts';
import { provisionQueue } from './provision-queue.ts';

export interface ProvisionOptions {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly topology: Pick<Topology, 'stores' | 'queues'>;
  /** Begins the name of every bucket and queue; bucket names are unique in the world. */
  readonly prefix: string;
}

/**
 * Makes the buckets, the queues with their dead-letter queues, and the notifications between them. What is there is
 * brought up to date; nothing is deleted. For servers that nothing else provisions: on AWS, Terraform does.
 */
export const provisionAws = async ({ s3, sqs, topology, prefix }: ProvisionOptions): Promise<void> => {
  const stores = StoreName.options.map((name) => ({
    bucket: bucketName(prefix, name),
    ...topology.stores[name],
  }));
  await Promise.all(
    stores.map(({ bucket, expire = [], unfinishedUploadDays, oldVersions }) =>
      provisionBucket(s3, { name: bucket, expire, unfinishedUploadDays, oldVersions }),
    ),
  );
  const provisionOne = async (name: QueueName): Promise<void> => {
    const queue = topology.queues[name];
    const notifying = stores.filter(({ notifies }) => notifies?.queue === name);
    const queueArn = await provisionQueue(sqs, {
      name: queueName(prefix, name),
      deadLettersName: deadLettersName(prefix, name),
      visibilitySeconds: ownVisibilitySeconds(queue),
      maxReceives: queue.maxReceives,
      senders: notifying.map(({ bucket }) => bucket),
    });
    for (const { bucket, notifies } of notifying)
      if (notifies !== undefined) await notifyQueue(s3, { bucket, queueArn, prefix: notifies.prefix });
  };
  await Promise.all(QueueName.options.map(provisionOne));
};
