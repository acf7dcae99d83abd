import { expect, test } from 'vitest';
import { deadLetters, noDeadLetters } from '../support/aws-backend.ts';
import { runCommand } from '../support/command.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { until } from '../support/until.ts';

export const testUnreadableMessages = (stack: () => ComposeStack): void => {
  test('an unreadable message is a dead letter, shown, and sent back', async () => {
    const backend = stack().backend();
    const { transform } = backend.queues;
    const poison = JSON.stringify({ nobody: 'knows' });
    await transform.send(poison);
    const dead = () =>
      until('the message is a dead letter', async () => (await deadLetters(backend)).transform === 1);
    await dead();
    expect(await deadLetters(backend)).toEqual({ ...noDeadLetters, transform: 1 });
    expect((await transform.deadLetters?.peek(10))?.map(({ body }) => body)).toEqual([poison]);

    const environment = stack().environment();
    const doctor = await runCommand(['doctor'], environment);
    expect(doctor.status).toBe(0);
    expect(doctor.stdout).toMatch(/^warning +dead letters of transform: 1\n.* \{"nobody":"knows"\}\n/m);
    expect(doctor.stdout).toContain('wattline redrive transform');

    const redrive = await runCommand(['redrive', 'transform'], environment);
    expect(redrive).toMatchObject({ status: 0, stdout: '1 message sent back to wattline-stack-transform\n' });
    await dead();
    await transform.deadLetters?.purge();
    await until('nothing is left', async () => (await deadLetters(backend)).transform === 0);
  });
};
