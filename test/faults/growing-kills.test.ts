import type { LocalBackend } from '@wattline/bootstrap';
import { failpoints, type Receipt, readReceipt, stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { emptied } from '../support/ended.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { environment, killStages } from './kill-stages.ts';

/** Of each stage: at every failpoint once, more in the long run. */
const KILLS = Math.max(failpoints.length, Number(process.env.WATTLINE_FAULT_KILLS ?? 0) / stageNames.length);

const HOUR = 3_600_000;

const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
lags: { by: [1h, 48h] }
rolling: { windows: [24h] }
partition: { entityBuckets: 2, period: month }
quarantine: { maxFraction: 1 }
`;

/** A day of readings around the end of a month; every third file corrects the one before it, and none is like another. */
const fileOf = (index: number): string => {
  const day = index % 3 === 2 ? index - 1 : index;
  const begin = Date.UTC(2024, 0, 28) + (day % 8) * 24 * HOUR;
  const lines = Array.from({ length: 24 }, (_, hour) =>
    ['A', 'B', 'C'].map(
      (meter, at) =>
        `${new Date(begin + hour * HOUR).toISOString()},${meter},${((index * 37 + hour * 11 + at * 5) % 97) + index / 100}\n`,
    ),
  );
  return `time,meter,load\n${lines.flat().join('')}`;
};

const upload = (backend: LocalBackend, index: number): Promise<string> =>
  uploadText(backend, `town/${index}.csv`, fileOf(index), index === 0 ? spec : undefined);

const latest = async ({ stores }: LocalBackend): Promise<{ version: string; manifest: string }> => {
  const text = async (key: string): Promise<string> =>
    new TextDecoder().decode((await stores.features.get(key))?.body);
  const { version } = JSON.parse(await text('feature-sets/town/latest.json')) as { version: string };
  return { version, manifest: await text(`feature-sets/town/version=${version}/manifest.json`) };
};

const entryOf = ({ ingested }: Receipt): number => (ingested as { dataset: { entry: number } }).dataset.entry;

test('kills at every failpoint of every stage while a dataset grows: each upload is in it once, as without them', async () => {
  const backend = await makeBackend({ maxReceives: 100_000 });
  const runs: string[] = [];
  const over = new AbortController();
  const feeding = (async () => {
    while (!over.signal.aborted) {
      runs.push(await upload(backend, runs.length));
      const [newest = ''] = runs.slice(-1);
      await until(
        'the newest upload has joined, or the killing is over',
        async () =>
          over.signal.aborted || (await readReceipt(backend.stores, newest))?.stages[0]?.status === 'done',
        3_600_000,
        100,
      );
    }
  })();
  const seen = new Set<string>();
  await killStages(backend, KILLS, (stage, point) => {
    seen.add(`${stage} ${point}`);
  });
  over.abort();
  await feeding;
  for (const stage of stageNames) startStageProcess(stage, environment(backend));
  const receipts: Receipt[] = [];
  for (const run of runs) receipts.push(await settled(backend, run));
  await emptied(stageNames.map((stage) => backend.queues[stage]));

  expect(seen.size).toBe(stageNames.length * failpoints.length);
  // Uploads that wait become one version: that of the last of them.
  expect(receipts.filter(({ status }) => status !== 'sealed' && status !== 'superseded')).toEqual([]);
  expect(receipts.toSorted((a, b) => entryOf(a) - entryOf(b)).at(-1)?.status).toBe('sealed');
  expect(receipts.map(entryOf).toSorted((a, b) => a - b)).toEqual(runs.map((_, index) => index + 1));
  const log: string[] = [];
  for await (const { key } of backend.stores.results.list('datasets/town/log/')) log.push(key);
  expect(log).toHaveLength(runs.length);

  const undisturbed = await makeBackend();
  await startEngineWorkers(undisturbed);
  for (const index of runs.keys()) await settled(undisturbed, await upload(undisturbed, index));
  expect(await latest(backend)).toEqual(await latest(undisturbed));
});
