import { expect, test } from 'vitest';
import { sweepAll } from '../retention/sweep-regularly.ts';
import { openTestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const spec =
  'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\nkeep: { versions: 1 }\n';

test('every dataset is swept; one that fails holds up no other', async () => {
  const status = await openTestStatus();
  for (const dataset of ['a', 'b'])
    for (const days of [10, 11]) {
      const run = await status.upload(
        `${dataset}/${days}.csv`,
        readings({ days }),
        days === 10 ? spec : undefined,
      );
      await status.settled(run);
    }
  const { features, results } = status.deps.backend.stores;
  await results.put('datasets/a/log/000003.json', 'no JSON');
  const said: unknown[] = [];
  const log = { info: (fields: unknown) => said.push(fields), error: (fields: unknown) => said.push(fields) };
  await sweepAll({ ...status.deps, log: log as unknown as typeof status.deps.log });
  expect(said).toMatchObject([{ dataset: 'a' }, { dataset: 'b', versions: 1 }]);
  const left = async (dataset: string): Promise<number> => {
    let versions = 0;
    for await (const folder of features.folders(`feature-sets/${dataset}/`))
      versions += Number(folder.includes('version='));
    return versions;
  };
  expect([await left('a'), await left('b')]).toEqual([2, 1]);
});
