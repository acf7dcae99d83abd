import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWith, lookFor } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { abortingFlips, flippedParquet } from '../chaos/poisons.ts';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const bin = fileURLToPath(new URL('../../apps/command/bin/wattline.js', import.meta.url));
const call = promisify(execFile);

/** One day, the third of April or the fourth of March. */
const eitherWay = async (): Promise<{ file: string; data: string }> => {
  const folder = await makeFolder();
  const file = join(folder, 'either.csv');
  const rows = Array.from(
    { length: 24 },
    (_, hour) => `03/04/2026 ${String(hour).padStart(2, '0')}:00,${hour}.5`,
  );
  await writeFile(file, ['time,load', ...rows, ''].join('\n'));
  return { file, data: join(folder, 'data') };
};

test('in a pipe a run fails with its questions, for programs as well', async () => {
  const { file, data } = await eitherWay();
  const { status, stdout, stderr } = await runCommand(['run', file, '--json', '--data-dir', data]);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'rejected',
    error: {
      code: 'FILE_AMBIGUOUS',
      questions: [{ about: 'time', key: 'time.format', candidates: ['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M'] }],
      evidence: expect.arrayContaining([expect.objectContaining({ about: 'time.format' })]),
    },
  });
  expect(stderr).toContain('FILE_AMBIGUOUS');
  const { run } = JSON.parse(stdout) as { run: string };
  const shown = await runCommand(['show', run, '--why', '--data-dir', data]);
  expect(shown.stdout).toMatch(/open questions.*\n {2}time\.format: dates in 'time'/);
});

test('a column is explained: what it is, what speaks for it, what else it could be', async () => {
  const { file } = await eitherWay();
  const load = await runCommand(['spec', file, '--why', 'load']);
  expect(load.stdout).toMatch(/^role +value \(values\.load\)$/m);
  expect(load.stdout).toMatch(/^against +as the time: /m);
  const time = await runCommand(['spec', file, '--why', 'time', '--json']);
  expect(JSON.parse(time.stdout)).toMatchObject({
    role: 'time',
    key: 'time.column',
    evidence: expect.arrayContaining([expect.objectContaining({ key: 'time.format' })]),
  });
  const none = await runCommand(['spec', file, '--why', 'laod']);
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('time, load')]);
});

test('a file that ends the process that reads it ends neither `spec` nor its explanation', async () => {
  const file = join(await makeFolder(), 'readings.parquet');
  // One asks for memory that is not there, the other ends the native reader.
  for (const flip of abortingFlips.slice(0, 2)) {
    await writeFile(file, flippedParquet(flip));
    for (const why of [[], ['--why', 'load']])
      expect(await runCommand(['spec', file, ...why])).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^error (FILE_UNREADABLE|READ_MEMORY_LIMIT): .*readings\.parquet.*\n {2}place: .*\n {2}remedy: .*\n$/,
        ),
      });
  }
});

test('what was tried on the first part of a large file says so', async () => {
  const file = join(await makeFolder(), 'large.csv');
  const times = Array.from({ length: 45_000 }, (_, hour) => new Date(hour * 3_600_000).toISOString());
  await writeFile(
    file,
    `time,load,other\n${times.map((time, row) => `${time},${row % 24},1.5`).join('\n')}\n`,
  );
  const { stdout } = await runCommand(['spec', file, '--why', 'other']);
  expect(stdout).toMatch(/^would fit +left out: in its first part, 1970-01-01 00:00 to /m);
});

const python = await lookFor(async () => {
  await call('python3', ['-c', 'import pty']);
  return 'python3';
});

/** Answers `Which?` with the second answer. */
const answering = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown, answered = b"", False
while True:
    try:
        shown += os.read(terminal, 4096)
    except OSError:
        break
    if not answered and b"Which?" in shown:
        answered = True
        os.write(terminal, b"2\\n")
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describeWith('a run at a terminal', { Python: python }, () => {
  test('asks what is open, goes on with the answer, and says where it is kept', async () => {
    const { file, data } = await eitherWay();
    const { stdout } = await call('python3', [
      ...['-c', answering, process.execPath, bin, 'run', file, '--data-dir', data],
    ]);
    expect(stdout).toContain('2026-03-04 00:00 to 2026-03-04 23:00');
    expect(stdout).toMatch(/time\.format: "%m\/%d\/%Y %H:%M"/);
    expect(stdout).toMatch(/status +.*sealed/);
    const spec = await readFile(join(data, 'staging/staging-directory/either/wattline.yaml'), 'utf8');
    expect(spec).toContain('%m/%d/%Y %H:%M');
  });
});
