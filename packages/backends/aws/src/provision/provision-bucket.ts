import {
  CreateBucketCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export interface BucketSettings {
  readonly name: string;
  readonly expire: readonly { readonly prefix: string; readonly days: number }[];
  readonly unfinishedUploadDays: number;
  readonly oldVersions: { readonly moveAfterDays: number; readonly expireAfterDays?: number | undefined };
}

const isS3Error = (error: unknown): error is S3ServiceException => error instanceof S3ServiceException;

const createBucket = async (client: S3Client, name: string): Promise<void> => {
  try {
    await client.send(new CreateBucketCommand({ Bucket: name }));
  } catch (error) {
    if (!isS3Error(error) || error.name !== 'BucketAlreadyOwnedByYou') throw error;
  }
};

/** AWS has it from the start; servers without access rules answer that they do not know it. */
const blockPublicAccess = async (client: S3Client, name: string): Promise<void> => {
  try {
    await client.send(
      new PutPublicAccessBlockCommand({
        Bucket: name,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
    );
  } catch (error) {
    if (!isS3Error(error) || error.$metadata.httpStatusCode !== 501) throw error;
  }
};

const lifecycleRules = ({ expire, unfinishedUploadDays, oldVersions }: BucketSettings): LifecycleRule[] => [
  {
    ID: 'unfinished-uploads',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: unfinishedUploadDays },
  },
  ...expire.map(
    ({ prefix, days }): LifecycleRule => ({
      ID: `expire-${prefix}`,
      Status: 'Enabled',
      Filter: { Prefix: prefix },
      Expiration: { Days: days },
      // Old versions of what has expired are of no use.
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    }),
  ),
  {
    ID: 'old-versions',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    Expiration: { ExpiredObjectDeleteMarker: true },
    NoncurrentVersionTransitions: [
      { NoncurrentDays: oldVersions.moveAfterDays, StorageClass: 'STANDARD_IA' },
    ],
    ...(oldVersions.expireAfterDays !== undefined && {
      NoncurrentVersionExpiration: { NoncurrentDays: oldVersions.expireAfterDays },
    }),
  },
];

/** Makes a bucket where it is not there, or brings it up to date. */
export const provisionBucket = async (client: S3Client, settings: BucketSettings): Promise<void> => {
  const { name } = settings;
  await createBucket(client, name);
  await blockPublicAccess(client, name);
  await client.send(
    new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await client.send(
    new PutBucketEncryptionCommand({
      Bucket: name,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );
  await client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: name,
      LifecycleConfiguration: { Rules: lifecycleRules(settings) },
    }),
  );
};

/** Notifies the queue of new objects under the prefix. S3 sends a test event to the queue each time this is set. */
export const notifyQueue = async (
  client: S3Client,
  { bucket, queueArn, prefix }: { bucket: string; queueArn: string; prefix: string },
): Promise<void> => {
  await client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Id: 'object-created',
            QueueArn: queueArn,
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } },
          },
        ],
      },
    }),
  );
};
