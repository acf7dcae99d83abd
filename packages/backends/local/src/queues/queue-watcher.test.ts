import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createQueueWatcher, type QueueWatcher } from './queue-watcher.ts';

const forever = { visibleAt: undefined, until: Number.POSITIVE_INFINITY, signal: undefined };

function open(): { watcher: QueueWatcher; other: DatabaseSync } {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-arrivals-'));
  const path = join(folder, 'a.db');
  const sqlite = new DatabaseSync(path);
  sqlite.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n)');
  const other = new DatabaseSync(path);
  const watcher = createQueueWatcher({ sqlite, pollMs: 1, onTick: () => {} });
  onTestFinished(() => {
    watcher.close();
    sqlite.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  return { watcher, other };
}

test('a commit of another connection ends a wait, where the system does not report writes', async () => {
  const { watcher, other } = open();
  const waiting = watcher.wait({ ...forever, changeToken: watcher.changeToken() });
  other.exec('INSERT INTO t VALUES (1)');
  await waiting;
});

test('a commit between the look and the wait is not missed', async () => {
  const { watcher, other } = open();
  const changeToken = watcher.changeToken();
  other.exec('INSERT INTO t VALUES (1)');
  await watcher.wait({ ...forever, changeToken });

  const second = watcher.changeToken();
  watcher.wake();
  await watcher.wait({ ...forever, changeToken: second });
});

test('a wait ends at its time, or when the next message becomes visible', async () => {
  const { watcher } = open();
  await watcher.wait({ ...forever, changeToken: watcher.changeToken(), until: performance.now() + 5 });
  const visibleAt = Date.now() + 5;
  await watcher.wait({ ...forever, changeToken: watcher.changeToken(), visibleAt });
  expect(Date.now()).toBeGreaterThanOrEqual(visibleAt);
});
