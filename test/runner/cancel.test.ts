import { cancelRun, readReceipt, type Stage } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeChain, settled, startWorker } from '../support/chain.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { wordStages } from '../support/word-stages.ts';

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
  const chain = await makeChain();
  const { stage, begun, release } = held(wordStages.publish);
  for (const each of [wordStages.ingest, wordStages.transform, wordStages.aggregate, stage])
    await startWorker(chain, each);
  const run = await uploadText(chain, 'words/a.txt', 'one two');
  await begun;
  await cancelRun(chain, run);
  expect(await readReceipt(chain.stores, run)).toMatchObject({
    status: 'cancelled',
    error: { code: 'RUN_CANCELLED', stage: 'publish' },
  });
  release();
  const sealed = await until('it is sealed', async () => {
    const receipt = await readReceipt(chain.stores, run);
    return receipt?.status === 'sealed' && receipt;
  });
  expect(sealed.error).toBeUndefined();
  await expect(cancelRun(chain, run)).rejects.toMatchObject({ code: 'RUN_ENDED' });
});

test('a cancelled run goes no further than the stage that works on it', async () => {
  const chain = await makeChain();
  const { stage, begun, release } = held(wordStages.transform);
  for (const each of [wordStages.ingest, stage, wordStages.aggregate, wordStages.publish])
    await startWorker(chain, each);
  const run = await uploadText(chain, 'words/a.txt', 'one');
  await begun;
  await cancelRun(chain, run);
  const other = await uploadText(chain, 'words/b.txt', 'two');
  release();
  // The queue has passed both by when the other one is through.
  await settled(chain, other);
  const receipt = await readReceipt(chain.stores, run);
  expect(receipt?.status).toBe('cancelled');
  expect(receipt?.stages.map(({ attempts }) => attempts)).toEqual([1, 1, 0, 0]);
});
