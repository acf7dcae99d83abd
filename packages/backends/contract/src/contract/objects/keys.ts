import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InvalidKey } from '../../errors.ts';
import type { ContractContext } from './context.ts';
import { invalidKeys, oddKeys } from './key-samples.ts';

export const describeKeys = (context: ContractContext): void => {
  describe('keys', () => {
    test('come in byte order, by prefix, and after a start', async () => {
      const prefix = context.fresh();
      const names = ['B', 'a', 'a!b', 'a-b/c', 'aa/b', 'aa/c/d', 'aa0', 'b', 'é', '\u{FF5E}', '\u{1F600}'];
      for (const name of [...names].reverse()) await context.store.put(prefix + name, name);
      const keys = names.map((name) => prefix + name);
      expect(await context.keysOf(prefix)).toEqual(keys);
      expect(await context.keysOf(`${prefix}aa`)).toEqual(keys.slice(4, 7));
      expect(await context.keysOf(`${prefix}aa/`)).toEqual(keys.slice(4, 6));
      expect(await context.keysOf(`${prefix}aa/b`)).toEqual(keys.slice(4, 5));
      expect(await context.keysOf(`${prefix}zz`)).toEqual([]);
      for (const [index, key] of keys.entries())
        expect(await context.keysOf(prefix, key)).toEqual(keys.slice(index + 1));
      expect(await context.keysOf(prefix, `${prefix}aa/b!`)).toEqual(keys.slice(5));
      expect(await context.keysOf(prefix, `${prefix}aa/\u{10FFFF}`)).toEqual(keys.slice(6));
    });

    test('may have folders', async () => {
      const { store } = context;
      const prefix = context.fresh();
      const folder = prefix.endsWith('/') ? prefix : `${prefix}folders/`;
      for (const name of ['b/1', 'a', 'b/2/3', 'a-b/c', 'é/x', 'c/d/e/f'])
        await store.put(folder + name, 'x');
      const foldersOf = async (of: string): Promise<string[]> => {
        const found: string[] = [];
        for await (const name of store.folders(of)) found.push(name);
        return found;
      };
      expect(await foldersOf(folder)).toEqual(['a-b/', 'b/', 'c/', 'é/'].map((name) => folder + name));
      expect(await foldersOf(`${folder}b/`)).toEqual([`${folder}b/2/`]);
      expect(await foldersOf(`${folder}nowhere/`)).toEqual([]);
      expect((await foldersOf('')).some((name) => folder.startsWith(name))).toBe(true);
    });

    test('come all, more than a thousand too', async () => {
      const prefix = context.fresh();
      const keys = Array.from({ length: 1_050 }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);
      for (let from = 0; from < keys.length; from += 50)
        await Promise.all(keys.slice(from, from + 50).map((key) => context.store.put(key, 'x')));
      expect(await context.keysOf(prefix)).toEqual(keys);
      expect(await context.keysOf(prefix, keys[1_020])).toEqual(keys.slice(1_021));
    });

    test.for(oddKeys)('may be odd: %j', async (odd) => {
      const { store } = context;
      const prefix = context.fresh();
      const key = prefix + odd;
      await store.put(key, odd);
      expect(await context.textOf(store, key)).toBe(odd);
      expect(await context.keysOf(prefix)).toEqual([key]);
      expect(
        await readFile(await store.file(key, await mkdtemp(join(context.scratch, 'odd-'))), 'utf8'),
      ).toBe(odd);
      await store.copy({ store, key }, `${prefix}copies/${odd}`);
      expect(await context.textOf(store, `${prefix}copies/${odd}`)).toBe(odd);
      await store.delete(key);
      expect(await store.head(key)).toBeUndefined();
    });

    test.for(invalidKeys)('may not be: %j', async (key) => {
      const { store, versioned } = context;
      const path = join(context.scratch, 'unused');
      await writeFile(path, 'x');
      for (const each of [store, versioned]) {
        await expect(each.put(key, 'x')).rejects.toBeInstanceOf(InvalidKey);
        await expect(each.putFile(key, path)).rejects.toBeInstanceOf(InvalidKey);
        await expect(each.get(key)).rejects.toBeInstanceOf(InvalidKey);
        await expect(each.head(key)).rejects.toBeInstanceOf(InvalidKey);
        await expect(each.file(key, context.scratch)).rejects.toBeInstanceOf(InvalidKey);
        await expect(each.delete(key)).rejects.toBeInstanceOf(InvalidKey);
      }
    });
  });
};
