import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ObjectNotFound } from '../../errors.ts';
import type { ObjectInfo } from '../../object-store.ts';
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
