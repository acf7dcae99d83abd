import { type StageName, stageNames } from '@wattline/runtime';
import { expect, test } from 'vitest';
import { partsInHand } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { catchAtWork } from './caught-at-work.ts';

/** What a service promises; Docker kills it after that, and its exit status is 137. */
const GRACE_S = '25';

const stopAtWork = (stack: ComposeStack, stage: StageName) =>
  catchAtWork(stack, stage, `stopped-${stage}`, async ({ run, container, expectSealed }) => {
    const chain = stack.chain();
    const inHand = await partsInHand(chain, run, stage);
    const askedAt = new Date().toISOString();
    await stack.docker('stop', '--time', GRACE_S, container);
    const exit = await stack.docker('inspect', '--format', '{{.State.ExitCode}}', container);
    expect(exit).toBe('0');
    expect(await stack.docker('logs', '--tail', '1', container)).toContain('"msg":"drained"');
    expect(await partsInHand(chain, run, stage), 'nothing is left half done').toEqual([]);
    await stack.docker('start', container);
    const { stages } = await expectSealed(chain, run);
    const parts = stages.find((one) => one.stage === stage)?.parts ?? [];
    expect(
      parts.filter(({ attempts }) => attempts !== 1),
      'nothing was begun twice',
    ).toEqual([]);
    const finished = inHand.filter((part) => (parts[part]?.finishedAt ?? '') > askedAt);
    return finished.length === 0 ? undefined : finished;
  });

export const testStops = (stack: () => ComposeStack): void => {
  test.for(stageNames)('%s is stopped with a part in hand: finishes it and ends with 0', async (stage) => {
    expect((await stopAtWork(stack(), stage)).length).toBeGreaterThan(0);
  });
};
