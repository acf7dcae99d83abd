import { join } from 'node:path';
import { writeMeters } from '@wattline/sample';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { makeFolder } from '../support/folder.ts';

export const testCommands = (stack: () => ComposeStack): void => {
  test('takes an upload by the command and reports its outcome', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'town.csv');
    await writeMeters({ path: file, meters: 2, rowsPerMeter: 300, seed: 1, order: 'time' });
    const environment = stack().environment();
    const upload = await runCommand(['upload', file, '--wait'], environment);
    expect(upload).toMatchObject({ status: 0, stderr: '' });
    expect(upload.stdout).toMatch(/^status +sealed$/m);
    expect(upload.stdout).toMatch(
      /^feature set +s3:\/\/wattline-stack-features\/feature-sets\/town\/version=/m,
    );
    expect((await runCommand(['runs', '--dataset', 'town'], environment)).stdout).toMatch(/ town +sealed /);
    const out = join(folder, 'out');
    const pull = await runCommand(['pull', 'town', '--out', out], environment);
    expect(pull.stdout).toMatch(/hashes verified/);
    const run = /^run +(\w+)$/m.exec(upload.stdout)?.[1] ?? '';
    const replay = await runCommand(['replay', run, '--from', 'publish', '--wait'], environment);
    expect(replay.stdout).toMatch(/^status +sealed$/m);
    expect((await runCommand(['show', run], environment)).stdout).toMatch(/replay 1/);
  });
};
