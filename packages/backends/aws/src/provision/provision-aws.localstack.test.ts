import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { StoreName, topology } from '@wattline/topology';
import { readObjectCreated } from '@wattline/worker';
import { describe, expect, test } from 'vitest';
import { openS3Client, openSqsClient } from '../clients.ts';
import { openAwsQueues } from '../open-aws-queues.ts';
import { openAwsStores } from '../open-aws-stores.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';
import { provisionAws } from './provision-aws.ts';

onLocalStack('the provisioner', (endpoint) => {
  describe('the provisioner', () => {
    const config = localstackConfig(endpoint);
    const s3 = openS3Client(config.s3);
    const sqs = openSqsClient(config.sqs);
    const { prefix } = config;

    const attributesOf = async (QueueName: string) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return Attributes ?? {};
    };

    const settings = async () => {
      const bucket = { Bucket: `${prefix}-staging` };
      const ingest = await attributesOf(`${prefix}-ingest`);
      return {
        versioning: await Promise.all(
          StoreName.options.map(
            async (store) =>
              (await s3.send(new GetBucketVersioningCommand({ Bucket: `${prefix}-${store}` }))).Status,
          ),
        ),
        access: (await s3.send(new GetPublicAccessBlockCommand(bucket))).PublicAccessBlockConfiguration,
        notifications: (await s3.send(new GetBucketNotificationConfigurationCommand(bucket)))
          .QueueConfigurations,
        rules: (
          await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: `${prefix}-features` }))
        ).Rules?.map(({ ID, Filter, Expiration, NoncurrentVersionExpiration }) => ({
          ID,
          prefix: Filter?.Prefix,
          days: Expiration?.Days,
          oldDays: NoncurrentVersionExpiration?.NoncurrentDays,
        })),
        visibility: ingest.VisibilityTimeout,
        redrive: JSON.parse(ingest.RedrivePolicy ?? '{}'),
        policy: JSON.parse(ingest.Policy ?? '{}'),
        transformPolicy: (await attributesOf(`${prefix}-transform`)).Policy,
        retention: (await attributesOf(`${prefix}-events-dead-letters`)).MessageRetentionPeriod,
      };
    };

    test('makes everything, brings it up to date, and changes nothing when run again', async () => {
      const patient = { ...topology.queues.ingest, longestWorkMs: 90_500, maxReceives: 9 };
      await provisionAws({
        s3,
        sqs,
        prefix,
        topology: { ...topology, queues: { ...topology.queues, ingest: patient } },
      });
      expect(await settings()).toMatchObject({ visibility: '91', redrive: { maxReceiveCount: 9 } });

      await provisionAws({ s3, sqs, topology, prefix });
      const once = await settings();
      expect(once).toMatchObject({
        versioning: StoreName.options.map(() => 'Enabled'),
        access: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        rules: [
          { ID: 'unfinished-uploads', prefix: '' },
          { ID: 'expire-work/', prefix: 'work/', days: 7 },
          { ID: 'old-versions', prefix: '', oldDays: 90 },
        ],
        visibility: '900',
        redrive: {
          maxReceiveCount: 1_000,
          deadLetterTargetArn: `arn:aws:sqs:eu-central-1:000000000000:${prefix}-ingest-dead-letters`,
        },
        policy: {
          Statement: [
            {
              Principal: { Service: 's3.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: `arn:aws:sqs:eu-central-1:000000000000:${prefix}-ingest`,
              Condition: { ArnEquals: { 'aws:SourceArn': [`arn:aws:s3:::${prefix}-staging`] } },
            },
          ],
        },
        retention: '1209600',
      });
      expect(once.notifications).toHaveLength(1);
      expect(once.transformPolicy ?? '').toBe('');

      await provisionAws({ s3, sqs, topology, prefix });
      expect(await settings()).toEqual(once);
    });

    test('leaves test events in the ingest queue, which name no object', async () => {
      await provisionAws({ s3, sqs, topology, prefix });
      const { queues, close } = openAwsQueues(config);
      const [message] = await queues.ingest.receive({ max: 1, waitMs: 20_000, visibilityMs: 60_000 });
      expect(readObjectCreated(JSON.parse(message?.body ?? ''))).toEqual([]);
      await close();
    });

    test('a queue that is not there is named in the error, and found once it is', async () => {
      const other = { ...config, prefix: `${prefix}-other` };
      const { queues, close } = openAwsQueues(other);
      await expect(queues.publish.send('x')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
      await provisionAws({ s3, sqs, topology, prefix: other.prefix });
      await queues.publish.send('x');
      const { stores, close: closeStores } = openAwsStores(other);
      await stores.models.put('a', 'b');
      expect((await stores.models.head('a'))?.bytes).toBe(1);
      expect(stores.models.name).toBe(`${prefix}-other-models`);
      await close();
      closeStores();
    });
  });
});
