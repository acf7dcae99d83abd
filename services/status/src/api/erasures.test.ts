import { DeletionAccepted, ErasurePreview, Problem } from '@wattline/api';
import { ObjectNotFound } from '@wattline/backend-contract';
import { readLog } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const day = (date: number, meters: readonly string[]): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => meters.map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${10 + (hour % 5)}\n`).join('')).join('')}`;

const post = async ({ app }: TestStatus, path: string, body: unknown) => {
  const response = await app.request(`/api/v1/datasets/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

test('an entity is erased after a look at what would go, and its name is nowhere afterwards', async () => {
  const status = await openTestStatus();
  const { stores } = status.backend;
  await status.settled(await status.upload('town/1.csv', day(1, ['A', 'ZEPHYR-77'])));
  await status.settled(await status.upload('town/2.csv', day(2, ['A', 'B'])));
  const preview = ErasurePreview.parse(
    (await post(status, 'town/erasures/preview', { entity: 'ZEPHYR-77' })).body,
  );
  expect([preview.rows, preview.versions.length, preview.uploads.map(({ outcome }) => outcome)]).toEqual([
    24,
    2,
    ['rewritten'],
  ]);
  const unknown = await post(status, 'town/erasures', { entity: 'ZEPHYR-7' });
  expect([unknown.status, Problem.parse(unknown.body).code]).toEqual([422, 'ENTITY_UNKNOWN']);

  const asked = await post(status, 'town/erasures', { entity: 'ZEPHYR-77' });
  expect(asked.status).toBe(202);
  const { run } = DeletionAccepted.parse(asked.body);
  expect(await status.settled(run)).toMatchObject({ status: 'sealed' });
  await expect
    .poll(async () => (await readLog(stores.results, 'town')).find(({ type }) => type === 'deletion'))
    .toMatchObject({ deletes: { erased: true } });
  for (const store of Object.values(stores))
    for await (const { key, versionId } of store.versions('')) {
      const found = await store.get(key, versionId === undefined ? {} : { versionId });
      expect(Buffer.from(found?.body ?? '').includes('ZEPHYR-77'), key).toBe(false);
    }
});

test('a raw file that goes while it is looked at, as another erasure takes it, is no 404', async () => {
  const status = await openTestStatus();
  const { staging } = status.backend.stores;
  await status.settled(await status.upload('town/1.csv', day(1, ['A', 'B'])));
  const { file } = staging;
  let opened = 0;
  staging.file = (...asked) => {
    opened += 1;
    return opened === 1 ? Promise.reject(new ObjectNotFound('gone')) : file(...asked);
  };
  const preview = await post(status, 'town/erasures/preview', { entity: 'B' });
  expect([preview.status, opened]).toEqual([200, 2]);
});
