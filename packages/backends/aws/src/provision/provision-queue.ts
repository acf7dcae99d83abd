import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** SQS keeps no message longer; a dead letter's age counts from when it was first sent. */
const RETENTION_S = String(14 * 24 * 60 * 60);

/** A message names a part of a run: it has some hundred bytes. */
const MESSAGE_BYTES = String(256 * 1024);

export interface QueueSettings {
  readonly name: string;
  readonly deadLettersName: string;
  readonly visibilitySeconds: number;
  readonly maxReceives: number;
  /** The buckets that may send to it. */
  readonly senders: readonly string[];
}

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** Which server a queue is on, and under which account. */
const siblingArn = (queueArn: string, name: string): string =>
  [...queueArn.split(':').slice(0, -1), name].join(':');

/** Makes the queue where it is not there, and gives it these attributes. Returns its ARN. */
const makeQueue = async (
  client: SQSClient,
  name: string,
  attributesOf: (queueArn: string) => Attributes,
): Promise<string> => {
  // Without attributes: the creation of a queue that is there with others would fail.
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name }));
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const queueArn = (await client.send(command)).Attributes?.QueueArn;
  if (queueArn === undefined) throw new Error(`the queue ${name} has no ARN`);
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributesOf(queueArn) }));
  return queueArn;
};

/** Lets the notifications of these buckets in, as long as they are this account's. */
const senderPolicy = (senders: readonly string[], queueArn: string): string => {
  const [, partition, , , account] = queueArn.split(':');
  const buckets = senders.map((bucket) => `arn:${partition}:s3:::${bucket}`);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'BucketNotifications',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: {
          ArnEquals: { 'aws:SourceArn': buckets },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ],
  });
};

/** Makes a queue and its dead-letter queue, or brings them up to date. Returns the queue's ARN. */
export const provisionQueue = async (client: SQSClient, settings: QueueSettings): Promise<string> => {
  const { name, visibilitySeconds, maxReceives: maxReceiveCount, senders } = settings;
  const deadLetterTargetArn = await makeQueue(client, settings.deadLettersName, (queueArn) => ({
    MessageRetentionPeriod: RETENTION_S,
    MaximumMessageSize: MESSAGE_BYTES,
    SqsManagedSseEnabled: 'true',
    RedriveAllowPolicy: JSON.stringify({
      redrivePermission: 'byQueue',
      sourceQueueArns: [siblingArn(queueArn, name)],
    }),
  }));
  return makeQueue(client, name, (queueArn) => ({
    MessageRetentionPeriod: RETENTION_S,
    MaximumMessageSize: MESSAGE_BYTES,
    SqsManagedSseEnabled: 'true',
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
    Policy: senders.length === 0 ? '' : senderPolicy(senders, queueArn),
  }));
};
