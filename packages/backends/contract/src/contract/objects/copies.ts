import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ContractContext } from './context.ts';

export const describeCopies = (context: ContractContext): void => {
  describe('files and copies', () => {
    test('a file of 20 MB goes in and comes out as it was', async () => {
      const { store } = context;
      const key = `${context.fresh()}large`;
      const path = join(context.scratch, 'large');
      const bytes = Buffer.alloc(20_000_000, 'a line of some length, and another\n');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await writeFile(path, bytes);
      const put = await store.putFile(key, path, { sha256 });
      expect(put.bytes).toBe(bytes.byteLength);
      expect((await readFile(path)).equals(bytes)).toBe(true);
      expect((await store.putFile(key, path, { move: true })).etag).toBe(put.etag);
      expect(await store.head(key)).toMatchObject({ bytes: bytes.byteLength, etag: put.etag });
      const file = await store.file(key, await mkdtemp(join(context.scratch, 'large-')));
      expect(
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ).toBe(sha256);
      const copied = await store.copy({ store, key }, `${key}-copy`);
      expect(copied.bytes).toBe(bytes.byteLength);
      expect(Buffer.from((await store.get(`${key}-copy`))?.body ?? []).equals(bytes)).toBe(true);
    });

    test('a hash that is given is the content’s', async () => {
      const key = `${context.fresh()}a`;
      await context.store.put(key, 'abc');
      const known = (await context.store.head(key))?.sha256;
      if (known !== undefined) expect(known).toBe(createHash('sha256').update('abc').digest('hex'));
    });

    test('a copy goes between stores, over what was there, and lives on without its source', async () => {
      const { store, versioned } = context;
      const key = `${context.fresh()}a`;
      await store.put(key, 'content');
      await versioned.put(key, 'before');
      expect(await versioned.copy({ store, key }, key)).toMatchObject({ key, bytes: 7 });
      await store.delete(key);
      expect(await context.textOf(versioned, key)).toBe('content');
      await store.copy({ store: versioned, key }, key);
      expect(await context.textOf(store, key)).toBe('content');
    });
  });
};
