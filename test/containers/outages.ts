import { setTimeout as sleep } from 'node:timers/promises';
import { type StageName, stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import type { ComposeStack } from '../support/compose-stack.ts';
import { until } from '../support/until.ts';
import { runAtWork } from './caught-at-work.ts';
import { makeMeters } from './sealed-meters.ts';

const PAUSE_MS = 30_000;
const LONGEST_MS = 600_000;

export const testOutages = (stack: () => ComposeStack): void => {
  const ask = (stage: StageName, path: string): Promise<string> =>
    stack().compose('exec', '--no-TTY', stage, 'node', 'docker/healthcheck.mjs', path);

  const isReady = (stage: StageName): Promise<boolean> =>
    ask(stage, '/readyz').then(
      () => true,
      () => false,
    );

  const startOf = async (stage: StageName): Promise<string> => {
    const [container = ''] = await stack().containers(stage);
    return stack().docker('inspect', '--format', '{{.Id}} {{.State.StartedAt}}', container);
  };

  /** The kernel may refuse to freeze what is busy: then it is asked again. */
  const pause = (): Promise<boolean> =>
    until(
      'LocalStack is paused',
      () =>
        stack()
          .compose('pause', 'localstack')
          .then(
            () => true,
            () => false,
          ),
      LONGEST_MS,
      200,
    );

  test('S3 and SQS say nothing for half a minute', async () => {
    const backend = stack().backend();
    const { meters, run } = await runAtWork(backend, 'transform', { name: 'paused', seed: 41 });
    await pause();
    try {
      // Nothing to wait for: the silence itself is what is tried.
      await sleep(PAUSE_MS);
      for (const stage of stageNames) expect(await ask(stage, '/healthz')).toContain('"ok":true');
    } finally {
      await stack().compose('unpause', 'localstack');
    }
    await meters.expectSealed(backend, run);
  });

  test('LocalStack forgets everything: not ready, and at work again once its buckets and queues are made', async () => {
    const meters = await makeMeters('forgotten', { seed: 42 });
    const startedAt = await Promise.all(stageNames.map(startOf));
    await runAtWork(stack().backend(), 'aggregate', { name: 'lost', seed: 51 });
    await stack().restartLocalStack();
    for (const stage of stageNames)
      await until(`${stage} is not ready`, async () => !(await isReady(stage)), LONGEST_MS);

    await stack().compose('run', '--rm', 'provision');
    const backend = stack().backend();
    await meters.expectSealed(backend, await meters.upload(backend));
    for (const stage of stageNames) await until(`${stage} is ready`, () => isReady(stage), LONGEST_MS);
    expect(await Promise.all(stageNames.map(startOf)), 'the containers are the same').toEqual(startedAt);
  });
};
