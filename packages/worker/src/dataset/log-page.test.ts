import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import { expect, test } from 'vitest';
import { readLogPage } from './log-page.ts';

const at = '2026-01-01T00:00:00.000Z';

const storeOf = (entries: number) => {
  const asked: string[] = [];
  const numberOf = (key: string): number => Number(/(\d+)\.json$/.exec(key)?.[1]);
  const isThere = (key: string): boolean => numberOf(key) >= 1 && numberOf(key) <= entries;
  const info = (key: string) => ({ key }) as ObjectInfo;
  const store = {
    head: async (key: string) => {
      asked.push(key);
      return isThere(key) ? info(key) : undefined;
    },
    get: async (key: string) => {
      asked.push(key);
      const body = JSON.stringify({ type: 'reset', entry: numberOf(key), at });
      return isThere(key) ? { info: info(key), body: new TextEncoder().encode(body) } : undefined;
    },
  } as unknown as ObjectStore;
  return { store, asked };
};

const numbers = async (store: ObjectStore, options: { before?: number; limit: number }) => {
  const { entries, total } = await readLogPage(store, 'town', options);
  return { total, entries: entries.map(({ entry }) => entry) };
};

test('the newest entry is found in a log of any length', async () => {
  const lengths = [0, 1, 2, 3, 15, 16, 17, 255, 1_000, 5_000, 32_767, 32_768, 32_769, 100_000];
  for (const length of lengths) {
    const { store } = storeOf(length);
    expect(await numbers(store, { limit: 1 })).toEqual({
      total: length,
      entries: length === 0 ? [] : [length],
    });
  }
});

test('a page of a long log costs its entries and a few looks for the newest', async () => {
  const { store, asked } = storeOf(5_000);
  expect(await numbers(store, { limit: 3 })).toEqual({ total: 5_000, entries: [5_000, 4_999, 4_998] });
  expect(asked.length).toBeLessThan(80);
  expect(await numbers(store, { before: 3, limit: 50 })).toEqual({ total: 5_000, entries: [2, 1] });
  expect(await numbers(store, { before: 1, limit: 50 })).toEqual({ total: 5_000, entries: [] });
});
