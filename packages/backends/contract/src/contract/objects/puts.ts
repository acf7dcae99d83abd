import { describe, expect, test } from 'vitest';
import { ObjectNotFound } from '../../errors.ts';
import type { ContractContext } from './context.ts';

export const describePuts = (context: ContractContext): void => {
  describe('put and get', () => {
    test('what was put is there at once, with its size, and the same for get, head and list', async () => {
      const { store } = context;
      const key = `${context.fresh()}a.json`;
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
      const { store } = context;
      const prefix = context.fresh();
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.put(`${prefix}bytes`, bytes);
      await store.put(`${prefix}empty`, new Uint8Array());
      expect(Buffer.from((await store.get(`${prefix}bytes`))?.body ?? []).equals(bytes)).toBe(true);
      expect((await store.get(`${prefix}empty`))?.body.byteLength).toBe(0);
    });

    test('a second put replaces the first and changes the etag', async () => {
      const { store } = context;
      const key = `${context.fresh()}a`;
      const first = await store.put(key, 'first');
      const second = await store.put(key, 'other');
      expect(await context.textOf(store, key)).toBe('other');
      expect(second.etag).not.toBe(first.etag);
      expect((await store.head(key))?.etag).toBe(second.etag);
    });

    test('what is absent is undefined, or ObjectNotFound as a file or to copy', async () => {
      const { store } = context;
      const key = `${context.fresh()}absent`;
      expect(await store.get(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
      await expect(store.file(key, context.scratch)).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(store.copy({ store, key }, `${key}-copy`)).rejects.toBeInstanceOf(ObjectNotFound);
      expect(await store.head(`${key}-copy`)).toBeUndefined();
    });

    test('what was deleted is gone; deleting it again is no error', async () => {
      const { store } = context;
      const prefix = context.fresh();
      await store.put(`${prefix}a/b`, '1');
      await store.delete(`${prefix}a/b`);
      expect(await store.get(`${prefix}a/b`)).toBeUndefined();
      expect(await context.keysOf(prefix)).toEqual([]);
      await store.delete(`${prefix}a/b`);
      await store.put(`${prefix}a`, 'the name of a folder that was');
      expect(await context.keysOf(prefix)).toEqual([`${prefix}a`]);
    });

    test('readers see one put or another while many write, never a piece', async () => {
      const { store } = context;
      const key = `${context.fresh()}a`;
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
        const text = await context.textOf(store, key);
        expect(['a', 'b', 'c'].map(bodyOf).includes(text ?? '')).toBe(true);
        reads += 1;
      }
      await writes;
    });
  });
};
