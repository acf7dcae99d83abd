import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalFileError } from '../local-file-error.ts';
import { explainSqliteError, isBusy } from '../sqlite-error.ts';
import { type ClockWatch, createClockWatch } from './clock.ts';
import { APPLICATION_ID, REANCHOR, SCHEMA, SCHEMA_VERSION, UPGRADE } from './schema.ts';

/** How long SQLite itself waits for a lock, and with it the event loop. */
const BLOCKING_MS = 10;
const GIVE_UP_MS = 30_000;

export interface Database {
  readonly sqlite: DatabaseSync;
  readonly clock: ClockWatch;
  /** Runs `work` again, without blocking the process, for as long as another process holds the lock. */
  run<T>(work: () => T): Promise<T>;
  /** The same in one write transaction; `now` is read once the lock is held, so that times and commits agree. */
  write<T>(work: (now: number) => T): Promise<T>;
  close(): void;
}

function textOf(sqlite: DatabaseSync, pragma: string): string {
  return String(Object.values(sqlite.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}

function prepareFile(sqlite: DatabaseSync, path: string): void {
  // Commits survive the death of any process. On power loss the file stays whole, but the last moments may be undone:
  // a message sent just then may be gone, one deleted just then may come back.
  // What is deleted is overwritten: a message may name what somebody erases.
  sqlite.exec('PRAGMA secure_delete = ON');
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216');
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const isNew = Number(sqlite.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n) === 0;
    if (isNew) {
      sqlite.exec(SCHEMA);
    } else if (Number(textOf(sqlite, 'application_id')) !== APPLICATION_ID) {
      throw new LocalFileError('FILE_FOREIGN', `${path} is the database of another application.`, {
        file: path,
        remedy: 'Move the file away, or choose another data folder.',
      });
    } else if (Number(textOf(sqlite, 'user_version')) === SCHEMA_VERSION - 1) {
      sqlite.exec(UPGRADE);
    } else if (Number(textOf(sqlite, 'user_version')) !== SCHEMA_VERSION) {
      throw new LocalFileError('FILE_VERSION', `${path} was written by another version of Wattline.`, {
        file: path,
        remedy:
          'Use the version that wrote it, or move the file away and replay the runs that were not done.',
      });
    }
    // The clock may have been set back while no process was there to notice.
    sqlite.prepare(REANCHOR).run({ now: Date.now() });
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

function open(path: string): DatabaseSync {
  if (path !== ':memory:') {
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (cause) {
      throw new LocalFileError('FILE_UNREACHABLE', `The folder of ${path} cannot be made.`, {
        file: path,
        remedy: 'Check that this user may write there, or choose another data folder.',
        cause,
      });
    }
  }
  const sqlite = new DatabaseSync(path, { timeout: BLOCKING_MS });
  try {
    prepareFile(sqlite, path);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** Several processes that start at once trip over each other while the first of them lays out the file. */
function openPatiently(path: string): DatabaseSync {
  const giveUp = performance.now() + GIVE_UP_MS;
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      return open(path);
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > giveUp) throw explainSqliteError(path, cause);
    }
    Atomics.wait(never, 0, 0, 2 + Math.random() * 8);
  }
}

/** Throws LocalFileError where the file is foreign, damaged or cannot be written. */
export function openDatabase(path: string): Database {
  const sqlite = openPatiently(path);
  const clock = createClockWatch();
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');

  async function run<T>(work: () => T): Promise<T> {
    const giveUp = performance.now() + GIVE_UP_MS;
    for (;;) {
      try {
        return work();
      } catch (cause) {
        if (!isBusy(cause) || performance.now() > giveUp) throw explainSqliteError(path, cause);
      }
      await pause(1 + Math.random() * 9);
    }
  }

  function transaction<T>(work: (now: number) => T): T {
    begin.run();
    try {
      clock.observe();
      const result = work(Date.now());
      commit.run();
      return result;
    } catch (error) {
      // A full disk rolls back by itself.
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    sqlite,
    clock,
    run,
    write: (work) => run(() => transaction(work)),
    close: () => {
      if (sqlite.isOpen) sqlite.close();
    },
  };
}
