import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Output, readReceipt, type Stage } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { wordStages } from '../support/word-stages.ts';
import { startWorker } from '../support/worker.ts';

test('an object that is passed on unchanged is not written again, and is in the record', async () => {
  const backend = await makeBackend();
  const read: string[] = [];
  const passing: Stage = {
    name: 'transform',
    run: async ({ inputs, part }) => ({
      outputs: inputs.map(({ ref }): Output => ({ ref, to: part })),
      result: {},
    }),
  };
  const aggregate: Stage = {
    name: 'aggregate',
    run: async (work) => {
      for (const { path } of work.inputs) read.push(await readFile(path, 'utf8'));
      return wordStages.aggregate.run(work);
    },
  };
  for (const stage of [wordStages.ingest, passing, aggregate, wordStages.publish])
    await startWorker(backend, stage);
  const run = await uploadText(backend, 'poem/a.txt', 'one two');
  expect((await settled(backend, run)).status).toBe('sealed');
  expect(read.sort()).toEqual(['one', 'two']);
  const keys: string[] = [];
  for await (const { key } of backend.stores.features.list(`work/${run}/`)) keys.push(key);
  expect(keys.filter((key) => key.includes('/transform/'))).toEqual([]);
});

test('an input that is not what was written is not read', async () => {
  const backend = await makeBackend();
  for (const stage of [wordStages.ingest, wordStages.transform]) await startWorker(backend, stage);
  const run = await uploadText(backend, 'poem/a.txt', 'one');
  await until('transform is done', async () => {
    const receipt = await readReceipt(backend.stores, run);
    return receipt?.stages[1]?.status === 'done';
  });
  await writeFile(join(backend.dataDir, `features/work/${run}/replay-0/transform/0/1.txt`), 'X');
  await startWorker(backend, wordStages.aggregate, { maxFailures: 1 });
  await startWorker(backend, wordStages.publish);
  const receipt = await settled(backend, run);
  expect(receipt).toMatchObject({ status: 'failed', error: { code: 'INPUT_CORRUPT', stage: 'aggregate' } });
});
