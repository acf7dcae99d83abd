import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalBackend } from '@wattline/bootstrap';
import { writeMeters } from '@wattline/sample';
import { type Failpoint, failpoints, readReceipt, type StageName, stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { emptied } from '../support/ended.ts';
import { makeFolder } from '../support/folder.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const wanted = Number(process.env.WATTLINE_FAULT_KILLS ?? 100);

const readings = async (): Promise<string> => {
  const path = join(await makeFolder(), 'meters.csv');
  await writeMeters({ path, meters: 4, rowsPerMeter: 300, seed: 7, order: 'entity' });
  return readFile(path, 'utf8');
};

const environment = (backend: LocalBackend): Record<string, string> => ({
  WATTLINE_DATA_DIR: backend.dataDir,
  WATTLINE_VISIBILITY_MS: '500',
  // One message may meet all the kills.
  WATTLINE_MAX_DEATHS: '100000',
  WATTLINE_RETRY_MS: '20',
  WATTLINE_ROWS_PER_PART: '500',
});

/** Every point in turn; the n-th time it is reached varies with each round. */
const pointOf = (kill: number): { point: Failpoint; nth: number } => {
  const point = failpoints[kill % failpoints.length] ?? 'before-done';
  return { point, nth: 1 + (Math.floor(kill / failpoints.length) % 3) };
};

/** A stage works undisturbed, for the others' sake; one that idles for long ends by itself and is replaced. */
const servedUntil = async (
  over: AbortSignal,
  stage: StageName,
  env: Record<string, string>,
): Promise<{ code: number | null }> => {
  const whole = startStageProcess(stage, env);
  const aborted = over.aborted ? Promise.resolve() : once(over, 'abort');
  const early = await Promise.race([whole.ended, aborted.then(() => undefined)]);
  if (early !== undefined) return early.code === 0 ? servedUntil(over, stage, env) : early;
  await Promise.race([whole.ready, whole.ended]);
  whole.child.kill('SIGTERM');
  return whole.ended;
};

/** Keeps one process of each stage alive, each to be killed at its next failpoint, until each was killed so often. */
const killStages = async (
  backend: LocalBackend,
  killsPerStage: number,
  onKill: (stage: StageName, point: Failpoint) => void,
): Promise<void> => {
  const over = new AbortController();
  let left = stageNames.length;
  await Promise.all(
    stageNames.map(async (stage) => {
      for (let kill = 0; kill < killsPerStage; ) {
        const { point, nth } = pointOf(kill);
        const killed = startStageProcess(stage, {
          ...environment(backend),
          WATTLINE_FAILPOINT: `${point}:${nth}`,
        });
        const { signal, code } = await killed.ended;
        // On a slow machine it waits so long for the others that it is replaced.
        if (code === 0) continue;
        if (signal !== 'SIGKILL')
          throw new Error(`${stage} ended by itself with ${signal ?? code}: ${killed.stderr()}`);
        onKill(stage, point);
        kill += 1;
      }
      left -= 1;
      if (left === 0) over.abort();
      const { code } = await servedUntil(over.signal, stage, environment(backend));
      expect(code, `${stage} drains`).toBe(0);
    }),
  );
};

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

test(`${wanted} kills at every failpoint of every stage: one version, the right bytes, nothing left over`, async () => {
  const text = await readings();

  const undisturbed = await makeBackend();
  for (const stage of stageNames) startStageProcess(stage, environment(undisturbed));
  const reference = await settled(undisturbed, await uploadText(undisturbed, 'meters/a.csv', text));
  expect(reference.status).toBe('sealed');
  expect(reference.stages[1]?.parts.length).toBeGreaterThan(1);
  const expected = await sealedBytes(undisturbed, 'meters');

  const backend = await makeBackend({ maxReceives: 100_000 });
  const runs: string[] = [];
  const seen = new Map<string, number>();
  const over = new AbortController();
  // There is always work under way: the same readings again and again, each upload a run of its own.
  const feeding = (async () => {
    while (!over.signal.aborted) {
      runs.push(await uploadText(backend, `meters/${runs.length}.csv`, text));
      await until(
        'the runs so far are nearly through, or the killing is over',
        async () => {
          if (over.signal.aborted) return true;
          const latest = runs.at(-1);
          return latest !== undefined && (await readReceipt(backend.stores, latest))?.status === 'sealed';
        },
        3_600_000,
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

  expect(await sealedBytes(backend, 'meters')).toEqual(expected);
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
