import { QueueName, StoreName, type Topology } from '@wattline/topology';
import { openS3Client, openSqsClient } from '../clients.ts';
import type { AwsConfig } from '../config.ts';
import { bucketName, deadLettersName, queueName } from '../names.ts';
import { ownVisibilitySeconds } from '../queues/seconds.ts';
import { examineBucket } from './examine-bucket.ts';
import { examineQueue } from './examine-queue.ts';
import type { Finding } from './finding.ts';

/** Whether the SDK finds credentials where it looks for them. */
const examineCredentials = async (find: () => Promise<unknown>): Promise<Finding> => {
  try {
    await find();
    return { what: 'credentials', status: 'ok', found: 'the SDK finds some' };
  } catch (error) {
    return {
      what: 'credentials',
      status: 'missing',
      found: String(error),
      remedy:
        'sign in (aws sso login, aws configure), name a profile in AWS_PROFILE, or give the instance or task a role',
    };
  }
};

/** Asks everything of a deployment once. Without credentials, nothing else is asked. */
export const examineAws = async (
  { prefix, s3: s3Address, sqs: sqsAddress }: AwsConfig,
  { stores, queues }: Pick<Topology, 'stores' | 'queues'>,
): Promise<Finding[]> => {
  const s3 = openS3Client(s3Address);
  const sqs = openSqsClient(sqsAddress);
  try {
    const credentials = await examineCredentials(() => s3.config.credentials());
    if (credentials.status !== 'ok') return [credentials];
    const buckets = StoreName.options.map((name) => {
      const { versioned, notifies } = stores[name];
      return examineBucket(s3, {
        name: bucketName(prefix, name),
        versioned,
        ...(notifies && { notifies: queueName(prefix, notifies.queue) }),
      });
    });
    const all = QueueName.options.map((name) =>
      examineQueue(sqs, {
        name: queueName(prefix, name),
        deadLettersName: deadLettersName(prefix, name),
        visibilitySeconds: ownVisibilitySeconds(queues[name]),
        maxReceives: queues[name].maxReceives,
      }),
    );
    return [credentials, ...(await Promise.all([...buckets, ...all]))];
  } finally {
    s3.destroy();
    sqs.destroy();
  }
};
