import { once } from 'node:events';
import type { LocalBackend } from '@wattline/bootstrap';
import { type Failpoint, failpoints, type StageName, stageNames } from '@wattline/worker';
import { expect } from 'vitest';
import { startStageProcess } from '../support/stage-processes.ts';

/** Short times, so that what was in flight with a process that died comes back soon. */
export const environment = (backend: LocalBackend): Record<string, string> => ({
  WATTLINE_DATA_DIR: backend.dataDir,
  WATTLINE_VISIBILITY_MS: '500',
  // One message may meet all the kills.
  WATTLINE_MAX_DEATHS: '100000',
  WATTLINE_RETRY_MS: '20',
  WATTLINE_ROWS_PER_PART: '500',
  // The file is read in some cuts, by whoever is there.
  WATTLINE_CUT_BYTES: '20000',
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
export const killStages = async (
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
