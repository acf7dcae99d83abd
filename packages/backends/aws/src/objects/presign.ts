import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PresignOptions, UploadRequest } from '@wattline/backend-contract';
import type { Bucket } from './location.ts';

/** Both are signed, so that neither can be left out or changed. */
const SIGNED = new Set(['content-length', 'if-match', 'if-none-match']);

/**
 * A presigned PUT that succeeds once: its condition holds only as long as the key is as it was. S3 takes it again if its
 * object was deleted meanwhile, or if it puts the very bytes that it replaces.
 */
export const presignUpload = async (
  { client, name }: Bucket,
  key: string,
  { bytes, expiresInSeconds, replaces }: PresignOptions,
): Promise<UploadRequest> => {
  const condition = replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: `"${replaces}"` };
  const put = new PutObjectCommand({ Bucket: name, Key: key, ContentLength: bytes, ...condition });
  return {
    url: await getSignedUrl(client, put, {
      expiresIn: expiresInSeconds,
      signableHeaders: SIGNED,
      unhoistableHeaders: SIGNED,
    }),
    headers: replaces === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${replaces}"` },
  };
};
