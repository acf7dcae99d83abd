import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ObjectNotFound } from '../../errors.ts';
import type { ObjectInfo, StoredVersion } from '../../object-store.ts';
import type { ContractContext } from './context.ts';

const versionOf = ({ versionId }: ObjectInfo): string => {
  if (versionId === undefined) throw new Error('a versioned store gives no version');
  return versionId;
};

export const describeVersions = (context: ContractContext): void => {
  describe('versions', () => {
    test('each put has its own, the same content too, and all can be read', async () => {
      const { versioned } = context;
      const key = `${context.fresh()}a`;
      const ids: string[] = [];
      for (const text of ['1', '2', '2', '3']) ids.push(versionOf(await versioned.put(key, text)));
      expect(new Set(ids).size).toBe(4);
      const texts = await Promise.all(ids.map((id) => context.textOf(versioned, key, id)));
      expect(texts).toEqual(['1', '2', '2', '3']);
      expect(await versioned.head(key)).toMatchObject({ versionId: ids[3], bytes: 1 });
      const infos = await Promise.all(ids.map((versionId) => versioned.head(key, { versionId })));
      expect(infos.map((info) => info?.versionId)).toEqual(ids);
      const times = infos.map((info) => info?.modifiedAt.getTime());
      expect(times).toEqual(times.toSorted());
      const file = await versioned.file(key, await mkdtemp(join(context.scratch, 'version-')), {
        versionId: ids[0] ?? '',
      });
      expect(await readFile(file, 'utf8')).toBe('1');
    });

    test('stay when the object is deleted', async () => {
      const { versioned } = context;
      const key = `${context.fresh()}a`;
      const versionId = versionOf(await versioned.put(key, 'kept'));
      await versioned.delete(key);
      expect(await versioned.get(key)).toBeUndefined();
      expect(await versioned.head(key)).toBeUndefined();
      expect(await context.textOf(versioned, key, versionId)).toBe('kept');
      await versioned.put(key, 'new', { ifAbsent: true });
      expect(await context.textOf(versioned, key)).toBe('new');
    });

    test('can be listed, and purged one by one or all together', async () => {
      const { versioned } = context;
      const prefix = context.fresh();
      const listed = async (): Promise<string[]> => {
        const found: string[] = [];
        for await (const { key, versionId, isCurrent } of versioned.versions(prefix))
          found.push(
            `${key.slice(prefix.length)} ${await context.textOf(versioned, key, versionId)} ${isCurrent}`,
          );
        return found;
      };
      const first = versionOf(await versioned.put(`${prefix}a`, '1'));
      await versioned.put(`${prefix}a`, '2');
      await versioned.put(`${prefix}a-b`, '3');
      const last = versionOf(await versioned.put(`${prefix}a`, '4'));
      await versioned.delete(`${prefix}a-b`);
      expect(await listed()).toEqual(
        expect.arrayContaining(['a 1 false', 'a 2 false', 'a 4 true', 'a-b 3 false']),
      );
      const own = (await listed()).filter((text) => text.startsWith('a '));
      expect(own).toEqual(['a 1 false', 'a 2 false', 'a 4 true']);
      await versioned.purge(`${prefix}a`, { versionId: first });
      expect(await versioned.get(`${prefix}a`, { versionId: first })).toBeUndefined();
      expect(await context.textOf(versioned, `${prefix}a`)).toBe('4');
      await versioned.purge(`${prefix}a`);
      await versioned.purge(`${prefix}a-b`);
      await versioned.purge(`${prefix}nothing`);
      expect(await listed()).toEqual([]);
      expect(await versioned.head(`${prefix}a`)).toBeUndefined();
      expect(await versioned.head(`${prefix}a`, { versionId: last })).toBeUndefined();
      await versioned.put(`${prefix}a`, '5', { ifAbsent: true });
      expect(await listed()).toEqual(['a 5 true']);
    });

    test('can be purged where stages read none by its version, whether the store keeps any or not', async () => {
      const { store } = context;
      const prefix = context.fresh();
      await store.put(`${prefix}a`, '1');
      await store.put(`${prefix}a`, '2');
      const listed = async (): Promise<StoredVersion[]> => {
        const found: StoredVersion[] = [];
        for await (const version of store.versions(prefix)) found.push(version);
        return found;
      };
      const current = (await listed()).filter(({ isCurrent }) => isCurrent);
      expect(current).toMatchObject([{ key: `${prefix}a`, bytes: 1 }]);
      for (const { key, versionId, isCurrent } of await listed())
        if (!isCurrent) await store.purge(key, { versionId });
      expect((await listed()).map(({ isCurrent }) => isCurrent)).toEqual([true]);
      expect(await context.textOf(store, `${prefix}a`)).toBe('2');
      await store.purge(`${prefix}a`);
      expect(await store.head(`${prefix}a`)).toBeUndefined();
      expect(await listed()).toEqual([]);
    });

    test('are their own key’s, and unknown ones are not there', async () => {
      const { versioned } = context;
      const prefix = context.fresh();
      const versionId = versionOf(await versioned.put(`${prefix}a`, 'a'));
      await versioned.put(`${prefix}b`, 'b');
      expect(await versioned.get(`${prefix}b`, { versionId })).toBeUndefined();
      await expect(versioned.file(`${prefix}b`, context.scratch, { versionId })).rejects.toBeInstanceOf(
        ObjectNotFound,
      );
    });
  });
};
