import { expect, test } from 'vitest';
import { attemptsOf, tasksInFlight } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { catchEachAtWork } from './caught-at-work.ts';

/** Many times what a part takes: how quick the machine is, is not what this tries. */
export const GRACE_MS = 280_000;

/** Docker kills it after that, and its exit status is 137. Longer than what the service takes for itself. */
const STOP_S = String(GRACE_MS / 1_000 + 20);

export const testStops = (stack: () => ComposeStack): void => {
  test('each service is stopped while it works on a part: it finishes the part, and exits with 0', async () => {
    const { docker, backend } = stack();
    await catchEachAtWork(stack(), {
      name: 'stopped',
      strike: async ({ stage, run, container }) => {
        const inFlight = await tasksInFlight(backend(), run, stage);
        const askedAt = new Date().toISOString();
        await docker('stop', '--time', STOP_S, container);
        const exit = await docker('inspect', '--format', '{{.State.ExitCode}}', container);
        const lastLine = await docker('logs', '--tail', '1', container);
        const left = await tasksInFlight(backend(), run, stage);
        await docker('start', container);
        expect(exit).toBe('0');
        expect(lastLine).toContain('"msg":"drained"');
        expect(left, 'nothing is left half done').toEqual([]);
        return { inFlight, askedAt };
      },
      isCaught: async ({ stage, run, parts }, { inFlight, askedAt }) => {
        const attempts = [...(await attemptsOf(backend(), run, stage)).values()];
        const later = attempts.flatMap((of) =>
          of.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)).slice(1),
        );
        expect(
          // Two who end the last parts at once may both send publish its message: each is a first delivery. And a
          // message that was on its way to a service that stops is begun at its second delivery, for the first time.
          later.filter(({ receiveCount }) => receiveCount > 1),
          'nothing is begun again',
        ).toEqual([]);
        return inFlight.some((part) => (parts[part]?.finishedAt ?? '') > askedAt);
      },
    });
  });
};
