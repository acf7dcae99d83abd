import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const makeSample = async () => {
  const folder = await makeFolder();
  const file = join(folder, 'town.csv');
  await writeSample({ path: file, seed: 3, days: 30 });
  return { file, out: join(folder, 'out'), data: ['--data-dir', join(folder, 'data')] };
};

test('--wait is refused where no stack would end the wait', async () => {
  const { file, data } = await makeSample();
  const absent = await runCommand(['upload', file, '--wait', ...data]);
  expect(absent).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/DATA_DIR_MISSING.*npm start/s),
  });

  const kept = await runCommand(['upload', file, ...data]);
  expect(kept).toMatchObject({ status: 0, stderr: expect.stringMatching(/the upload is kept/) });
  const waiting = await runCommand(['upload', file, '--wait', ...data]);
  expect(waiting).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/STACK_NOT_RUNNING.*npm start/s),
  });
});

test('a receipt says which spec counted, and the latest version can be named', async () => {
  const { file, out, data } = await makeSample();
  const spec = async (...args: readonly string[]) =>
    /^spec +(.+)$/m.exec((await runCommand(['run', file, ...args, ...data])).stdout)?.[1];
  expect(await spec()).toBe('inferred from the file');
  expect(await spec('--spec', 'power-consumption')).toBe('staging-directory/town/wattline.yaml');
  expect(await spec()).toBe('staging-directory/town/wattline.yaml');
  expect(await runCommand(['pull', 'town@latest', '--out', out, ...data])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/hashes verified/),
  });
});

test('a spec that was copied beside the uploads a moment ago counts', async () => {
  const { file, data } = await makeSample();
  await runCommand(['upload', file, ...data]);
  const [, dataDir = ''] = data;
  const { stdout } = await runCommand(['spec', 'power-consumption']);
  await writeFile(join(dataDir, 'staging/staging-directory/town/wattline.yaml'), stdout);
  const run = await runCommand(['run', file, ...data]);
  expect(run.stdout).toMatch(/^spec +staging-directory\/town\/wattline.yaml$/m);
});

test('a reader that has seen enough is no error', async () => {
  const { data, file } = await makeSample();
  await runCommand(['upload', file, ...data]);
  const { child, finished } = startCommand(['spec', file, '--json']);
  child.stdout?.destroy();
  expect(await finished).toMatchObject({ status: 0, stderr: '' });
});

test('a server has an address of HTTP', async () => {
  for (const server of ['ftp://somewhere', 'http://some where'])
    expect(await runCommand(['runs', '--server', server])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/SERVER_INVALID.*http:\/\/localhost:4680/s),
    });
});

test('an empty name is no data folder', async () => {
  expect(await runCommand(['runs', '--data-dir', ''])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/--data-dir.*leave it out for \.\/wattline-data/),
  });
});
