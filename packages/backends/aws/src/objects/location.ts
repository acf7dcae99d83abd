import type { S3Client } from '@aws-sdk/client-s3';

/** A bucket and how to reach it. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

/** One object, or one version of it. */
export interface ObjectPlace {
  readonly bucket: Bucket;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** The fields by which every request names it. */
export const addressOf = ({ bucket, key, versionId }: ObjectPlace) => ({
  Bucket: bucket.name,
  Key: key,
  ...(versionId === undefined ? {} : { VersionId: versionId }),
});
