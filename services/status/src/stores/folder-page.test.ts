import type { ObjectInfo } from '@wattline/backend-contract';
import { expect, test } from 'vitest';
import { folderPage } from './folder-page.ts';

/** A store of keys that counts what it returned. */
const storeOf = (keys: readonly string[]) => {
  const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const cost = { listings: 0, keys: 0 };
  const list = async function* (
    prefix: string,
    { startAfter = '' }: { startAfter?: string } = {},
  ): AsyncGenerator<ObjectInfo> {
    cost.listings += 1;
    for (const key of sorted) {
      if (!key.startsWith(prefix) || Buffer.compare(Buffer.from(key), Buffer.from(startAfter)) <= 0) continue;
      cost.keys += 1;
      yield { key, bytes: 1, etag: '', modifiedAt: new Date(0) };
    }
  };
  return { list, cost };
};

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);

const allPages = async (store: ReturnType<typeof storeOf>, prefix: string, limit: number) => {
  const folders: string[] = [];
  const objects: string[] = [];
  let after: string | undefined;
  do {
    const page = await folderPage(store, { prefix, limit, ...(after !== undefined && { after }) });
    expect(page.folders.length + page.objects.length).toBeLessThanOrEqual(limit);
    folders.push(...page.folders);
    objects.push(...page.objects.map(({ key }) => key));
    after = page.next;
  } while (after !== undefined);
  return { folders, objects };
};

const keys = ['a', 'b/1', 'b/2', 'b-c', 'b0', 'c/d/e', 'c/d/f', 'é/x', 'z'];

test.each([1, 2, 3, 100])('folders and objects in the order of the keys, %i a page', async (limit) => {
  const store = storeOf(keys);
  expect(await allPages(store, '', limit)).toEqual({
    folders: ['b/', 'c/', 'é/'],
    objects: ['a', 'b-c', 'b0', 'z'],
  });
  expect(await allPages(store, 'c/', limit)).toEqual({ folders: ['c/d/'], objects: [] });
  expect(await allPages(store, 'b', limit)).toEqual({ folders: ['b/'], objects: ['b-c', 'b0'] });
  expect(await allPages(store, 'none/', limit)).toEqual({ folders: [], objects: [] });
});

test('the last page asks for no other, full as it may be', async () => {
  expect(await folderPage(storeOf(['a', 'b']), { prefix: '', limit: 2 })).not.toHaveProperty('next');
  expect(await folderPage(storeOf(['a', 'b', 'c']), { prefix: '', limit: 2 })).toHaveProperty('next', 'b');
});

test('a folder of 10,000 keys costs little', async () => {
  const store = storeOf([...numbered('big/', 10_000), 'small/1', 'z']);
  expect(await allPages(store, '', 100)).toEqual({ folders: ['big/', 'small/'], objects: ['z'] });
  expect(store.cost.keys).toBeLessThan(500);
  expect(store.cost.listings).toBeLessThan(4);
});

test('a page of many small folders is one listing', async () => {
  const store = storeOf(numbered('run-', 500).flatMap((run) => numbered(`${run}/`, 15)));
  const page = await folderPage(store, { prefix: '', limit: 100 });
  expect(page.folders).toHaveLength(100);
  expect(store.cost).toMatchObject({ listings: 1 });
  expect(store.cost.keys).toBeLessThan(1_600);
});
