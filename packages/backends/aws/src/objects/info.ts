import type { ObjectInfo } from '@wattline/backend-contract';

/** Where an object's hash is kept, and which put wrote it. */
export const HASH_METADATA = 'wattline-sha256';
export const PUT_METADATA = 'wattline-put';

/** What GET and HEAD return of an object. */
interface HeadOutput {
  readonly ContentLength?: number | undefined;
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

/** Without the quotes, as notifications have it. */
export const plainEtag = (etag: string | undefined): string => (etag ?? '').replace(/^"(.*)"$/, '$1');

/** S3 says "null" for what was there before the bucket kept versions. */
export const versionOf = (versionId: string | undefined): { versionId?: string } =>
  versionId === undefined ? {} : { versionId };

/** The checksum that S3 itself made, where it is of the whole object and not of its parts; else what the put said. */
const hashOf = ({ ChecksumSHA256: checksum, Metadata }: HeadOutput): { sha256?: string } => {
  if (checksum !== undefined && !checksum.includes('-'))
    return { sha256: Buffer.from(checksum, 'base64').toString('hex') };
  const sha256 = Metadata?.[HASH_METADATA];
  return sha256 === undefined ? {} : { sha256 };
};

export const infoOf = (key: string, head: HeadOutput): ObjectInfo => ({
  key,
  bytes: head.ContentLength ?? 0,
  etag: plainEtag(head.ETag),
  modifiedAt: head.LastModified ?? new Date(0),
  ...versionOf(head.VersionId),
  ...hashOf(head),
});

/** PUT does not return the time: this machine's, in whole seconds as S3 keeps it. */
export const putTime = (): Date => new Date(Math.floor(Date.now() / 1000) * 1000);
