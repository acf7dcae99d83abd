import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { explainSqliteError, isBusy } from '../sqlite-error.ts';

const PATIENCE_MS = 60_000;
const LONGEST_PAUSE_MS = 20;

/** Ends of the queues of those in this process who want a lock, by file. */
const queues = new Map<string, Promise<void>>();

/** SQLite's lock on an empty file: the operating system takes it back from a process that is killed. */
const tryAcquire = (file: string): (() => void) | { busy: unknown } => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    if (isBusy(cause)) return { busy: cause };
    throw explainSqliteError(file, cause);
  }
  const held = database;
  return () => held.close();
};

const acquire = async (file: string): Promise<() => void> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt += 1) {
    const lock = tryAcquire(file);
    if (typeof lock === 'function') return lock;
    if (performance.now() > deadline) throw explainSqliteError(file, lock.busy);
    await pause(1 + Math.random() * Math.min(attempt, LONGEST_PAUSE_MS));
  }
};

/** Runs `work` while no other process, and nothing else in this one, holds `file`. Does not nest for one file. */
export const withLock = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  const { promise: done, resolve: leave } = Promise.withResolvers<void>();
  const ahead = queues.get(file);
  const mine = ahead === undefined ? done : ahead.then(() => done);
  queues.set(file, mine);
  await ahead;
  try {
    const release = await acquire(file);
    try {
      return await work();
    } finally {
      release();
    }
  } finally {
    leave();
    if (queues.get(file) === mine) queues.delete(file);
  }
};
