import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { transformStage } from '@wattline/transform';
import { type Backend, ledgerKeys, type StageName } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { startWorker } from '../support/worker.ts';

const METERS = 64;

const textOf = (meters: number): string =>
  `time,meter,load\n${Array.from({ length: meters }, (_, meter) =>
    [0, 1, 2].map((hour) => `2024-01-01T0${hour}:00:00Z,m${meter},${hour + meter}\n`).join(''),
  ).join('')}`;

const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
partition: { entityBuckets: ${METERS}, period: year }
`;

/** When each part of a run was done with a stage. */
const doneAt = async ({ stores }: Backend, run: string, stage: StageName): Promise<number[]> => {
  const found: number[] = [];
  for await (const { key, modifiedAt } of stores.results.list(ledgerKeys(run).stageRoot(0, stage)))
    if (key.endsWith('/done.json')) found.push(modifiedAt.getTime());
  return found;
};

test('a dataset of many parts does not hold up another', async () => {
  const backend = await makeBackend();
  await startWorker(
    backend,
    ingestStage({ rowsPerPart: 1, reader: openIngestReader({ slots: 1 }), piecesFromRows: 1 }),
  );
  const waiting = async (): Promise<number> => (await backend.queues.transform.depth()).visible;
  const city = await uploadText(backend, 'city/a.csv', textOf(METERS), spec);
  const parts = await until('the parts of the large one wait', async () => {
    const [done] = await doneAt(backend, city, 'ingest');
    // They are sent after that, and then the message of the upload goes.
    const { visible, inFlight } = await backend.queues.ingest.depth();
    return done !== undefined && visible + inFlight === 0 && (await waiting());
  });
  const town = await uploadText(backend, 'town/a.csv', textOf(1), spec);
  await until('that of the small one waits behind them', async () => (await waiting()) > parts);
  await startWorker(backend, transformStage());
  const [own = 0] = await until('the small one is transformed', async () => {
    const times = await doneAt(backend, town, 'transform');
    return times.length > 0 && times;
  });
  await until('the large one is', async () => (await doneAt(backend, city, 'transform')).length >= parts);
  const before = (await doneAt(backend, city, 'transform')).filter((at) => at < own);
  expect(parts).toBeGreaterThan(20);
  expect(before.length).toBeLessThan(parts / 2);
});
