import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RejectedError, TransientError } from '@wattline/errors';
import { expect, onTestFinished, test } from 'vitest';
import {
  type FileWork,
  openReaderPool,
  type ReaderPool,
  type ReaderPoolOptions,
} from './open-reader-pool.ts';
import type { TestTasks } from './testing/tasks.ts';

const MIB = 2 ** 20;

const open = async (options: Partial<ReaderPoolOptions> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-reader-'));
  const pool: ReaderPool<TestTasks> = openReaderPool({
    tasks: new URL('./testing/tasks.ts', import.meta.url),
    size: 2,
    warm: 1,
    ...options,
  });
  onTestFinished(async () => {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  });
  const work = (limits: Partial<FileWork['limits']> = {}, signal?: AbortSignal): FileWork => ({
    file: 'a.csv',
    folder,
    limits: { timeMs: 60_000, memoryBytes: 1_024 * MIB, scratchBytes: 1_024 * MIB, ...limits },
    signal,
  });
  return { pool, folder, work };
};

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

test('one warm process reads file after file, and is replaced after so many', async () => {
  const { pool, work } = await open({ filesPerProcess: 3 });
  const pids: number[] = [];
  for (let file = 0; file < 4; file += 1) {
    const { sum, pid } = await pool.run('add', { a: file, b: 1 }, work());
    expect(sum).toBe(file + 1);
    pids.push(pid);
  }
  expect(new Set(pids.slice(0, 3)).size).toBe(1);
  expect(pids[3]).not.toBe(pids[0]);
  expect(pids).not.toContain(process.pid);
});

test('a warm process that holds memory is replaced once it had nothing to read for a while', async () => {
  const { pool, work } = await open({ idleMs: 1, maxWarmBytes: 1 });
  const { pid } = await pool.run('add', { a: 1, b: 1 }, work());
  await expect.poll(() => isGone(pid)).toBe(true);
  expect((await pool.run('add', { a: 1, b: 1 }, work())).pid).not.toBe(pid);
});

test('a process that holds more than work begins with is replaced', async () => {
  const { pool, work } = await open({ size: 1 });
  const pidOf = async (beginsBelow: number) =>
    (await pool.run('add', { a: 1, b: 1 }, { ...work(), beginsBelow })).pid;
  const first = await pidOf(1_024 * MIB);
  expect(await pidOf(1_024 * MIB)).toBe(first);
  const second = await pidOf(1);
  expect(second).not.toBe(first);
  expect(await pidOf(1_024 * MIB)).toBe(second);
});

test('what the task throws arrives as what it was, plain and with its place', async () => {
  const { pool, work } = await open();
  await expect(pool.run('reject', undefined as never, work())).rejects.toSatisfy(
    (error) =>
      error instanceof RejectedError &&
      error.code === 'FILE_EMPTY' &&
      error.place.line === 2 &&
      error.message === 'a.csv is \ufffd[31mempty',
  );
  await expect(pool.run('fillDisk', undefined as never, work())).rejects.toSatisfy(
    (error) => error instanceof TransientError && error.code === 'ENOSPC',
  );
  for (const task of ['fail', 'throwLater'] as const)
    await expect(pool.run(task, undefined as never, work())).rejects.toSatisfy(
      (error) =>
        error instanceof RejectedError && error.code === 'FILE_UNREADABLE' && error.place.file === 'a.csv',
    );
});

test('a process that a file ends is a refusal of that file; its neighbour and the next file are read', async () => {
  const { pool, work } = await open();
  const words =
    "\nthread '<unnamed>' panicked at /build/reader.rs:27:1:\nrange end index 9 out of range\nnote: run with";
  const [dead, neighbour] = await Promise.allSettled([
    pool.run('die', { signal: 'SIGABRT', words }, work()),
    pool.run('add', { a: 1, b: 1 }, work()),
  ]);
  expect(dead).toMatchObject({
    reason: {
      name: 'RejectedError',
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/^a\.csv .*: range end index 9 out of range$/),
    },
  });
  expect(neighbour).toMatchObject({ value: { sum: 2 } });
  await expect(pool.run('add', { a: 2, b: 2 }, work())).resolves.toMatchObject({ sum: 4 });
});

test.for([
  ['block', { timeMs: 300 }, 'READ_TIME_LIMIT', 'WATTLINE_READ_SECONDS'],
  ['hoard', { memoryBytes: 250 * MIB }, 'READ_MEMORY_LIMIT', 'WATTLINE_READ_MEMORY_MB'],
  ['spill', { scratchBytes: 20 * MIB }, 'READ_SCRATCH_LIMIT', 'WATTLINE_READ_SCRATCH_MB'],
] as const)('%s ends at its limit, which is named', async ([task, limits, code, key]) => {
  const { pool, folder, work } = await open();
  await expect(pool.run(task, { folder }, work(limits))).rejects.toSatisfy(
    (error) => error instanceof RejectedError && error.code === code && error.remedy.includes(key),
  );
});

test('an attempt that is aborted ends its process; somebody else’s kill is retried', async () => {
  const { pool, work } = await open();
  const { pid } = await pool.run('add', { a: 1, b: 1 }, work());
  const stop = new AbortController();
  const running = pool.run('block', undefined as never, work({}, stop.signal));
  setTimeout(() => stop.abort(new Error('the worker stops')), 50);
  await expect(running).rejects.toThrow('the worker stops');
  expect(isGone(pid)).toBe(true);
  await expect(pool.run('die', { signal: 'SIGKILL', words: '' }, work())).rejects.toSatisfy(
    (error) => error instanceof TransientError && error.code === 'READER_KILLED',
  );
});

test('signals that are meant for the service, and its end, say nothing about the file', async () => {
  const { pool, work } = await open();
  const { pid } = await pool.run('add', { a: 1, b: 1 }, work());
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, name);
  expect((await pool.run('add', { a: 1, b: 2 }, work())).pid).toBe(pid);
  for (const name of ['SIGBUS', 'SIGQUIT'] as const)
    await expect(pool.run('die', { signal: name, words: '' }, work())).rejects.toBeInstanceOf(TransientError);
  const running = pool.run('block', undefined as never, work());
  await Promise.all([expect(running).rejects.toBeInstanceOf(TransientError), pool.close()]);
  await expect(pool.run('add', { a: 1, b: 1 }, work())).rejects.toBeInstanceOf(TransientError);
});

test('files wait for their turn; one that is aborted leaves the line', async () => {
  const { pool, work } = await open({ size: 1 });
  const stop = new AbortController();
  const first = pool.run('add', { a: 1, b: 0 }, work());
  const second = pool.run('add', { a: 2, b: 0 }, work({}, stop.signal));
  const third = pool.run('add', { a: 3, b: 0 }, work());
  stop.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  expect([(await first).sum, (await third).sum]).toEqual([1, 3]);
});

test('what cannot be loaded is not the file’s fault', async () => {
  const { pool, work } = await open({ tasks: new URL('file:///no/such/module.ts') });
  await expect(pool.run('add', { a: 1, b: 1 }, work())).rejects.toSatisfy(
    (error) => error instanceof TransientError && error.code === 'READER_NOT_STARTED',
  );
});

test('a pool that is closed while a process loads is waited for, even where nothing else is left to do', async () => {
  const script = `
    import { openReaderPool } from ${JSON.stringify(new URL('./open-reader-pool.ts', import.meta.url).href)};
    const tasks = new URL(${JSON.stringify(new URL('./testing/slow-tasks.ts', import.meta.url).href)});
    await openReaderPool({ tasks, size: 1, warm: 1 }).close();
    console.log('closed');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout).toBe('closed\n');
});

test('work of our own asks for what it needs; that of a stranger gets nothing', async () => {
  const { pool, work } = await open();
  const numbers: Readonly<Record<string, number>> = { one: 1, two: 2 };
  const reply = async (name: unknown): Promise<number> => {
    const found = numbers[String(name)];
    if (found !== undefined) return found;
    throw new TransientError('INPUT_MISSING', `${String(name)} is missing`, {
      place: { file: String(name) },
      remedy: 'replay the run',
    });
  };
  expect(await pool.run('addAsked', ['one', 'two'], { what: 'publish', reply })).toBe(3);
  const missing = pool.run('addAsked', ['one', 'three'], { what: 'publish', reply });
  await expect(missing).rejects.toMatchObject({
    constructor: TransientError,
    code: 'INPUT_MISSING',
    place: { file: 'three' },
    remedy: 'replay the run',
  });
  await expect(pool.run('addAsked', ['one'], { ...work(), reply } as FileWork)).rejects.toThrow(
    'there is nothing to ask for',
  );
  expect(await pool.run('addAsked', ['two'], { what: 'publish', reply })).toBe(2);
});
