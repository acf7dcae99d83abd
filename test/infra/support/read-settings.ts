import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { QueueName, StoreName } from '@wattline/topology';

interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

const bucketSettings = async (s3: S3Client, Bucket: string) => {
  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const notifications = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  return {
    versioning: (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status,
    access: (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    encryption: encryption.ServerSideEncryptionConfiguration?.Rules?.map(
      ({ ApplyServerSideEncryptionByDefault: by }) => by?.SSEAlgorithm,
    ),
    rules: Object.fromEntries(
      Rules.map(({ ID, Filter, ...rule }) => [ID, { ...rule, prefix: Filter?.Prefix ?? '' }]),
    ),
    notifications: notifications.QueueConfigurations?.map(({ QueueArn, Events, Filter }) => ({
      QueueArn,
      Events,
      rules: Filter?.Key?.FilterRules?.map(({ Name, Value }) => `${Name?.toLowerCase()}: ${Value}`),
    })),
  };
};

/** What changes by itself, or with the queue's making. */
const passing = /^(Approximate.*|CreatedTimestamp|LastModifiedTimestamp)$/;

/** The statements that are about roles or TLS, of which a provisioner without roles knows nothing. */
const terraformOnly = ['TlsOnly', 'OnlyWritersSend', 'OnlyReceiversSend'];

const statementsOf = (policy: string | undefined): unknown[] => {
  if (policy === undefined || policy === '') return [];
  const { Statement } = JSON.parse(policy) as { Statement: { Sid?: string }[] };
  return Statement.filter(({ Sid }) => !terraformOnly.includes(Sid ?? ''));
};

const queueSettings = async (sqs: SQSClient, QueueName: string) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const { Policy, RedrivePolicy, RedriveAllowPolicy, ...others } = Attributes;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([name]) => !passing.test(name))),
    policy: statementsOf(Policy),
    redrive: JSON.parse(RedrivePolicy ?? 'null') as unknown,
    redriveAllow: JSON.parse(RedriveAllowPolicy ?? 'null') as unknown,
  };
};

/** How the buckets and queues of a deployment are set, without its prefix. */
export const readSettings = async ({ s3, sqs }: Clients, prefix: string): Promise<unknown> => {
  const settings: Record<string, unknown> = {};
  for (const store of StoreName.options)
    settings[`store ${store}`] = await bucketSettings(s3, `${prefix}-${store}`);
  for (const queue of QueueName.options) {
    settings[`queue ${queue}`] = await queueSettings(sqs, `${prefix}-${queue}`);
    settings[`dead letters of ${queue}`] = await queueSettings(sqs, `${prefix}-${queue}-dead-letters`);
  }
  return JSON.parse(JSON.stringify(settings).replaceAll(prefix, 'PREFIX'));
};
