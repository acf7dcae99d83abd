import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { LocalFileError } from '../local-file-error.ts';
import { becomeOrdinaryUser } from '../testing/ordinary-user.ts';
import { startChild } from '../testing/processes.ts';
import { openDatabase } from './database.ts';
import { openLocalQueues } from './open-local-queues.ts';
import { createLocalQueue } from './queue.ts';
import { createQueueWatcher } from './queue-watcher.ts';
import { topologyWith } from './testing/topology.ts';

const look = { max: 10, waitMs: 0, visibilityMs: 60_000 };

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-queues-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function open(path: string) {
  const local = openLocalQueues({ path, topology: topologyWith({ maxReceives: 5 }) });
  onTestFinished(local.close);
  return local;
}

function refusalOf(path: string): LocalFileError {
  try {
    open(path);
  } catch (error) {
    if (error instanceof LocalFileError) return error;
    throw error;
  }
  throw new Error(`${path} was opened`);
}

test('a file that is no database', () => {
  const path = join(makeFolder(), 'queues.db');
  writeFileSync(path, 'Datetime,Temperature\n'.repeat(1_000));
  expect(refusalOf(path)).toMatchObject({ code: 'FILE_FOREIGN', place: { file: path } });
  expect(refusalOf(path).remedy).toContain('Move the file away');
});

test("another application's database, left as it is", () => {
  const path = join(makeFolder(), 'queues.db');
  const foreign = new DatabaseSync(path);
  foreign.exec('CREATE TABLE theirs (n)');
  foreign.close();
  expect(refusalOf(path)).toMatchObject({ code: 'FILE_FOREIGN', place: { file: path } });

  const after = new DatabaseSync(path);
  onTestFinished(() => after.close());
  expect(after.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'theirs' }]);
});

test('a file of the version before groups is taken over, with its messages', async () => {
  const path = join(makeFolder(), 'queues.db');
  const before = open(path);
  await before.queues.ingest.send('waits');
  before.close();
  const older = new DatabaseSync(path);
  older.exec(
    'DROP INDEX messages_by_group; ALTER TABLE messages DROP COLUMN work_group; PRAGMA user_version = 1',
  );
  older.close();
  const { ingest } = open(path).queues;
  await ingest.send('comes', { group: 'town' });
  const messages = await ingest.receive(look);
  expect(messages.map(({ body, group }) => [body, group]).sort()).toEqual([
    ['comes', 'town'],
    ['waits', undefined],
  ]);
});

test('a file of another version', () => {
  const path = join(makeFolder(), 'queues.db');
  open(path).close();
  const newer = new DatabaseSync(path);
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  expect(refusalOf(path)).toMatchObject({ code: 'FILE_VERSION' });
});

test('a damaged file', async () => {
  const path = join(makeFolder(), 'queues.db');
  const before = open(path);
  for (let n = 0; n < 100; n += 1) await before.queues.ingest.send('x'.repeat(1_000));
  before.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(65_536, 0xff), 0, 65_536, 4_096);

  const damaged = (async () => open(path).queues.ingest.receive(look))();
  await expect(damaged).rejects.toMatchObject({ code: 'FILE_CORRUPT', place: { file: path } });
});

test('a path that names a folder, or lies under a file', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'queues.db'));
  writeFileSync(join(folder, 'file'), '');
  expect(refusalOf(join(folder, 'queues.db'))).toMatchObject({ code: 'FILE_UNREACHABLE' });
  expect(refusalOf(join(folder, 'file', 'queues.db'))).toMatchObject({ code: 'FILE_UNREACHABLE' });
});

test('a folder and a file that cannot be written', () => {
  becomeOrdinaryUser();
  const folder = makeFolder();
  const path = join(folder, 'queues.db');
  chmodSync(folder, 0o500);
  expect(refusalOf(path)).toMatchObject({ code: 'FILE_UNREACHABLE' });
  chmodSync(folder, 0o700);
  open(path).close();
  chmodSync(path, 0o400);
  expect(refusalOf(path)).toMatchObject({ code: 'FILE_READ_ONLY' });
});

test('a disk that is full: what was acknowledged stays, and room makes it work again', async () => {
  const path = join(makeFolder(), 'queues.db');
  const database = openDatabase(path);
  const watcher = createQueueWatcher({ sqlite: database.sqlite, pollMs: 10, onTick: () => {} });
  onTestFinished(database.close);
  const queue = createLocalQueue({ name: 'ingest', database, watcher, holder: '1' });
  database.sqlite.exec('PRAGMA max_page_count = 20');
  let sent = 0;
  const fill = async () => {
    for (;;) {
      await queue.send('x'.repeat(10_000));
      sent += 1;
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: 'DISK_FULL', place: { file: path } });
  expect(await queue.depth()).toMatchObject({ visible: sent });

  database.sqlite.exec('PRAGMA max_page_count = 1000');
  await queue.send('room again');
  expect(await queue.depth()).toMatchObject({ visible: sent + 1 });
});

test('a lock held by another connection is waited for without blocking the process', async () => {
  const path = join(makeFolder(), 'queues.db');
  const { queues } = open(path);
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const sending = queues.ingest.send('patient');
  // Only a process that is not blocked gets to this timer, and only then is the lock given up.
  setTimeout(() => other.exec('COMMIT'), 50);
  await sending;
  expect(await queues.ingest.receive(look)).toMatchObject([{ body: 'patient' }]);
});

test('processes that start at once on a new file all open it', async () => {
  const path = join(makeFolder(), 'queues.db');
  const consume = new URL('./testing/consume.ts', import.meta.url);
  const children = Array.from({ length: 6 }, () => startChild(consume, path));
  onTestFinished(async () => {
    await Promise.all(children.map((child) => child.kill()));
  });
  const { queues } = open(path);
  await Promise.all(children.map((child) => child.hasTold(1)));
  await queues.ingest.send('one');
  await expect
    .poll(() => children.flatMap(({ messages }) => messages).filter((body) => body === 'one'))
    .toHaveLength(1);
});
