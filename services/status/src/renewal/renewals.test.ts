import { setTimeout as sleep } from 'node:timers/promises';
import { HistoryPage, RunReceipt } from '@wattline/api';
import { latestVersion } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const weather = 'time: { column: time }\nvalues: { load: {} }\nlags: { by: [] }\n';
const town =
  'time: { column: time }\nentity: meter\nvalues: { load: {} }\njoins: { weather: { columns: [load_mean] } }\n';

/** One series, of a column `load` that is a temperature. */
const degrees = (seed: number): string =>
  readings({ seed }).replaceAll(',a,', ',').replace('time,meter', 'time');

/** Once the dataset has another version than before. */
const newVersion = async ({ backend }: TestStatus, dataset: string, before?: string): Promise<string> => {
  for (;;) {
    const version = await latestVersion(backend.stores.features, dataset);
    if (version !== undefined && version !== before) return version;
    await sleep(20);
  }
};

test('a dataset that joins another is made when that is there, and again with its next version; it says why', async () => {
  const status = await openTestStatus();
  const run = await status.upload('town/a.csv', readings({ days: 3 }), town);
  expect(await status.settled(run)).toMatchObject({ status: 'rejected', error: { code: 'JOIN_NOT_SEALED' } });
  const { version: cold } = await status.settled(await status.upload('weather/1.csv', degrees(1), weather));
  const first = await newVersion(status, 'town');
  const { version: warm } = await status.settled(await status.upload('weather/2.csv', degrees(5)));
  const second = await newVersion(status, 'town', first);
  await status.settled(run);
  const receipt = RunReceipt.parse((await status.get(`/api/v1/runs/${run}`)).body);
  const renews = (version: string | undefined) => [{ dataset: 'weather', version }];
  expect(receipt).toMatchObject({ version: second, replay: 2, renews: renews(warm) });
  const { entries } = HistoryPage.parse((await status.get('/api/v1/datasets/town/history')).body);
  expect(entries.map((entry) => [entry.version, entry.renews])).toEqual([
    [second, renews(warm)],
    [first, renews(cold)],
  ]);

  // What joins the town cannot be joined by it.
  const circle = 'time: { column: time }\nvalues: { load: {} }\njoins: { town: { columns: [load_mean] } }\n';
  const third = await status.settled(await status.upload('weather/3.csv', degrees(2), circle));
  expect(third).toMatchObject({
    status: 'rejected',
    error: { code: 'JOIN_CIRCULAR', place: { value: 'town' } },
  });
});
