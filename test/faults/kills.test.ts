import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMeters } from '@wattline/sample';
import { failpoints, readReceipt, stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { emptied } from '../support/ended.ts';
import { makeFolder } from '../support/folder.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { environment, killStages } from './kill-stages.ts';

const wanted = Number(process.env.WATTLINE_FAULT_KILLS ?? 70);

/** To read a receipt of many parts all the time would take the processor from those that are to be killed. */
const LOOK_MS = 100;

const readings = async (): Promise<string> => {
  const path = join(await makeFolder(), 'meters.csv');
  await writeMeters({ path, meters: 4, rowsPerMeter: 300, seed: 7, order: 'entity' });
  return readFile(path, 'utf8');
};

/** With another value at each midnight: few enough for a correction, and every partition is made again. */
const corrected = (text: string): string =>
  text.replace(
    /^([^,\n]+,[^,\n]*T00:00[^,\n]*,)([^,\n]+)/gm,
    (_, start: string, value: string) => `${start}${Number(value) + 1}`,
  );

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

test(`${wanted} kills at every failpoint of every stage: the versions of undisturbed chains, byte for byte, nothing left over`, async () => {
  const text = await readings();
  const texts = [text, corrected(text)] as const;
  expect(texts[1]).not.toBe(text);

  const expected = await Promise.all(
    texts.map(async (one): Promise<Record<string, string>> => {
      const undisturbed = await makeBackend();
      const whole = { ...environment(undisturbed), WATTLINE_CUT_BYTES: '1000000000' };
      for (const stage of stageNames) startStageProcess(stage, whole);
      const reference = await settled(undisturbed, await uploadText(undisturbed, 'meters/a.csv', one));
      expect(reference.status).toBe('sealed');
      expect(reference.stages[1]?.parts.length).toBeGreaterThan(1);
      return sealedBytes(undisturbed, 'meters');
    }),
  );

  const backend = await makeBackend({ maxReceives: 100_000 });
  const runs: string[] = [];
  const seen = new Map<string, number>();
  const over = new AbortController();
  // There is always work under way: the same readings and their corrections in turn, each upload a run of its own.
  const feeding = (async () => {
    while (!over.signal.aborted) {
      runs.push(await uploadText(backend, `meters/${runs.length}.csv`, texts[runs.length % 2 === 0 ? 0 : 1]));
      await until(
        'the runs so far are nearly through, or the killing is over',
        async () => {
          if (over.signal.aborted) return true;
          const latest = runs.at(-1);
          return latest !== undefined && (await readReceipt(backend.stores, latest))?.status === 'sealed';
        },
        3_600_000,
        LOOK_MS,
      );
    }
  })();
  await killStages(backend, Math.ceil(wanted / stageNames.length), (stage, point) => {
    const name = `${stage} ${point}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
  });
  over.abort();
  await feeding;

  for (const stage of stageNames) startStageProcess(stage, environment(backend));
  for (const run of runs) expect((await settled(backend, run)).status).toBe('sealed');
  await emptied(stageNames.map((stage) => backend.queues[stage]));

  // The last upload is all of it: there are the two versions of one file alone.
  expect(await sealedBytes(backend, 'meters')).toEqual(Object.assign({}, ...expected));
  for (const stage of stageNames) expect((await backend.queues[stage].deadLetters?.depth())?.visible).toBe(0);
  const halfWritten = (await filesBelow(backend.dataDir)).filter((path) => path.includes('/.wattline/tmp/'));
  expect(halfWritten).toEqual([]);
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
  expect(total).toBeGreaterThanOrEqual(wanted);
  // Publish and ingest have one part a run, so a round of all points takes many runs: each stage was killed many ways.
  for (const stage of stageNames) {
    const points = [...seen.keys()].filter((name) => name.startsWith(`${stage} `));
    expect(points.length, `failpoints of ${stage} reached`).toBe(failpoints.length);
  }
}, 7_200_000);
