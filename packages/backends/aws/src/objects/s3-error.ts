import { S3ServiceException } from '@aws-sdk/client-s3';

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const nameOf = (error: unknown): string | undefined =>
  error instanceof S3ServiceException ? error.name : undefined;

/** There is no such object or version. A missing bucket is another matter, but HEAD answers both alike. */
export const isMissing = (error: unknown): boolean => {
  const name = nameOf(error);
  if (name === 'NoSuchBucket' || name === 'NoSuchUpload') return false;
  // 405: the version is a delete marker.
  return statusOf(error) === 404 || statusOf(error) === 405;
};

/** The object is not as a condition of the request wants it. */
export const isRefused = (error: unknown): boolean => statusOf(error) === 412;

/** A range begins behind the object's last byte; of an object without bytes, each does. */
export const isBehindEnd = (error: unknown): boolean => statusOf(error) === 416;

/** Another write was under way, or the upload was ended by an attempt whose answer was lost: the same put may go through now. */
export const isUndecided = (error: unknown): boolean =>
  statusOf(error) === 409 || nameOf(error) === 'NoSuchUpload';

/** Whether the client had to send the request more than once, so that an earlier try may have had its effect. */
export const wasRepeated = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.$metadata.attempts ?? 1) > 1;
