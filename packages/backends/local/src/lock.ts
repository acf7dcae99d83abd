import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalFileError } from './local-file-error.ts';
import { explainFileError } from './objects/file-error.ts';
import { explainSqliteError, isBusy } from './sqlite-error.ts';

export interface FolderLock {
  /** May be called again. */
  release(): void;
}

/** Another process works in the folder. `pid` is that process, if known. */
export class FolderInUse extends LocalFileError {
  readonly pid: number | undefined;

  constructor(folder: string, pid: number | undefined) {
    const who = pid === undefined ? 'another process' : `process ${pid}`;
    super('FOLDER_IN_USE', `${folder} is in use by ${who}.`, {
      file: folder,
      remedy: `Stop ${who} first, or choose another data folder.`,
    });
    this.pid = pid;
  }
}

/** Whether a process works in the folder now. */
export function isFolderInUse(folder: string): boolean {
  try {
    lockFolder(folder).release();
    return false;
  } catch (error) {
    if (error instanceof FolderInUse) return true;
    throw error;
  }
}

/** A connection that is collected as garbage closes, and its lock is gone. */
const held = new Set<DatabaseSync>();

function readHolder(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new LocalFileError('FILE_UNREACHABLE', `The folder ${folder} cannot be made.`, {
      file: folder,
      remedy: 'Check that this user may write there, or choose another data folder.',
      cause,
    });
  }
}

/**
 * Locks a data folder for this process; makes the folder if it is missing. The operating system holds the lock, on
 * `lock.db`, and drops it when the process ends in any way; `lock.pid` only says whose it is.
 * Throws FolderInUse, or LocalFileError where the folder cannot be written.
 */
export function lockFolder(folder: string): FolderLock {
  makeFolder(folder);
  const file = join(folder, 'lock.db');
  const holder = join(folder, 'lock.pid');
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(file, { timeout: 0 });
    sqlite.exec('BEGIN EXCLUSIVE');
    // SQLite opens a file that it may only read without an error, and then locks nothing: only a write shows it.
    sqlite.exec('PRAGMA user_version = 1');
    writeFileSync(holder, `${process.pid}\n`);
  } catch (cause) {
    sqlite?.close();
    if (isBusy(cause)) throw new FolderInUse(folder, readHolder(holder));
    throw explainFileError(file, explainSqliteError(file, cause));
  }
  const connection = sqlite;
  held.add(connection);
  return {
    release() {
      if (!held.delete(connection)) return;
      rmSync(holder, { force: true });
      connection.close();
    },
  };
}
