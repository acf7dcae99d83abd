import { expect, test } from 'vitest';
import { attemptsOf, tasksInFlight } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { catchEachAtWork } from './caught-at-work.ts';

/** The short id, which is the host name that a worker writes into the ledger. */
const hostOf = (container: string): string => container.slice(0, 12);

export const testKills = (stack: () => ComposeStack): void => {
  test('each service is killed while it works on a part: the part is retried, and the run sealed once', async () => {
    const { docker, backend } = stack();
    await catchEachAtWork(stack(), {
      name: 'killed',
      strike: async ({ stage, run, container }) => {
        await docker('kill', container);
        const exit = await docker('inspect', '--format', '{{.State.ExitCode}}', container);
        const left = await tasksInFlight(backend(), run, stage);
        const begun = await attemptsOf(backend(), run, stage);
        await docker('start', container);
        expect(exit).toBe('137');
        for (const part of left)
          for (const { worker } of begun.get(part) ?? [])
            expect(worker).toContain(`${stage}@${hostOf(container)}:`);
        return left;
      },
      // A part is begun once more only where its record was not there.
      isCaught: async ({ parts }, left) => left.some((part) => (parts[part]?.attempts ?? 0) > 1),
    });
  });
};
