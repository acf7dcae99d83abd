import { HistoryPage } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

test('a history is read page by page, and an older version is made the latest', async () => {
  const status = await openTestStatus();
  for (const days of [14, 15, 16])
    expect(await status.settled(await status.upload(`town/${days}.csv`, readings({ days })))).toMatchObject({
      status: 'sealed',
    });
  const page = async (query = '') =>
    HistoryPage.parse((await status.get(`/api/v1/datasets/town/history${query}`)).body);
  const first = await page('?limit=2');
  expect([first.entries.map(({ entry }) => entry), first.total, first.cursor]).toEqual([[3, 2], 3, '2']);
  const [oldest] = (await page(`?limit=2&cursor=${first.cursor}`)).entries;
  expect(oldest).toMatchObject({
    entry: 1,
    type: 'upload',
    key: 'staging-directory/town/14.csv',
    changed: true,
  });
  const restore = (version = '') =>
    status.app.request(`/api/v1/datasets/town/versions/${version}/restoration`, { method: 'POST' });
  const restored = await restore(oldest?.version);
  expect(await restored.json()).toEqual({
    dataset: 'town',
    version: oldest?.version,
    entry: 4,
    changed: true,
  });
  const [newest] = (await page()).entries;
  expect(newest).toMatchObject({ type: 'restoration', to: 1, by: 'local user', latest: true });
  expect((await status.get('/api/v1/datasets/town/versions/latest')).body).toMatchObject({
    version: oldest?.version,
  });
  expect((await restore('0123456789abcdef')).status).toBe(404);
  expect(await status.get('/api/v1/datasets/village/history')).toMatchObject({ status: 404 });
  await status.backend.stores.staging.put('staging-directory/village/wattline.yaml', 'entity: meter');
  expect(await page('').then(() => status.get('/api/v1/datasets/village/history'))).toMatchObject({
    body: { entries: [], total: 0 },
  });
});
