import type { ObjectCreated, ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import type { QueueName, StoreName, Topology } from '@wattline/topology';
import { openS3Client } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { bucketName } from './names.ts';
import { openS3Store } from './objects/open-s3-store.ts';

export interface AwsStores {
  readonly stores: Readonly<Record<StoreName, ObjectStore>>;
  close(): void;
}

export interface Announcing {
  readonly topology: Pick<Topology, 'stores'>;
  /** Called for each new object that a queue is to hear of, where the buckets' own notifications do not reach it. */
  readonly onCreated?: (queue: QueueName, created: ObjectCreated) => Promise<void>;
}

const announcing = (
  store: StoreName,
  bucket: string,
  { topology, onCreated }: Announcing,
): ((info: ObjectInfo) => Promise<void>) | undefined => {
  const { notifies } = topology.stores[store];
  if (notifies === undefined || onCreated === undefined) return undefined;
  return async ({ key, bytes, etag, versionId, modifiedAt: at }) => {
    if (!key.startsWith(notifies.prefix)) return;
    const version = versionId === undefined ? {} : { versionId };
    await onCreated(notifies.queue, { bucket, key, bytes, etag, at, ...version });
  };
};

/** The four buckets of a deployment. Nothing is asked of them before they are used. */
export const openAwsStores = (
  { prefix, s3, publicS3 }: Pick<AwsConfig, 'prefix' | 's3' | 'publicS3'>,
  announce?: Announcing,
): AwsStores => {
  const client = openS3Client(s3);
  // It only signs: it never connects.
  const presignClient = publicS3 && openS3Client(publicS3);
  const open = (name: StoreName): ObjectStore => {
    const bucket = bucketName(prefix, name);
    const onCreated = announce && announcing(name, bucket, announce);
    return openS3Store({
      client,
      bucket,
      ...(presignClient && { presignClient }),
      ...(onCreated && { onCreated }),
    });
  };
  return {
    stores: {
      staging: open('staging'),
      features: open('features'),
      models: open('models'),
      results: open('results'),
    },
    close: () => {
      client.destroy();
      presignClient?.destroy();
    },
  };
};
