import { type DatasetDetail, DatasetDetail as Detail } from '@wattline/api';
import { featureSetPlaces } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const page = async (status: TestStatus, query = ''): Promise<DatasetDetail> =>
  Detail.parse((await status.get(`/api/v1/datasets/town${query}`)).body);

/** Versions that look like one that is sealed. */
const copy = async ({ backend }: TestStatus, version: string, names: readonly string[]): Promise<void> => {
  const { features } = backend.stores;
  const found = await features.get(featureSetPlaces('town', version).manifest.key);
  const manifest = JSON.parse(new TextDecoder().decode(found?.body)) as object;
  for (const name of names)
    await features.put(
      featureSetPlaces('town', name).manifest.key,
      JSON.stringify({ ...manifest, version: name }),
    );
};

test('versions come in pages, the newest first, each once, also while others are sealed', async () => {
  const status = await openTestStatus();
  const { version = '' } = await status.settled(await status.upload('town/a.csv', readings({ days: 14 })));
  const names = ['v1', 'v.2', 'v3', 'v4', 'v5', 'v6'];
  await copy(status, version, names);
  // Begun, and not sealed.
  await status.backend.stores.features.put('feature-sets/town/version=begun/part.parquet', '');
  const first = await page(status, '?limit=3');
  expect([first.total, first.latest?.version]).toEqual([7, version]);
  await copy(status, version, ['v7']);
  const second = await page(status, `?limit=3&cursor=${first.cursor}`);
  const last = await page(status, `?limit=3&cursor=${second.cursor}`);
  expect([last.total, last.cursor]).toEqual([8, undefined]);
  const shown = [first, second, last].flatMap(({ versions }) => versions);
  // Two may be sealed within one millisecond.
  const times = shown.map(({ sealedAt }) => sealedAt);
  expect(times).toEqual(times.toSorted().reverse());
  expect(shown.map((one) => one.version).sort()).toEqual([...names, version].sort());
  expect(last.versions).toMatchObject([{ version, latest: true }]);
  await status.backend.stores.features.delete(featureSetPlaces('town', 'v7').manifest.key);
  expect((await page(status)).versions.map((one) => one.version)).not.toContain('v7');
  expect(await status.get('/api/v1/datasets/town?cursor=x')).toMatchObject({ status: 400 });
});
