import { defaultKeepDays } from '@wattline/topology';
import { type Stores, sweepDataset } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { csvOf, dayOf, TOWN } from '../support/erase-town.ts';
import { uploadText } from '../support/upload.ts';

const DAY_MS = 86_400_000;
const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
quarantine: { maxFraction: 0.5 }
sameKey: replace
`;

const namesOf = async (store: Stores['staging'], prefix: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { key, isCurrent } of store.versions(prefix))
    found.push(`${key.split('/').at(-1)} ${isCurrent}`);
  return found;
};

test('what goes by its age goes, and nothing that a dataset consists of', async () => {
  const backend = await makeBackend();
  const { stores } = backend;
  await startEngineWorkers(backend);
  const upload = async (name: string, body: string, own?: string) => {
    const run = await uploadText(backend, `${TOWN}/${name}`, body, own);
    return { run, atMs: (await settled(backend, run)) && Date.now() };
  };
  const bad = '2024-01-09T99:00:00Z,M1,1\n';
  const runs = [
    await upload('1.csv', csvOf(dayOf(0, ['M1'])) + bad, spec),
    // Of one name, the last counts: the first is needed by no version but that of before.
    await upload('2.csv', csvOf(dayOf(24, ['M1']))),
    await upload('2.csv', csvOf(dayOf(24, ['M1'], 5))),
    await upload('3.csv', 'nothing,at,all\n1,2,3\n'),
    await upload('3.csv', csvOf(dayOf(48, ['M1']))),
  ];
  await stores.staging.delete(`staging-directory/${TOWN}/1.csv`);
  const staged = () => namesOf(stores.staging, `staging-directory/${TOWN}/`);
  const before = await staged();
  expect(before).toHaveLength(6);
  const sweep = (days: number, dryRun: boolean) =>
    sweepDataset({
      stores,
      dataset: TOWN,
      keep: 'all',
      isBusy: async () => false,
      dryRun,
      now: () => Date.now() + days * DAY_MS,
      ages: { keepDays: defaultKeepDays, runs: async () => runs },
    });
  expect((await sweep(6, true)).aged).toBeUndefined();
  expect((await sweep(8, true)).aged).toMatchObject([{ kind: 'work' }]);
  const dry = await sweep(400, true);
  expect(dry.aged?.map(({ kind, files }) => [kind, files > 0])).toEqual([
    ['work', true],
    ['quarantine', true],
    ['attempt-logs', true],
    ['old-uploads', true],
  ]);
  expect(await staged()).toEqual(before);
  expect((await sweep(400, false)).aged).toEqual(dry.aged);
  // The upload that was refused, and nothing else: versions consist of the others, the one that is deleted too.
  expect((await staged()).filter((name) => name.startsWith('3.csv'))).toEqual(['3.csv true']);
  expect(await staged()).toHaveLength(5);
  for await (const { key } of stores.results.list('quarantine/')) expect(key).toBe('gone');
  for await (const { key } of stores.features.list('work/')) expect(key).toBe('gone');
  for await (const { key } of stores.results.list('runs/')) expect(key).not.toMatch(/\.log$/);
  expect((await sweep(400, true)).aged).toBeUndefined();
  for (const { run } of runs.slice(0, 3))
    expect(await settled(backend, run)).toMatchObject({ status: 'sealed' });
});
