import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { topology } from '@wattline/topology';
import { expect, test } from 'vitest';
import { openAwsBackend } from '../support/aws-backend.ts';
import { blockedHolder } from '../support/blocked-holder.ts';

onLocalStack('a process whose event loop is blocked, on SQS', (endpoint) => {
  test('keeps its message, for a thread renews it', async () => {
    const config = localstackConfig(endpoint);
    const { prefix, s3, sqs } = config;
    await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
    const backend = openAwsBackend(config);
    const { transform } = backend.queues;
    const environment = { WATTLINE_PREFIX: prefix, AWS_REGION: s3.region, WATTLINE_ENDPOINT: endpoint };
    expect(await blockedHolder(environment, transform)).toEqual({
      delivered: [],
      holder: { lost: false, deleted: true },
    });
    expect(await transform.depth()).toMatchObject({ visible: 0, inFlight: 0 });
    await backend.close();
  });
});
