import { cancelRun, readReceipt, type Stage } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { wordStages } from '../support/word-stages.ts';
import { startWorker } from '../support/worker.ts';

/** A stage that waits, once it has begun, until it is let go. */
const held = (stage: Stage): { stage: Stage; begun: Promise<void>; release: () => void } => {
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    release: released.resolve,
    stage: {
      name: stage.name,
      run: async (work) => {
        begun.resolve();
        await released.promise;
        return stage.run(work);
      },
    },
  };
};

test('a run whose last part is in flight when it is cancelled is sealed, and reports nothing else', async () => {
  const backend = await makeBackend();
  const { stage, begun, release } = held(wordStages.publish);
  for (const each of [wordStages.ingest, wordStages.transform, wordStages.aggregate, stage])
    await startWorker(backend, each);
  const run = await uploadText(backend, 'words/a.txt', 'one two');
  await begun;
  await cancelRun(backend, run);
  expect(await readReceipt(backend.stores, run)).toMatchObject({
    status: 'cancelled',
    error: { code: 'RUN_CANCELLED', stage: 'publish' },
  });
  release();
  const sealed = await until('it is sealed', async () => {
    const receipt = await readReceipt(backend.stores, run);
    return receipt?.status === 'sealed' && receipt;
  });
  expect(sealed.error).toBeUndefined();
  await expect(cancelRun(backend, run)).rejects.toMatchObject({ code: 'RUN_ENDED' });
});

test('a cancelled run goes no further than the stage that works on it', async () => {
  const backend = await makeBackend();
  const { stage, begun, release } = held(wordStages.transform);
  for (const each of [wordStages.ingest, stage, wordStages.aggregate, wordStages.publish])
    await startWorker(backend, each);
  const run = await uploadText(backend, 'words/a.txt', 'one');
  await begun;
  await cancelRun(backend, run);
  const other = await uploadText(backend, 'words/b.txt', 'two');
  release();
  // The queue has passed both by when the other one is through.
  await settled(backend, other);
  const receipt = await readReceipt(backend.stores, run);
  expect(receipt?.status).toBe('cancelled');
  expect(receipt?.stages.map(({ attempts }) => attempts)).toEqual([1, 1, 0, 0]);
});
