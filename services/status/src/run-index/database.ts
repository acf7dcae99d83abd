import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

const userVersion = (database: DatabaseSync): unknown =>
  database.prepare('PRAGMA user_version').get()?.user_version;

/** Whether the file has this schema and is whole; throws if it is no database. */
const isUsable = (database: DatabaseSync): boolean =>
  userVersion(database) === SCHEMA_VERSION &&
  database.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok';

const configure = (database: DatabaseSync): void => {
  // A power cut may break it: then it is rebuilt.
  database.exec(
    'PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 2000; PRAGMA cache_size = -8000',
  );
};

const removeFile = (path: string): void => {
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
};

const create = (path: string): DatabaseSync => {
  mkdirSync(dirname(path), { recursive: true });
  removeFile(path);
  const database = new DatabaseSync(path);
  configure(database);
  database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
  return database;
};

/** Opens the index's file, or creates it if it is missing, has another schema or is broken. */
export const openDatabase = (path: string): { database: DatabaseSync; isNew: boolean } => {
  mkdirSync(dirname(path), { recursive: true });
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    configure(database);
    if (isUsable(database)) return { database, isNew: false };
  } catch {
    // Not a database, or one that cannot be read.
  }
  database?.close();
  return { database: create(path), isNew: true };
};

// SQLITE_CORRUPT and SQLITE_NOTADB; the extended codes keep them in the low byte.
const BROKEN = new Set([11, 26]);

export const isBroken = (error: unknown): boolean => {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' && BROKEN.has(errcode & 0xff);
};
