import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidKey, ObjectNotFound, PreconditionFailed } from '../errors.ts';
import type { ObjectInfo, ObjectStore } from '../object-store.ts';
import { invalidKeys, oddKeys } from './keys.ts';

/** What a notification tells of a new object. */
export interface CreatedEvent {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly versionId?: string;
}

export interface ObjectStoreFixture {
  readonly store: ObjectStore;
  /** Another store of the same kind, which keeps versions. */
  readonly versioned: ObjectStore;
  /** What came so far of puts to `versioned` under `staging-directory/`; the suite asks again until it is there. */
  readonly created?: () => Promise<readonly CreatedEvent[]>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** What a stage may rely on, whichever the store. The stores are made once, and each test uses keys of its own. */
export const describeObjectStore = (name: string, make: () => Promise<ObjectStoreFixture>): void => {
  describe(`${name} keeps the contract of an object store`, () => {
    let fixture: ObjectStoreFixture;
    let scratch: string;
    let tests = 0;

    beforeAll(async () => {
      fixture = await make();
      scratch = await mkdtemp(join(tmpdir(), 'wattline-contract-'));
    });
    afterAll(async () => {
      await fixture.close();
      await rm(scratch, { recursive: true, force: true });
    });

    /** A prefix that no other test uses. */
    const fresh = (): string => {
      tests += 1;
      return `contract/${tests}/`;
    };
    const textOf = async (store: ObjectStore, key: string, versionId?: string) => {
      const found = await store.get(key, versionId === undefined ? {} : { versionId });
      return found && new TextDecoder().decode(found.body);
    };
    const keysOf = async (prefix: string, startAfter?: string) => {
      const keys: string[] = [];
      for await (const { key } of fixture.store.list(prefix, startAfter === undefined ? {} : { startAfter }))
        keys.push(key);
      return keys;
    };
    const versionOf = ({ versionId }: ObjectInfo): string => {
      if (versionId === undefined) throw new Error('a versioned store tells no version');
      return versionId;
    };

    describe('put and get', () => {
      test('what was put is there at once, with its size, and the same for get, head and list', async () => {
        const { store } = fixture;
        const key = `${fresh()}a.json`;
        const put = await store.put(key, '{"é":1}', { contentType: 'application/json' });
        expect(put).toMatchObject({ key, bytes: 8 });
        expect(put.etag).not.toBe('');
        const got = await store.get(key);
        expect(new TextDecoder().decode(got?.body)).toBe('{"é":1}');
        expect(got?.info).toMatchObject({ key, bytes: 8, etag: put.etag });
        expect(got?.info.modifiedAt).toBeInstanceOf(Date);
        expect(await store.head(key)).toMatchObject({ key, bytes: 8, etag: put.etag });
        for await (const listed of store.list(key))
          expect(listed).toMatchObject({ key, bytes: 8, etag: put.etag });
      });

      test('bytes come back as they were, none of them too', async () => {
        const { store } = fixture;
        const prefix = fresh();
        const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
        await store.put(`${prefix}bytes`, bytes);
        await store.put(`${prefix}empty`, new Uint8Array());
        expect(Buffer.from((await store.get(`${prefix}bytes`))?.body ?? []).equals(bytes)).toBe(true);
        expect((await store.get(`${prefix}empty`))?.body.byteLength).toBe(0);
      });

      test('a second put replaces the first and changes the etag', async () => {
        const { store } = fixture;
        const key = `${fresh()}a`;
        const first = await store.put(key, 'first');
        const second = await store.put(key, 'other');
        expect(await textOf(store, key)).toBe('other');
        expect(second.etag).not.toBe(first.etag);
        expect((await store.head(key))?.etag).toBe(second.etag);
      });

      test('what is absent is undefined, or ObjectNotFound as a file or to copy', async () => {
        const { store } = fixture;
        const key = `${fresh()}absent`;
        expect(await store.get(key)).toBeUndefined();
        expect(await store.head(key)).toBeUndefined();
        await expect(store.file(key, scratch)).rejects.toBeInstanceOf(ObjectNotFound);
        await expect(store.copy({ store, key }, `${key}-copy`)).rejects.toBeInstanceOf(ObjectNotFound);
        expect(await store.head(`${key}-copy`)).toBeUndefined();
      });

      test('what was deleted is gone; deleting it again is no error', async () => {
        const { store } = fixture;
        const prefix = fresh();
        await store.put(`${prefix}a/b`, '1');
        await store.delete(`${prefix}a/b`);
        expect(await store.get(`${prefix}a/b`)).toBeUndefined();
        expect(await keysOf(prefix)).toEqual([]);
        await store.delete(`${prefix}a/b`);
        await store.put(`${prefix}a`, 'the name of a folder that was');
        expect(await keysOf(prefix)).toEqual([`${prefix}a`]);
      });

      test('readers see one put or another while many write, never a piece', async () => {
        const { store } = fixture;
        const key = `${fresh()}a`;
        const bodyOf = (letter: string) => letter.repeat(200_000);
        const writeAll = async (letter: string) => {
          for (let time = 0; time < 5; time += 1) await store.put(key, bodyOf(letter));
        };
        await store.put(key, bodyOf('a'));
        let writing = true;
        const writes = Promise.all(['a', 'b', 'c'].map(writeAll)).finally(() => {
          writing = false;
        });
        let reads = 0;
        while (writing || reads === 0) {
          const text = await textOf(store, key);
          expect(['a', 'b', 'c'].map(bodyOf).includes(text ?? '')).toBe(true);
          reads += 1;
        }
        await writes;
      });
    });

    describe('keys', () => {
      test('come in byte order, by prefix, and after a start', async () => {
        const prefix = fresh();
        const names = ['B', 'a', 'a!b', 'a-b/c', 'aa/b', 'aa/c/d', 'aa0', 'b', 'é', '\u{FF5E}', '\u{1F600}'];
        for (const name of [...names].reverse()) await fixture.store.put(prefix + name, name);
        const keys = names.map((name) => prefix + name);
        expect(await keysOf(prefix)).toEqual(keys);
        expect(await keysOf(`${prefix}aa`)).toEqual(keys.slice(4, 7));
        expect(await keysOf(`${prefix}aa/`)).toEqual(keys.slice(4, 6));
        expect(await keysOf(`${prefix}aa/b`)).toEqual(keys.slice(4, 5));
        expect(await keysOf(`${prefix}zz`)).toEqual([]);
        for (const [index, key] of keys.entries())
          expect(await keysOf(prefix, key)).toEqual(keys.slice(index + 1));
        expect(await keysOf(prefix, `${prefix}aa/b!`)).toEqual(keys.slice(5));
        expect(await keysOf(prefix, `${prefix}aa/\u{10FFFF}`)).toEqual(keys.slice(6));
      });

      test('come all, more than a thousand too', async () => {
        const prefix = fresh();
        const keys = Array.from(
          { length: 1_050 },
          (_, index) => `${prefix}${String(index).padStart(5, '0')}`,
        );
        for (let from = 0; from < keys.length; from += 50)
          await Promise.all(keys.slice(from, from + 50).map((key) => fixture.store.put(key, 'x')));
        expect(await keysOf(prefix)).toEqual(keys);
        expect(await keysOf(prefix, keys[1_020])).toEqual(keys.slice(1_021));
      });

      test.for(oddKeys)('may be odd: %j', async (odd) => {
        const { store } = fixture;
        const prefix = fresh();
        const key = prefix + odd;
        await store.put(key, odd);
        expect(await textOf(store, key)).toBe(odd);
        expect(await keysOf(prefix)).toEqual([key]);
        expect(await readFile(await store.file(key, await mkdtemp(join(scratch, 'odd-'))), 'utf8')).toBe(odd);
        await store.copy({ store, key }, `${prefix}copies/${odd}`);
        expect(await textOf(store, `${prefix}copies/${odd}`)).toBe(odd);
        await store.delete(key);
        expect(await store.head(key)).toBeUndefined();
      });

      test.for(invalidKeys)('may not be: %j', async (key) => {
        const { store, versioned } = fixture;
        const path = join(scratch, 'unused');
        await writeFile(path, 'x');
        for (const each of [store, versioned]) {
          await expect(each.put(key, 'x')).rejects.toBeInstanceOf(InvalidKey);
          await expect(each.putFile(key, path)).rejects.toBeInstanceOf(InvalidKey);
          await expect(each.get(key)).rejects.toBeInstanceOf(InvalidKey);
          await expect(each.head(key)).rejects.toBeInstanceOf(InvalidKey);
          await expect(each.file(key, scratch)).rejects.toBeInstanceOf(InvalidKey);
          await expect(each.delete(key)).rejects.toBeInstanceOf(InvalidKey);
        }
      });
    });

    describe('conditions', () => {
      test('of twenty who create a key at once, one does', async () => {
        const { store } = fixture;
        const key = `${fresh()}a`;
        const outcomes = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) => store.put(key, `creator ${index}`, { ifAbsent: true })),
        );
        const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
        expect(winners).toHaveLength(1);
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(PreconditionFailed);
        expect(await textOf(store, key)).toBe(`creator ${winners[0]}`);
      });

      test('a key may be created again once it was deleted', async () => {
        const { store } = fixture;
        const key = `${fresh()}a`;
        await store.put(key, '1', { ifAbsent: true });
        await store.delete(key);
        await store.put(key, '2', { ifAbsent: true });
        expect(await textOf(store, key)).toBe('2');
      });

      test('only the object that was seen is replaced', async () => {
        const { store } = fixture;
        const key = `${fresh()}a`;
        await expect(store.put(key, '0', { ifMatch: '"none"' })).rejects.toBeInstanceOf(PreconditionFailed);
        expect(await store.head(key)).toBeUndefined();
        const first = await store.put(key, '1');
        const second = await store.put(key, '2', { ifMatch: first.etag });
        await expect(store.put(key, '3', { ifMatch: first.etag })).rejects.toBeInstanceOf(PreconditionFailed);
        expect(await textOf(store, key)).toBe('2');
        await store.put(key, '4', { ifMatch: second.etag });
        expect(await textOf(store, key)).toBe('4');
      });

      test('no update is lost where several count up by compare-and-swap', async () => {
        const { store } = fixture;
        const key = `${fresh()}counter`;
        await store.put(key, '0');
        const countUp = async (): Promise<void> => {
          const seen = await store.get(key);
          const next = String(Number(new TextDecoder().decode(seen?.body)) + 1);
          try {
            await store.put(key, next, { ifMatch: seen?.info.etag ?? '' });
          } catch (error) {
            if (!(error instanceof PreconditionFailed)) throw error;
            return countUp();
          }
        };
        const writer = async () => {
          for (let time = 0; time < 10; time += 1) await countUp();
        };
        await Promise.all([writer(), writer(), writer(), writer()]);
        expect(await textOf(store, key)).toBe('40');
      });

      test('a file is put under conditions too', async () => {
        const { store } = fixture;
        const key = `${fresh()}a`;
        const path = join(scratch, 'conditional');
        await writeFile(path, '1');
        const { etag } = await store.putFile(key, path, { ifAbsent: true });
        await writeFile(path, '2');
        await expect(store.putFile(key, path, { ifAbsent: true })).rejects.toBeInstanceOf(PreconditionFailed);
        await writeFile(path, '3');
        await store.putFile(key, path, { ifMatch: etag });
        expect(await textOf(store, key)).toBe('3');
      });
    });

    describe('files and copies', () => {
      test('a file of 20 MB goes in and comes out as it was', async () => {
        const { store } = fixture;
        const key = `${fresh()}large`;
        const path = join(scratch, 'large');
        const bytes = Buffer.alloc(20_000_000, 'a line of some length, and another\n');
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await writeFile(path, bytes);
        const put = await store.putFile(key, path, { sha256 });
        expect(put.bytes).toBe(bytes.byteLength);
        expect((await readFile(path)).equals(bytes)).toBe(true);
        expect((await store.putFile(key, path, { move: true })).etag).toBe(put.etag);
        expect(await store.head(key)).toMatchObject({ bytes: bytes.byteLength, etag: put.etag });
        const file = await store.file(key, await mkdtemp(join(scratch, 'large-')));
        expect(
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        ).toBe(sha256);
        const copied = await store.copy({ store, key }, `${key}-copy`);
        expect(copied.bytes).toBe(bytes.byteLength);
        expect(Buffer.from((await store.get(`${key}-copy`))?.body ?? []).equals(bytes)).toBe(true);
      });

      test('a hash that is told is the content’s', async () => {
        const key = `${fresh()}a`;
        await fixture.store.put(key, 'abc');
        const told = (await fixture.store.head(key))?.sha256;
        if (told !== undefined) expect(told).toBe(createHash('sha256').update('abc').digest('hex'));
      });

      test('a copy goes between stores, over what was there, and lives on without its source', async () => {
        const { store, versioned } = fixture;
        const key = `${fresh()}a`;
        await store.put(key, 'content');
        await versioned.put(key, 'before');
        expect(await versioned.copy({ store, key }, key)).toMatchObject({ key, bytes: 7 });
        await store.delete(key);
        expect(await textOf(versioned, key)).toBe('content');
        await store.copy({ store: versioned, key }, key);
        expect(await textOf(store, key)).toBe('content');
      });
    });

    describe('versions', () => {
      test('each put has its own, the same content too, and all can be read', async () => {
        const { versioned } = fixture;
        const key = `${fresh()}a`;
        const ids: string[] = [];
        for (const text of ['1', '2', '2', '3']) ids.push(versionOf(await versioned.put(key, text)));
        expect(new Set(ids).size).toBe(4);
        const texts = await Promise.all(ids.map((id) => textOf(versioned, key, id)));
        expect(texts).toEqual(['1', '2', '2', '3']);
        expect(await versioned.head(key)).toMatchObject({ versionId: ids[3], bytes: 1 });
        const infos = await Promise.all(ids.map((versionId) => versioned.head(key, { versionId })));
        expect(infos.map((info) => info?.versionId)).toEqual(ids);
        const times = infos.map((info) => info?.modifiedAt.getTime());
        expect(times).toEqual(times.toSorted());
        const file = await versioned.file(key, await mkdtemp(join(scratch, 'version-')), {
          versionId: ids[0] ?? '',
        });
        expect(await readFile(file, 'utf8')).toBe('1');
      });

      test('stay when the object is deleted', async () => {
        const { versioned } = fixture;
        const key = `${fresh()}a`;
        const versionId = versionOf(await versioned.put(key, 'kept'));
        await versioned.delete(key);
        expect(await versioned.get(key)).toBeUndefined();
        expect(await versioned.head(key)).toBeUndefined();
        expect(await textOf(versioned, key, versionId)).toBe('kept');
        await versioned.put(key, 'new', { ifAbsent: true });
        expect(await textOf(versioned, key)).toBe('new');
      });

      test('are their own key’s, and unknown ones are not there', async () => {
        const { versioned } = fixture;
        const prefix = fresh();
        const versionId = versionOf(await versioned.put(`${prefix}a`, 'a'));
        await versioned.put(`${prefix}b`, 'b');
        expect(await versioned.get(`${prefix}b`, { versionId })).toBeUndefined();
        await expect(versioned.file(`${prefix}b`, scratch, { versionId })).rejects.toBeInstanceOf(
          ObjectNotFound,
        );
      });
    });

    test('new objects under the prefix are announced, each version once or more, others are not', async ({
      skip,
    }) => {
      const { versioned, created } = fixture;
      if (created === undefined) return skip('the store tells of nothing');
      const inside = `staging-directory/${fresh()}`;
      await versioned.put(`${fresh()}outside`, 'x');
      const path = join(scratch, 'announced');
      await writeFile(path, 'file');
      const put = [
        await versioned.put(`${inside}a b+c%é.csv`, 'one'),
        await versioned.put(`${inside}a b+c%é.csv`, 'three'),
        await versioned.putFile(`${inside}file`, path),
      ];
      const expected = put.map(({ key, bytes, etag, versionId }) =>
        expect.objectContaining({ key, bytes, etag, versionId }),
      );
      await expect
        .poll(created, { timeout: PATIENCE_MS, interval: 50 })
        .toEqual(expect.arrayContaining(expected));
      expect((await created()).filter(({ key }) => !key.startsWith('staging-directory/'))).toEqual([]);
    });
  });
};
