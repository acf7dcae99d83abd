import { randomBytes } from 'node:crypto';
import { describeMessageQueue } from '@wattline/backend-contract/contract';
import { topology } from '@wattline/topology';
import { openSqsClient } from '../clients.ts';
import { deadLettersName, queueName } from '../names.ts';
import { openAwsQueues } from '../open-aws-queues.ts';
import { provisionQueue } from '../provision/provision-queue.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';

onLocalStack('SQS on LocalStack', (endpoint) => {
  const config = localstackConfig(endpoint);
  const sqs = openSqsClient(config.sqs);

  describeMessageQueue(
    'SQS on LocalStack',
    async ({ maxReceives }) => {
      const prefix = `test-${randomBytes(6).toString('hex')}`;
      await provisionQueue(sqs, {
        name: queueName(prefix, 'ingest'),
        deadLettersName: deadLettersName(prefix, 'ingest'),
        visibilitySeconds: topology.queues.ingest.visibilityMs / 1_000,
        maxReceives,
        senders: [],
      });
      const { queues, close } = openAwsQueues({ ...config, prefix });
      return { queue: queues.ingest, close };
    },
    { peekCounts: true, groups: 'named', slack: 30_000 },
  );
});
