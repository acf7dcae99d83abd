import { buffer } from 'node:stream/consumers';
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  invalidKey,
  keyFault,
  type ObjectInfo,
  type ObjectStore,
  type PresignOptions,
  type StoredVersion,
} from '@wattline/backend-contract';
import { copyObject } from './copy.ts';
import { downloadObject } from './download.ts';
import { type Limits, s3Limits } from './limits.ts';
import { listFolders, listObjects, listVersions } from './list.ts';
import { addressOf, type Bucket, type ObjectPlace } from './location.ts';
import { presignUpload } from './presign.ts';
import { putBytes, putFileContent } from './put.ts';
import { headObject, readObject } from './read.ts';
import { readSpan } from './read-span.ts';

export interface S3StoreOptions {
  readonly client: S3Client;
  /** Knows the address that others reach the bucket at, if it is another one. */
  readonly presignClient?: S3Client;
  /** The bucket's whole name. Whether it keeps versions is the bucket's own affair. */
  readonly bucket: string;
  /** Other sizes than S3's, for tests and for servers with other limits. */
  readonly limits?: Partial<Limits>;
  /** Called for every object that is put through this store. Presigned uploads go past it, so there are none with it. */
  readonly onCreated?: (info: ObjectInfo) => Promise<void>;
}

/** Which bucket is behind a store, for copies between stores. */
const buckets = new WeakMap<ObjectStore, Bucket>();

const placeIn = (bucket: Bucket, key: string, versionId?: string): ObjectPlace => {
  const fault = keyFault(key);
  if (fault !== undefined) throw invalidKey(key, fault);
  return { bucket, key, versionId };
};

const bytesOf = (body: Uint8Array | string): Uint8Array =>
  typeof body === 'string' ? Buffer.from(body) : body;

/**
 * A bucket of S3 or of a server that speaks as S3 does.
 *
 * Beyond the port: an etag has no quotes, as in S3's notifications; `list` gives neither versions nor hashes, and `put`
 * gives this machine's time, because S3 does not give its own; a copy of one object onto itself does nothing.
 */
export const openS3Store = ({
  client,
  presignClient = client,
  bucket: name,
  limits,
  onCreated,
}: S3StoreOptions): ObjectStore => {
  const bucket: Bucket = { client, name };
  const sizes: Limits = { ...s3Limits, ...limits };
  const announced = async (putting: Promise<ObjectInfo>): Promise<ObjectInfo> => {
    const info = await putting;
    await onCreated?.(info);
    return info;
  };
  const store: ObjectStore = {
    name,
    head: async (key, { versionId } = {}) => headObject(placeIn(bucket, key, versionId)),
    get: async (key, { versionId } = {}) => {
      const reading = await readObject(placeIn(bucket, key, versionId));
      return reading && { info: reading.info, body: await buffer(reading.chunks) };
    },
    put: async (key, body, options = {}) => announced(putBytes(placeIn(bucket, key), bytesOf(body), options)),
    putFile: async (key, path, options = {}) =>
      announced(putFileContent(placeIn(bucket, key), path, options, sizes)),
    file: async (key, folder, { versionId } = {}) => downloadObject(placeIn(bucket, key, versionId), folder),
    async *bytes(key, span, { versionId } = {}) {
      yield* readSpan(placeIn(bucket, key, versionId), span);
    },
    copy: async (from, key) => {
      const source = buckets.get(from.store);
      if (source === undefined)
        throw new Error(`${from.store.name} is no S3 bucket: ${name} cannot copy from it`);
      return announced(copyObject(placeIn(source, from.key), placeIn(bucket, key), sizes));
    },
    ...(onCreated === undefined && {
      presignUpload: async (key: string, options: PresignOptions) => {
        placeIn(bucket, key);
        return presignUpload({ client: presignClient, name }, key, options);
      },
    }),
    list: (prefix, { startAfter } = {}) => listObjects(bucket, prefix, startAfter),
    folders: (prefix) => listFolders(bucket, prefix),
    delete: async (key) => {
      await client.send(new DeleteObjectCommand(addressOf(placeIn(bucket, key))));
    },
    async *versions(prefix) {
      let ofKey: StoredVersion[] = [];
      for await (const { info } of listVersions(bucket, prefix)) {
        if (info === undefined) continue;
        if (ofKey[0]?.key !== info.key) {
          yield* ofKey;
          ofKey = [];
        }
        // S3 has the newest first.
        ofKey.unshift(info);
      }
      yield* ofKey;
    },
    purge: async (key, { versionId } = {}) => {
      placeIn(bucket, key);
      const ids: (string | undefined)[] = [];
      if (versionId !== undefined) ids.push(versionId);
      else
        for await (const version of listVersions(bucket, key))
          if (version.key === key) ids.unshift(version.versionId);
      for (const id of ids)
        await client.send(new DeleteObjectCommand(addressOf({ bucket, key, versionId: id })));
    },
  };
  buckets.set(store, bucket);
  return store;
};
