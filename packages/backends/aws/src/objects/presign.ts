import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { PresignOptions, UploadForm } from '@wattline/backend-contract';
import type { Bucket } from './location.ts';

export const presignUpload = (
  { client, name }: Bucket,
  key: string,
  { maxBytes, expiresInSeconds }: PresignOptions,
): Promise<UploadForm> =>
  createPresignedPost(client, {
    Bucket: name,
    Key: key,
    Expires: expiresInSeconds,
    // A presigned PUT could not limit the size.
    Conditions: [['content-length-range', 1, maxBytes]],
  });
