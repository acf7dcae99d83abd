import type { QueueName, StoreName } from '@wattline/topology';

/** A deployment's bucket, as `wattline-dev-staging`. */
export const bucketName = (prefix: string, store: StoreName): string => `${prefix}-${store}`;

export const queueName = (prefix: string, queue: QueueName): string => `${prefix}-${queue}`;

export const deadLettersName = (prefix: string, queue: QueueName): string =>
  `${queueName(prefix, queue)}-dead-letters`;
