import { type StageName, stageNames } from '@wattline/runtime';
import { expect, test } from 'vitest';
import { partsInHand, workersOf } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { catchAtWork } from './caught-at-work.ts';

/** The short id, which is the host name that a worker writes into the ledger. */
const hostOf = (container: string): string => container.slice(0, 12);

const killAtWork = (stack: ComposeStack, stage: StageName) =>
  catchAtWork(stack, stage, `killed-${stage}`, async ({ run, container, expectSealed }) => {
    const chain = stack.chain();
    await stack.docker('kill', container);
    const exit = await stack.docker('inspect', '--format', '{{.State.ExitCode}}', container);
    expect(exit).toBe('137');
    const left = await partsInHand(chain, run, stage);
    const begun = await workersOf(chain, run, stage);
    await stack.docker('start', container);
    const receipt = await expectSealed(chain, run);
    for (const part of left)
      for (const worker of begun.get(part) ?? []) expect(worker).toContain(`${stage}@${hostOf(container)}:`);
    const parts = receipt.stages.find((one) => one.stage === stage)?.parts ?? [];
    // A part is begun once more only where its record was not there.
    const again = left.filter((part) => (parts[part]?.attempts ?? 0) > 1);
    return again.length === 0 ? undefined : again;
  });

export const testKills = (stack: () => ComposeStack): void => {
  test.for(stageNames)('%s is killed with a part in hand: begun again, sealed once', async (stage) => {
    expect((await killAtWork(stack(), stage)).length).toBeGreaterThan(0);
  });
};
