import type { Request } from '../policy/evaluate.ts';

/** A bucket's requests, as the S3 adapter sends them. Every connection is TLS. */
export const s3Requests = (bucketArn: string) => {
  const context = { 'aws:SecureTransport': 'true' };
  const onObject = (action: string, key: string): Request => ({
    action: `s3:${action}`,
    resource: `${bucketArn}/${key}`,
    context,
  });
  const onBucket = (action: string, more: Readonly<Record<string, string>> = {}): Request => ({
    action: `s3:${action}`,
    resource: bucketArn,
    context: { ...context, ...more },
  });
  const read = (key: string, versionId?: string) =>
    onObject(versionId === undefined ? 'GetObject' : 'GetObjectVersion', key);
  return {
    read: (key: string, versionId?: string): Request[] => [read(key, versionId)],
    /** Without it S3 says 403 of what is missing, not 404. What is asked for has no prefix then. */
    missing: (): Request[] => [onBucket('ListBucket')],
    /** After a refused condition, the adapter looks whether an earlier try of its own wrote the object. */
    put: (key: string, isConditional: boolean): Request[] => [
      onObject('PutObject', key),
      ...(isConditional ? [read(key)] : []),
    ],
    /** A large file goes in parts; what went wrong then is cleared away. */
    putFile: (key: string, isConditional: boolean): Request[] => [
      onObject('PutObject', key),
      onObject('AbortMultipartUpload', key),
      ...(isConditional ? [read(key)] : []),
    ],
    /** What a copy needs at its target: a look at what was made, and parts as for a large file. */
    copyTo: (key: string): Request[] => [
      onObject('PutObject', key),
      onObject('AbortMultipartUpload', key),
      read(key),
    ],
    list: (prefix: string): Request[] => [onBucket('ListBucket', { 's3:prefix': prefix })],
    delete: (key: string): Request[] => [onObject('DeleteObject', key)],
    versions: (prefix: string): Request[] => [onBucket('ListBucketVersions', { 's3:prefix': prefix })],
    /** Without a version all of them go, which are looked for. */
    purge: (key: string, versionId?: string): Request[] =>
      versionId === undefined
        ? [onBucket('ListBucketVersions', { 's3:prefix': key }), onObject('DeleteObjectVersion', key)]
        : [onObject('DeleteObjectVersion', key)],
  };
};
