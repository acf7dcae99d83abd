import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { type ObjectInfo, ObjectNotFound } from '@wattline/backend-contract';
import pMap from 'p-map';
import type { Limits } from './limits.ts';
import { addressOf, type ObjectPlace } from './location.ts';
import { headObject } from './read.ts';
import { isMissing, isRefused } from './s3-error.ts';

interface Source {
  readonly place: ObjectPlace;
  readonly info: ObjectInfo;
}

/** How a copy names its source, and that it must be what was looked at. */
const sourceFields = ({ place, info }: Source) => ({
  CopySource: `${place.bucket.name}/${place.key.split('/').map(encodeURIComponent).join('/')}`,
  CopySourceIfMatch: `"${info.etag}"`,
});

const copyRange = async (
  source: Source,
  to: ObjectPlace,
  uploadId: string | undefined,
  { number, first, last }: { number: number; first: number; last: number },
): Promise<CompletedPart> => {
  const { CopyPartResult: part } = await to.bucket.client.send(
    new UploadPartCopyCommand({
      ...addressOf(to),
      ...sourceFields(source),
      CopySourceRange: `bytes=${first}-${last}`,
      UploadId: uploadId,
      PartNumber: number,
    }),
  );
  return { PartNumber: number, ETag: part?.ETag };
};

/** Every range of the source, a few at a time, in their order. */
const copyRanges = (
  source: Source,
  to: ObjectPlace,
  uploadId: string | undefined,
  { copyPartBytes, concurrency }: Limits,
): Promise<CompletedPart[]> => {
  const { bytes } = source.info;
  const ranges = Array.from({ length: Math.ceil(bytes / copyPartBytes) }, (_, index) => ({
    number: index + 1,
    first: index * copyPartBytes,
    last: Math.min(bytes, (index + 1) * copyPartBytes) - 1,
  }));
  return pMap(ranges, (range) => copyRange(source, to, uploadId, range), { concurrency });
};

const copyInParts = async (source: Source, to: ObjectPlace, limits: Limits): Promise<void> => {
  const { client } = to.bucket;
  // A copy in parts is a new object: it has the source's type and metadata only if they are given.
  const { ContentType, Metadata } = await client.send(new HeadObjectCommand(addressOf(source.place)));
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...addressOf(to), ContentType, Metadata }),
  );
  try {
    const Parts = await copyRanges(source, to, UploadId, limits);
    await client.send(
      new CompleteMultipartUploadCommand({ ...addressOf(to), UploadId, MultipartUpload: { Parts } }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...addressOf(to), UploadId })).catch(() => {
      // The bucket's lifecycle rule clears what is left over.
    });
    throw error;
  }
};

const CHANGES = 5;

/** Copies inside the service. Throws ObjectNotFound. */
export const copyObject = async (from: ObjectPlace, to: ObjectPlace, limits: Limits): Promise<ObjectInfo> => {
  for (let changes = 0; ; changes += 1) {
    const info = await headObject(from);
    if (info === undefined) throw new ObjectNotFound(`there is no object ${from.key} in ${from.bucket.name}`);
    if (from.bucket.name === to.bucket.name && from.key === to.key) return info;
    const source = { place: from, info };
    try {
      if (info.bytes > limits.oneCopyBytes) await copyInParts(source, to, limits);
      else await to.bucket.client.send(new CopyObjectCommand({ ...addressOf(to), ...sourceFields(source) }));
      const copied = await headObject(to);
      if (copied !== undefined) return copied;
    } catch (error) {
      // The source was replaced or deleted since it was looked at: look again.
      if ((!isRefused(error) && !isMissing(error)) || changes === CHANGES) throw error;
    }
  }
};
