import { expect, test } from 'vitest';
import { attemptsOf } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { makeMeters } from './sealed-meters.ts';

export const testScaling = (stack: () => ComposeStack): void => {
  const scale = async (count: number): Promise<void> => {
    const options = ['--detach', '--wait', '--no-deps', '--no-recreate', '--scale', `transform=${count}`];
    await stack().compose('up', ...options, 'transform');
  };

  test('three containers of one service share its work', async () => {
    const meters = await makeMeters('shared', { seed: 21 });
    await scale(3);
    expect(await stack().containers('transform')).toHaveLength(3);
    const backend = stack().backend();
    const run = await meters.upload(backend);
    await meters.expectSealed(backend, run);
    const attempts = await attemptsOf(backend, run, 'transform');
    expect(attempts.size).toBeGreaterThan(10);
    expect(new Set([...attempts.values()].flat().map(({ worker }) => worker)).size).toBeGreaterThan(1);
    await scale(1);
  });
};
