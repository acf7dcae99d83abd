import { fileURLToPath } from 'node:url';
import { stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import { attemptsOf } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { shareClaims } from '../support/share-claims.ts';
import { makeMeters } from './sealed-meters.ts';

const RUNS = 6;
const two = fileURLToPath(new URL('../../docker/compose.two.yaml', import.meta.url));

export const testScaling = (stack: () => ComposeStack): void => {
  const scale = async (count: number): Promise<void> => {
    const options = ['--detach', '--wait', '--no-deps', '--no-recreate', '--scale', `transform=${count}`];
    await stack().compose('up', ...options, 'transform');
  };

  test('three containers of one service share its work', async () => {
    await scale(3);
    expect(await stack().containers('transform')).toHaveLength(3);
    const backend = stack().backend();
    const workersOf = async (number: number): Promise<number> => {
      const meters = await makeMeters(`shared-${number}`, { seed: 21 });
      const run = await meters.upload(backend);
      await meters.expectSealed(backend, run);
      const attempts = await attemptsOf(backend, run, 'transform');
      expect(attempts.size).toBeGreaterThan(10);
      return new Set([...attempts.values()].flat().map(({ worker }) => worker)).size;
    };
    // One may be quick enough to do all of a run before the others come to it.
    let workers = 0;
    for (let number = 0; workers < 2 && number < RUNS; number += 1) workers = await workersOf(number);
    expect(workers).toBeGreaterThan(1);
    await scale(1);
  });

  test('two containers of each stage read one file in cuts', async () => {
    const options = ['--detach', '--wait', '--no-deps', '--no-recreate'];
    await stack().compose('--file', two, 'up', ...options, ...stageNames);
    for (const stage of stageNames) expect(await stack().containers(stage)).toHaveLength(2);
    const backend = stack().backend();
    const hostsOf = async (number: number): Promise<number> => {
      const meters = await makeMeters(`cut-${number}`, { seed: 22 });
      const run = await meters.upload(backend);
      await meters.expectSealed(backend, run);
      const claims = await shareClaims(backend, run);
      expect(claims.length).toBeGreaterThan(3);
      return new Set(claims.map(({ worker }) => worker)).size;
    };
    // The one that has the upload may be quick enough to read all of it before the other comes to it.
    let hosts = 0;
    for (let number = 0; hosts < 2 && number < RUNS; number += 1) hosts = await hostsOf(number);
    expect(hosts).toBeGreaterThan(1);
    for (const stage of stageNames) await stack().compose('up', ...options, '--scale', `${stage}=1`, stage);
  });
};
