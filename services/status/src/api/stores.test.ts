import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectPage, StoreList } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const open = (): Promise<TestStatus> => openTestStatus({ stages: [] });

const page = async ({ get }: TestStatus, query: string): Promise<ObjectPage> => {
  const { status, body } = await get(`/api/v1/stores/${query}`);
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  return body as ObjectPage;
};

const until = async <Found>(look: () => Promise<Found | undefined | false>): Promise<Found> => {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
};

test('the four stores, counted beside those who ask', async () => {
  const status = await open();
  await status.backend.stores.models.put('a/b', 'twelve bytes');
  const models = async () => {
    const { body } = await status.get('/api/v1/stores');
    const { stores } = body as StoreList;
    expect(stores.map(({ name, reachable }) => [name, reachable])).toEqual([
      ['staging', true],
      ['features', true],
      ['models', true],
      ['results', true],
    ]);
    return stores.find(({ name }) => name === 'models');
  };
  expect(await models()).not.toHaveProperty('size');
  const size = await until(async () => (await models())?.size);
  expect(size).toMatchObject({ objects: 1, bytes: 12, complete: true });
  await status.backend.stores.models.put('a/c', 'more');
  // What was counted is kept for a while.
  expect((await models())?.size).toEqual(size);
});

test('a store that does not answer is reported as such, and the others still are', async () => {
  const status = await open();
  const { stores } = status.backend;
  Object.assign(stores.models, {
    list: () => {
      throw new Error('connect ECONNREFUSED /secret/path');
    },
  });
  const { body } = await status.get('/api/v1/stores');
  const list = (body as StoreList).stores;
  expect(list.map(({ reachable }) => reachable)).toEqual([true, true, false, true]);
  expect(JSON.stringify(list)).not.toContain('secret');
});

test('objects by folder, page after page, and each as a file', async () => {
  const status = await open();
  const { staging } = status.backend.stores;
  const names = ['<img src=x onerror=alert(1)>.csv', 'a "quoted" name.csv', 'März +1%2e.csv', 'عداد.csv'];
  for (const name of names) await staging.put(`staging-directory/power/${name}`, `bytes of ${name}`);
  await staging.put('staging-directory/other/x.csv', 'x');
  await staging.put('staging-directory/z.csv', 'z');

  const top = await page(status, 'staging/objects?prefix=staging-directory/');
  expect(top.folders).toEqual(['staging-directory/other/', 'staging-directory/power/']);
  expect(top.objects).toMatchObject([{ key: 'staging-directory/z.csv', bytes: 1 }]);

  const seen: ObjectPage['objects'] = [];
  let cursor = '';
  do {
    const next = await page(
      status,
      `staging/objects?prefix=staging-directory/power/&limit=3${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...next.objects);
    cursor = next.cursor ?? '';
  } while (cursor !== '');
  expect(seen.map(({ key }) => key.slice('staging-directory/power/'.length)).toSorted()).toEqual(
    names.toSorted(),
  );

  for (const { href, key, bytes } of seen) {
    const response = await status.app.request(href);
    const name = key.split('/').at(-1) ?? '';
    expect(await response.text()).toBe(`bytes of ${name}`);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(bytes),
      'x-content-type-options': 'nosniff',
    });
    const disposition = headers['content-disposition'] ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.~%!#$&+^`|-]+$/);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(name);
  }
});

test('an older version of an object can be had', async () => {
  const status = await open();
  const { staging } = status.backend.stores;
  const first = await staging.put('staging-directory/a.csv', 'first');
  await staging.put('staging-directory/a.csv', 'second');
  const href = '/api/v1/stores/staging/content?key=staging-directory/a.csv';
  expect(await (await status.app.request(href)).text()).toBe('second');
  expect(await (await status.app.request(`${href}&versionId=${first.versionId}`)).text()).toBe('first');
  const head = await status.app.request(href, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', '']);
});

test('a missing object and an invalid key are errors with a remedy', async () => {
  const status = await open();
  await status.backend.stores.staging.put('staging-directory/a.csv', 'a');
  const cases: [string, number, string][] = [
    ['staging/content?key=none', 404, 'OBJECT_UNKNOWN'],
    ['staging/content?key=../queues.db', 400, 'KEY_INVALID'],
    ['staging/content?key=..%2f..%2fetc%2fpasswd', 400, 'KEY_INVALID'],
    ['staging/content?key=a%00b', 400, 'KEY_INVALID'],
    ['staging/content?key=staging-directory', 404, 'OBJECT_UNKNOWN'],
    ['secrets/content?key=a', 400, 'REQUEST_INVALID'],
    ['staging/objects?cursor=nonsense', 400, 'CURSOR_INVALID'],
    ['staging/objects?limit=0', 400, 'REQUEST_INVALID'],
  ];
  for (const [path, code, word] of cases)
    expect([path, await status.get(`/api/v1/stores/${path}`)]).toMatchObject([
      path,
      { status: code, body: { code: word } },
    ]);
  expect(await page(status, 'staging/objects?prefix=../')).toEqual({ folders: [], objects: [] });
  expect(await readdir(join(status.backend.scratch))).not.toContain('passwd');
});
