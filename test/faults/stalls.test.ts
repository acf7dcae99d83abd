import { fileURLToPath } from 'node:url';
import { readReceipt, type StageName, stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import { attemptsOf } from '../support/attempts.ts';
import { makeBackend, settled } from '../support/backend.ts';
import { blockedHolder } from '../support/blocked-holder.ts';
import { uploadText } from '../support/upload.ts';
import { superviseWordStages } from '../support/word-stage-services.ts';

const VISIBILITY_MS = 500;
const STALL_MS = 3 * VISIBILITY_MS;
const RUNS = 6;

test('on a queue that no thread can renew, a stage whose process is blocked for longer than a message stays hidden: a second worker does the same, and the run is sealed once', async () => {
  const backend = await makeBackend();
  await superviseWordStages(
    {
      WATTLINE_DATA_DIR: backend.dataDir,
      WATTLINE_QUEUE: fileURLToPath(new URL('../support/loop-only-queue.ts', import.meta.url)),
      WATTLINE_VISIBILITY_MS: String(VISIBILITY_MS),
      STALL_MS: String(STALL_MS),
    },
    undefined,
    2,
  );
  const isDeliveredAgain = async (stage: StageName): Promise<boolean> => {
    const run = await uploadText(backend, `stalls-${stage}/a.txt`, 'word');
    await settled(backend, run);
    expect(await readReceipt(backend.stores, run), stage).toMatchObject({ status: 'sealed' });
    const sets: string[] = [];
    for await (const folder of backend.stores.features.folders(`feature-sets/stalls-${stage}/`))
      sets.push(folder);
    expect(sets, stage).toHaveLength(1);
    const attempts = [...(await attemptsOf(backend, run, stage)).values()].map((each) => each.length);
    return Math.max(...attempts) > 1;
  };
  await Promise.all(
    stageNames.map(async (stage) => {
      // On a busy machine the second worker may come too late for what the first is at: then the test has not begun.
      for (let run = 1; !(await isDeliveredAgain(stage)); run += 1)
        if (run === RUNS) throw new Error(`${stage}: no message was delivered again in ${RUNS} runs`);
    }),
  );
  for (const stage of stageNames)
    expect(await backend.queues[stage].deadLetters?.depth(), stage).toMatchObject({
      visible: 0,
      inFlight: 0,
    });
});

test('a process whose event loop is blocked keeps its message, for a thread renews it', async () => {
  const backend = await makeBackend();
  const { transform } = backend.queues;
  expect(await blockedHolder({ WATTLINE_DATA_DIR: backend.dataDir }, transform)).toEqual({
    delivered: [],
    holder: { lost: false, deleted: true },
  });
  expect(await transform.depth()).toMatchObject({ visible: 0, inFlight: 0 });
});
