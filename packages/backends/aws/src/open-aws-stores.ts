import type { StoreName } from '@wattline/topology';
import { openS3Client } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { bucketName } from './names.ts';
import { openS3Store, type S3Store } from './objects/open-s3-store.ts';

export interface AwsStores {
  readonly stores: Readonly<Record<StoreName, S3Store>>;
  close(): void;
}

/** The four buckets of a deployment. Nothing is asked of them before they are used. */
export const openAwsStores = ({ prefix, s3 }: Pick<AwsConfig, 'prefix' | 's3'>): AwsStores => {
  const client = openS3Client(s3);
  const open = (name: StoreName) => openS3Store({ client, bucket: bucketName(prefix, name) });
  return {
    stores: {
      staging: open('staging'),
      features: open('features'),
      models: open('models'),
      results: open('results'),
    },
    close: () => client.destroy(),
  };
};
