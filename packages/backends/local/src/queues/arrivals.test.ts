import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { type Arrivals, createArrivals } from './arrivals.ts';

const forever = { visibleAt: undefined, until: Number.POSITIVE_INFINITY, signal: undefined };

function open(): { arrivals: Arrivals; other: DatabaseSync } {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-arrivals-'));
  const path = join(folder, 'a.db');
  const sqlite = new DatabaseSync(path);
  sqlite.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n)');
  const other = new DatabaseSync(path);
  const arrivals = createArrivals({ sqlite, pollMs: 1, onTick: () => {} });
  onTestFinished(() => {
    arrivals.close();
    sqlite.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  return { arrivals, other };
}

test('a commit of another connection ends a wait, where no system tells of writes', async () => {
  const { arrivals, other } = open();
  const waiting = arrivals.wait({ ...forever, stamp: arrivals.stamp() });
  other.exec('INSERT INTO t VALUES (1)');
  await waiting;
});

test('a commit between the look and the wait is not missed', async () => {
  const { arrivals, other } = open();
  const stamp = arrivals.stamp();
  other.exec('INSERT INTO t VALUES (1)');
  await arrivals.wait({ ...forever, stamp });

  const second = arrivals.stamp();
  arrivals.announce();
  await arrivals.wait({ ...forever, stamp: second });
});

test('a wait ends at its time, or when the next message becomes visible', async () => {
  const { arrivals } = open();
  await arrivals.wait({ ...forever, stamp: arrivals.stamp(), until: performance.now() + 5 });
  const visibleAt = Date.now() + 5;
  await arrivals.wait({ ...forever, stamp: arrivals.stamp(), visibleAt });
  expect(Date.now()).toBeGreaterThanOrEqual(visibleAt);
});
