import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openS3Client } from '../clients.ts';
import {
  type Fault,
  type FaultyProxy,
  type ProxiedRequest,
  startFaultyProxy,
} from '../testing/faulty-proxy/faulty-proxy.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';
import { openS3Store } from './open-s3-store.ts';

const MIB = 1 << 20;

onLocalStack('S3 behind a bad network', (endpoint) => {
  describe('S3 behind a bad network', () => {
    let proxy: FaultyProxy;
    let client: S3Client;
    let store: ObjectStore;
    let folder: string;
    beforeAll(async () => {
      const { prefix, s3 } = localstackConfig(endpoint);
      proxy = await startFaultyProxy(endpoint);
      client = openS3Client({ ...s3, endpoint: proxy.url });
      await client.send(new CreateBucketCommand({ Bucket: prefix }));
      store = openS3Store({ client, bucket: prefix, limits: { onePutBytes: 5 * MIB, partBytes: 5 * MIB } });
      folder = await mkdtemp(join(tmpdir(), 'wattline-faults-'));
    });
    beforeEach(() => proxy.plan(() => undefined));
    afterAll(async () => {
      client.destroy();
      await proxy.close();
      await rm(folder, { recursive: true });
    });

    const textOf = async (key: string) => new TextDecoder().decode((await store.get(key))?.body);

    /** A fault for the first so many requests that fit. */
    const first = (times: number, fits: (request: ProxiedRequest) => boolean, fault: Fault) => {
      let left = times;
      proxy.plan((request) => {
        if (left === 0 || !fits(request)) return undefined;
        left -= 1;
        return fault;
      });
      return () => times - left;
    };
    const isPut = ({ method }: ProxiedRequest) => method === 'PUT';
    const isGet = ({ method }: ProxiedRequest) => method === 'GET';

    test('a put that S3 cannot decide yet is put again', async () => {
      const faults = first(4, isPut, { refuse: 409 });
      await store.put('undecided', 'mine', { ifAbsent: true });
      expect(faults()).toBe(4);
      expect(await textOf('undecided')).toBe('mine');
    });

    test('a put whose answers are lost knows its own object', async () => {
      const faults = first(2, isPut, { lose: 503 });
      const put = await store.put('lost', 'mine', { ifAbsent: true });
      expect(faults()).toBe(2);
      expect(put).toMatchObject({ key: 'lost', etag: (await store.head('lost'))?.etag });
      first(1, isPut, { lose: 503 });
      await store.put('lost', 'next', { ifMatch: put.etag });
      expect(await textOf('lost')).toBe('next');
    });

    test('a put that is sent again does not take another’s object for its own', async () => {
      await store.put('taken', 'the same');
      first(1, isPut, { refuse: 503 });
      await expect(store.put('taken', 'the same', { ifAbsent: true })).rejects.toBeInstanceOf(
        PreconditionFailed,
      );
    });

    test('a file whose last answer is lost is there once, and is known as its own', async () => {
      const path = join(folder, 'file');
      const bytes = Buffer.alloc(12 * MIB, 'some line\n');
      await writeFile(path, bytes);
      const completes = ({ method, path: to }: ProxiedRequest) =>
        method === 'POST' && to.includes('uploadId=');
      const faults = first(1, completes, { lose: 500 });
      const put = await store.putFile('in-parts', path, { ifAbsent: true });
      expect(faults()).toBe(1);
      expect(put.bytes).toBe(bytes.byteLength);
      expect(Buffer.from((await store.get('in-parts'))?.body ?? []).equals(bytes)).toBe(true);
    });

    test('a download that breaks off goes on where it was', async () => {
      const bytes = Buffer.from(
        Array.from({ length: 3 * MIB }, (_, index) => (index * 7 + (index >> 8)) % 256),
      );
      await store.put('broken', bytes);
      const faults = first(3, isGet, { cut: 500_000 });
      const path = await store.file('broken', await mkdtemp(join(folder, 'broken-')));
      expect(faults()).toBe(3);
      expect((await readFile(path)).equals(bytes)).toBe(true);
    });

    test('a span whose connection is cut goes on where it was, and ends where it should', async () => {
      const bytes = Buffer.from(
        Uint8Array.from({ length: 3 * MIB }, (_, index) => index * 7 + (index >> 8) * 31 + (index >> 16)),
      );
      await store.put('broken-span', bytes);
      const faults = first(3, isGet, { cut: 400_000 });
      const kept: Uint8Array[] = [];
      for await (const block of store.bytes?.('broken-span', { from: 500_001, to: 2_500_003 }) ?? [])
        kept.push(block);
      expect(faults()).toBe(3);
      expect(Buffer.concat(kept).equals(bytes.subarray(500_001, 2_500_003))).toBe(true);
    });

    test('a span of an object that is replaced while its connection is cut fails: it is of one object', async () => {
      await store.put('replaced-span', 'a'.repeat(2 * MIB));
      first(1, isGet, { cut: 400_000 });
      const read = async () => {
        let isFirst = true;
        for await (const _ of store.bytes?.('replaced-span', { from: 10, to: 2 * MIB }) ?? []) {
          if (isFirst) await store.put('replaced-span', 'b'.repeat(2 * MIB));
          isFirst = false;
        }
      };
      await expect(read()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    });

    test('a download that never comes fails, and leaves no file', async () => {
      await store.put('cut', 'x'.repeat(1_000));
      proxy.plan((request) => (isGet(request) ? { cut: 0 } : undefined));
      const own = await mkdtemp(join(folder, 'cut-'));
      await expect(store.file('cut', own)).rejects.toThrow();
      expect(await readdir(own)).toEqual([]);
    });
  });
});
