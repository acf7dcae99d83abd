import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { Bucket } from './location.ts';

export interface PresignOptions {
  /** S3 refuses a larger body, and an empty one. */
  readonly maxBytes: number;
  /** For how long the form can be sent. */
  readonly expiresInSeconds: number;
}

/** A form that puts one object without credentials: a POST of multipart/form-data with these fields, then `file`. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

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
