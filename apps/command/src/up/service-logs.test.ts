import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openServiceLogs } from './service-logs.ts';

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-logs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

test('each service has a file, which rotates and never takes more than its share of the disk', async () => {
  const folder = await makeFolder();
  const logs = openServiceLogs(folder, { maxBytes: 1_000 });
  logs.line('status', 'ready');
  for (let n = 0; n < 2_000; n += 1) logs.line('ingest', `line ${n}`);
  await logs.close();
  expect((await readdir(folder)).toSorted()).toEqual([
    'ingest.log',
    'ingest.log.1',
    'ingest.log.2',
    'ingest.log.3',
    'status.log',
  ]);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).size).toBeLessThan(1_100);
  const last = await Promise.all(
    ['ingest.log.1', 'ingest.log'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  expect(last.join('').trim().split('\n').at(-1)).toBe('line 1999');
});

test('a log that cannot be written is reported once, and counts what it dropped when it can be written again', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'ingest.log');
  await mkdir(path);
  const errors: string[] = [];
  const logs = openServiceLogs(folder, { reopenMs: 1, onError: (service) => errors.push(service) });
  logs.line('ingest', 'lost');
  await expect.poll(() => errors).toEqual(['ingest']);
  logs.line('ingest', 'lost too');
  await rmdir(path);
  await expect
    .poll(async () => {
      logs.line('ingest', 'kept');
      return readFile(path, 'utf8').catch(() => '');
    })
    // The second line may find it opened again.
    .toMatch(/^\d+ lines were dropped: the log could not be written\n(?:lost too\n)?kept\n/);
  await logs.close();
  expect(errors).toEqual(['ingest']);
});
