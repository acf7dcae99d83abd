import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectInfo, PutOptions } from '@wattline/backend-contract';
import { type Hashed, hashFile, sha256 } from '@wattline/hash';
import { conditionsOf, decidePut } from './decide-put.ts';
import { checkedChunks } from './file-content.ts';
import { HASH_METADATA, infoOf, PUT_METADATA, plainEtag, putTime, versionOf } from './info.ts';
import type { Limits } from './limits.ts';
import { addressOf, type ObjectPlace } from './location.ts';

interface Written {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
}

/** The fields of a put, and what it comes to. */
const preparePut = (place: ObjectPlace, content: Hashed, options: PutOptions) => {
  const id = randomUUID();
  const fields = {
    ...addressOf(place),
    ...conditionsOf(options),
    ...(options.contentType !== undefined && { ContentType: options.contentType }),
    Metadata: { [HASH_METADATA]: content.sha256, [PUT_METADATA]: id },
    ChecksumAlgorithm: 'SHA256' as const,
  };
  const findOwn = async (): Promise<ObjectInfo | undefined> => {
    const head = await place.bucket.client
      .send(new HeadObjectCommand(addressOf(place)))
      .catch(() => undefined);
    return head?.Metadata?.[PUT_METADATA] === id ? infoOf(place.key, head) : undefined;
  };
  const infoFrom = ({ ETag, VersionId }: Written): ObjectInfo => ({
    key: place.key,
    ...content,
    etag: plainEtag(ETag),
    modifiedAt: putTime(),
    ...versionOf(VersionId),
  });
  const decide = (put: () => Promise<Written>): Promise<ObjectInfo> =>
    decidePut({
      what: `${place.key} in ${place.bucket.name}`,
      conditions: options,
      put: async () => infoFrom(await put()),
      findOwn,
    });
  return { fields, decide };
};

/** Puts bytes in one request; S3 refuses them where they are not what was sent. */
export const putBytes = (place: ObjectPlace, body: Uint8Array, options: PutOptions): Promise<ObjectInfo> => {
  const content = { bytes: body.byteLength, sha256: sha256(body) };
  const { fields, decide } = preparePut(place, content, options);
  const command = {
    ...fields,
    Body: body,
    ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
  };
  return decide(() => place.bucket.client.send(new PutObjectCommand(command)));
};

const MIB = 1 << 20;
const MAX_PARTS = 10_000;

/** The smallest part, in whole MiB, with which a file needs no more parts than S3 takes. */
export const partBytesFor = (bytes: number, least: number): number =>
  Math.max(least, Math.ceil(bytes / MAX_PARTS / MIB) * MIB);

/** Puts a file, in parts where it is large. Its SHA-256 is what `options` says, or the file is read twice. */
export const putFileContent = async (
  place: ObjectPlace,
  path: string,
  options: PutOptions,
  limits: Limits,
): Promise<ObjectInfo> => {
  const { size: bytes } = await stat(path);
  const content = { bytes, sha256: options.sha256 ?? (await hashFile(path)).sha256 };
  if (bytes <= limits.onePutBytes) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of checkedChunks(path, content)) chunks.push(chunk);
    return putBytes(place, Buffer.concat(chunks), options);
  }
  const { fields, decide } = preparePut(place, content, options);
  return decide(async () => {
    const upload = new Upload({
      client: place.bucket.client,
      partSize: partBytesFor(bytes, limits.partBytes),
      queueSize: limits.concurrency,
      params: {
        ...fields,
        ContentLength: bytes,
        Body: Readable.from(checkedChunks(path, content), { objectMode: false }),
      },
    });
    return upload.done();
  });
};
