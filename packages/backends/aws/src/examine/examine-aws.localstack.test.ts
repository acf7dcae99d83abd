import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { topology } from '@wattline/topology';
import { beforeEach, describe, expect, test } from 'vitest';
import { openS3Client, openSqsClient } from '../clients.ts';
import type { AwsConfig } from '../config.ts';
import { provisionAws } from '../provision/provision-aws.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';
import { examineAws } from './examine-aws.ts';

onLocalStack('an examination', (endpoint) => {
  describe('an examination', () => {
    let config: AwsConfig;
    beforeEach(async () => {
      config = localstackConfig(endpoint);
      await provisionAws({
        s3: openS3Client(config.s3),
        sqs: openSqsClient(config.sqs),
        topology,
        prefix: config.prefix,
      });
    });
    /** What is not as it should be: the rest is ok. */
    const faults = async (settings: Pick<typeof topology, 'stores' | 'queues'> = topology) =>
      (await examineAws(config, settings)).filter(({ status }) => status !== 'ok');

    test('finds nothing wrong with what the provisioner made', async () => {
      const found = await examineAws(config, topology);
      expect(found.filter(({ status }) => status !== 'ok')).toEqual([]);
      expect(found).toHaveLength(1 + 4 + 5);
    });

    test('names each bucket and queue that is missing, with the remedy', async () => {
      config = localstackConfig(endpoint);
      const found = await faults();
      expect(found.map(({ what }) => what)).toEqual([
        ...['staging', 'features', 'models', 'results'].map((name) => `bucket ${config.prefix}-${name}`),
        ...Object.keys(topology.queues).map((name) => `queue ${config.prefix}-${name}`),
      ]);
      for (const { status, remedy } of found)
        expect({ status, remedy }).toEqual({
          status: 'missing',
          remedy: expect.stringMatching(/wattline-provision/),
        });
    });

    test('reports settings that are not the topology’s', async () => {
      const { prefix } = config;
      const sqs = openSqsClient(config.sqs);
      const urlOf = async (name: string) =>
        (await sqs.send(new GetQueueUrlCommand({ QueueName: `${prefix}-${name}` }))).QueueUrl;
      await sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: await urlOf('transform'),
          Attributes: { VisibilityTimeout: '7', RedrivePolicy: '' },
        }),
      );
      await sqs.send(new DeleteQueueCommand({ QueueUrl: await urlOf('publish') }));
      await openS3Client(config.s3).send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: `${prefix}-staging`,
          NotificationConfiguration: {},
        }),
      );
      const patient = { ...topology.queues, ingest: { ...topology.queues.ingest, maxReceives: 9 } };
      expect(await faults({ ...topology, queues: patient })).toMatchObject([
        {
          what: `bucket ${prefix}-staging`,
          status: 'warning',
          found: expect.stringMatching(/start nothing/),
        },
        {
          what: `queue ${prefix}-ingest`,
          status: 'warning',
          found: expect.stringMatching(/after 1000 .* topology says 9/),
        },
        {
          what: `queue ${prefix}-transform`,
          status: 'warning',
          found: expect.stringMatching(/is 7 s, the topology says 900 s; it has no dead letters/),
        },
        {
          what: `queue ${prefix}-publish`,
          status: 'missing',
          found: expect.stringMatching(/QueueDoesNotExist/),
        },
      ]);
    });

    test('reports a server that cannot be reached, once for each request', async () => {
      const nowhere = { region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' };
      config = { ...config, sqs: nowhere };
      const found = await faults();
      expect(found).toHaveLength(5);
      for (const { remedy } of found) expect(remedy).toMatch(/WATTLINE_ENDPOINT/);
    });
  });
});
