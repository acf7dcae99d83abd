import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { type Command, runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const HOUR_MS = '3600000';

const startUp = async (environment: Record<string, string>) => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  const file = join(folder, 'town.csv');
  await writeSample({ path: file, seed: 9, days: 10 });
  const up = startCommand(['up', '--no-sample', '--data-dir', dataDir, '--port', '0'], environment);
  await until('the stack is up', () => /the page is at \S+/.test(up.output()));
  const upload = () =>
    runCommand(['upload', file, '--dataset', 'town', '--wait', '--json', '--data-dir', dataDir]);
  return { up, upload, dataDir };
};

const stop = async ({ child, finished }: Command): Promise<void> => {
  child.kill('SIGINT');
  expect((await finished).status).toBe(0);
};

test('a process that dies at work is replaced, and what it had is taken up, without waiting for any time-out', async () => {
  // Each process is killed with its second task in flight; its messages would be hidden for an hour.
  const { up, upload } = await startUp({
    WATTLINE_FAILPOINT: 'after-read:2',
    WATTLINE_VISIBILITY_MS: HOUR_MS,
  });
  expect(JSON.parse((await upload()).stdout)).toMatchObject({ status: 'sealed' });
  const receipt = JSON.parse((await upload()).stdout) as Receipt;
  expect(receipt.status).toBe('sealed');
  expect(receipt.stages.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2]);
  for (const { stage } of receipt.stages)
    expect(up.output()).toMatch(
      new RegExp(
        `${stage} \\(pid \\d+\\) ended with SIGKILL while it worked on staging-directory/town/town.csv \\(run ${receipt.run.slice(0, 8)}\\)`,
      ),
    );
  await stop(up);
});

test('a run that ends its process each time fails, and every command and the page say why and how to replay it', async () => {
  const { up, upload, dataDir } = await startUp({
    WATTLINE_FAILPOINT: 'after-read',
    WATTLINE_VISIBILITY_MS: HOUR_MS,
  });
  const uploaded = await upload();
  expect(uploaded.status).toBe(1);
  const receipt = JSON.parse(uploaded.stdout) as Receipt;
  const error = { code: 'WORKER_DIED', stage: 'ingest', place: { file: 'staging-directory/town/town.csv' } };
  expect(receipt).toMatchObject({ status: 'failed', error });
  expect(receipt.error?.message).toContain('SIGKILL');
  expect(receipt.stages[0]?.attempts).toBe(4);

  const replay = `wattline replay ${receipt.run} --from ingest`;
  await until('up reports it', () => up.output().includes(replay));
  expect(up.output()).toContain('error WORKER_DIED: the process of ingest ended each of 3 times');
  const shown = await runCommand(['show', receipt.run, '--data-dir', dataDir]);
  expect(shown.stderr).toContain(replay);
  const listed = await runCommand(['runs', '--data-dir', dataDir]);
  expect(listed.stdout).toMatch(/failed .* WORKER_DIED$/m);

  const page = new URL(/the page is at (\S+)/.exec(up.output())?.[1] ?? '');
  const runs = await (await fetch(new URL('/api/v1/runs', page))).json();
  expect(runs).toMatchObject({ runs: [{ run: receipt.run, status: 'failed', error }] });
  const letters = await (await fetch(new URL('/api/v1/queues/ingest/dead-letters', page))).json();
  expect(letters).toMatchObject({
    deadLetters: [{ run: receipt.run, remedy: expect.stringMatching(/^do not redrive it as it is/) }],
  });
  await stop(up);
});
