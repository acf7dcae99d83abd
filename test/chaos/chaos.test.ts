import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testWith } from '@wattline/test-tools';
import { describe, expect, test } from 'vitest';
import { makeFolder } from '../support/folder.ts';
import { makeDisk, smallDisk } from '../support/small-disk.ts';
import { deliver, isSent } from './deliver.ts';
import { disturb } from './disturbances.ts';
import { type DisturbedStack, startDisturbedStack } from './disturbed-stack.ts';
import { listRuns, loggedErrors, outcomeOf, pulledBytes, unended, versionsOf } from './outcomes.ts';
import { abortingFlips, flippedParquet, poisons } from './poisons.ts';
import { createRandom } from './random.ts';
import { makeUploads, soundKinds, type Upload } from './uploads.ts';

/** The short form of `npm test`, unless minutes are given: npm run test:chaos. */
const minutes = Number(process.env.WATTLINE_CHAOS_MINUTES ?? 0);
const seed = Number(process.env.WATTLINE_CHAOS_SEED ?? 1);
const isShort = minutes === 0;
/** The short form has one of each kind. */
const counts = isShort
  ? { sound: soundKinds, poison: poisons.length }
  : { sound: 40 * minutes, poison: 12 * minutes };
/** How long the stack may take to be through with everything once nothing disturbs it any more. */
const CALM_MS = 600_000;

/** Waits until every upload has an outcome; says which have none. */
const allEnded = async ({ dataDir }: DisturbedStack, uploads: readonly Upload[]) => {
  const datasets = uploads.map(({ dataset }) => dataset);
  const end = Date.now() + CALM_MS;
  for (;;) {
    const runs = await listRuns(dataDir);
    const open = unended(datasets, runs);
    if (open.length === 0) return runs;
    if (Date.now() > end)
      throw new Error(
        `${open.length} of ${datasets.length} uploads have no outcome:\n${open.join('\n')}\n${(await loggedErrors(dataDir)).join('\n')}`,
      );
    // Each look is a process of its own.
    await sleep(1_000);
  }
};

const undisturbedBytes = async (
  folder: string,
  uploads: readonly Upload[],
): Promise<Map<string, Record<string, string>>> => {
  const stack = startDisturbedStack(join(folder, 'undisturbed'), {});
  await deliver(stack, join(folder, 'outbox'), uploads);
  await allEnded(stack, uploads);
  expect(await stack.stop()).toEqual({ code: 0, leftBehind: [] });
  const bytes = new Map<string, Record<string, string>>();
  for (const { dataset } of uploads)
    bytes.set(dataset, await pulledBytes(stack.dataDir, dataset, join(folder, 'wanted')));
  return bytes;
};

test('the flipped Parquet files abort the native reader: they are poison indeed', async () => {
  const folder = await makeFolder();
  for (const [index, flip] of abortingFlips.entries()) {
    const path = join(folder, `${index}.parquet`);
    await writeFile(path, flippedParquet(flip));
    const script = `import pl from 'nodejs-polars'; await pl.scanParquet(${JSON.stringify(path)}).collect();`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
    });
    expect(signal, `flip ${flip}`).toBe('SIGABRT');
  }
});

describe('kills, clock steps, a full disk and poison', () => {
  const done: string[] = [];

  test(
    'every upload has one outcome, and sound ones the bytes of a quiet day',
    async () => {
      const folder = await makeFolder();
      const uploads = await makeUploads(folder, counts);
      const sound = uploads.filter(({ isSound }) => isSound);
      const wanted = await undisturbedBytes(folder, sound);

      const disk = 'found' in smallDisk ? await makeDisk(isShort ? 300 : 2_000) : undefined;
      const place = disk ?? join(folder, 'disturbed');
      const stack = startDisturbedStack(place, { WATTLINE_MIN_FREE_BYTES: '20000000' });
      const over = new AbortController();
      const disturbing = disturb({ stack, random: createRandom(seed), disk }, over.signal);
      await Promise.all([deliver(stack, join(place, 'outbox'), uploads), sleep(minutes * 60_000)]).finally(
        () => over.abort(),
      );
      done.push(...(await disturbing));
      const runs = await allEnded(stack, uploads);

      const story = `seed ${seed}:\n${done.join('\n')}`;
      const outcomes = uploads.map((upload, index) =>
        outcomeOf(upload, runs.get(upload.dataset) ?? [], isSent(index)),
      );
      expect(outcomes, story).toEqual(
        uploads.map(({ dataset, isSound }) =>
          isSound ? `${dataset} sealed` : expect.stringMatching(new RegExp(`^${dataset} (rejected|failed)$`)),
        ),
      );
      expect(stack.unexpectedEnds(), story).toEqual([]);
      for (const { dataset } of sound) {
        expect(
          await pulledBytes(stack.dataDir, dataset, join(folder, 'got')),
          `${dataset}, ${story}`,
        ).toEqual(wanted.get(dataset));
        expect(await versionsOf(stack.dataDir, dataset), dataset).toHaveLength(1);
      }
      expect(await stack.stop(), story).toEqual({ code: 0, leftBehind: [] });
    },
    CALM_MS * 3 + minutes * 60_000,
  );

  testWith({ 'small disk': smallDisk })('the disk was full meanwhile', () => {
    expect(done).toContainEqual(expect.stringMatching(/^fill the disk/));
  });
});
