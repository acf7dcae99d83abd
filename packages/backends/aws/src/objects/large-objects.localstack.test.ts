import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectStore } from '@wattline/backend-contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openS3Client } from '../clients.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';
import { openS3Store } from './open-s3-store.ts';

const MIB = 1 << 20;

onLocalStack('objects in parts', (endpoint) => {
  describe('objects in parts', () => {
    const { prefix: bucket, s3 } = localstackConfig(endpoint);
    const bytes = Buffer.alloc(12 * MIB + 7, 'a line of some length, and another\n');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    let client: S3Client;
    let store: ObjectStore;
    let folder: string;
    let path: string;
    beforeAll(async () => {
      client = openS3Client(s3);
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      const limits = {
        onePutBytes: 5 * MIB,
        partBytes: 5 * MIB,
        oneCopyBytes: 6 * MIB,
        copyPartBytes: 5 * MIB,
      };
      store = openS3Store({ client, bucket, limits });
      folder = await mkdtemp(join(tmpdir(), 'wattline-parts-'));
      path = join(folder, 'file');
      await writeFile(path, bytes);
    });
    afterAll(async () => {
      client.destroy();
      await rm(folder, { recursive: true });
    });

    const typeOf = async (Key: string) =>
      (await client.send(new HeadObjectCommand({ Bucket: bucket, Key }))).ContentType;
    const unfinished = async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [];

    test('keep their hash, their type and their bytes when they are copied', async () => {
      await store.putFile('whole.csv', path, { contentType: 'text/csv' });
      expect(await store.head('whole.csv')).toMatchObject({ bytes: bytes.byteLength, sha256 });
      const copied = await store.copy({ store, key: 'whole.csv' }, 'copy.csv');
      expect(copied).toMatchObject({ key: 'copy.csv', bytes: bytes.byteLength, sha256 });
      expect(await typeOf('copy.csv')).toBe('text/csv');
      expect(Buffer.from((await store.get('copy.csv'))?.body ?? []).equals(bytes)).toBe(true);
      expect(await unfinished()).toEqual([]);
    });

    test('are refused, and nothing is left, where the file is not what its hash says', async () => {
      const wrong = { sha256: '0'.repeat(64) };
      await expect(store.putFile('wrong', path, wrong)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
      expect(await store.head('wrong')).toBeUndefined();
      expect(await unfinished()).toEqual([]);
      const small = join(folder, 'small');
      await writeFile(small, 'x');
      await expect(store.putFile('wrong', small, wrong)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    });

    test('are not copied onto themselves', async () => {
      const before = await store.put('self', 'x');
      expect(await store.copy({ store, key: 'self' }, 'self')).toMatchObject({ etag: before.etag });
    });
  });
});
