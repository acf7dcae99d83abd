import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

test('doctor shows the dead letters of a folder, and redrive sends them back', async () => {
  const backend = await makeBackend({ maxReceives: 1 });
  const { transform } = backend.queues;
  await transform.send('{"nobody": "knows"}');
  await transform.receive({ max: 1, waitMs: 0, visibilityMs: 0 });
  await transform.receive({ max: 1, waitMs: 0, visibilityMs: 0 });
  const where = ['--data-dir', backend.dataDir];

  const doctor = await runCommand(['doctor', ...where]);
  expect(doctor.status).toBe(0);
  expect(doctor.stdout).toMatch(/^warning +dead letters of transform: 1\n.* \{"nobody": "knows"\}\n/m);

  const redrive = await runCommand(['redrive', 'transform', ...where]);
  expect(redrive).toMatchObject({ status: 0, stdout: '1 message sent back to transform\n' });
  expect(await transform.depth()).toMatchObject({ visible: 1 });
  expect((await runCommand(['doctor', ...where])).stdout).toMatch(/^ok +dead letters: none$/m);
});

test('doctor names what a deployment’s environment lacks', async () => {
  const deployment = { WATTLINE_PREFIX: 'wattline-test', AWS_REGION: 'eu-central-1' };
  const wrong = await runCommand(['doctor'], { ...deployment, WATTLINE_PREFIX: 'No_' });
  expect(wrong.status).toBe(1);
  expect(wrong.stdout).toMatch(/^missing +deployment: .*\n.*WATTLINE_PREFIX: must be/m);

  const missing = join(await makeFolder(), 'none');
  const signedOut = await runCommand(['doctor'], {
    ...deployment,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: missing,
    AWS_CONFIG_FILE: missing,
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
  });
  expect(signedOut.status).toBe(1);
  expect(signedOut.stdout).toMatch(/^missing +credentials: .*\n +remedy: sign in/m);
});
