import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunStatus, RunSummary } from '@wattline/api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRunIndex } from './open-run-index.ts';
import type { RunIndex } from './run-index.ts';

const makePath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-index-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'run-index.db');
};

const open = (path = makePath()): RunIndex => {
  const index = openRunIndex(path);
  onTestFinished(() => index.close());
  return index;
};

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

const summary = (run: string, minute: number, more: Partial<RunSummary> = {}): RunSummary => ({
  run,
  dataset: 'town',
  status: 'sealed',
  key: `staging-directory/town/${run}.csv`,
  bytes: 1,
  uploadedAt: at(minute),
  replay: 0,
  ...more,
});

const put = (index: RunIndex, one: RunSummary): boolean => index.put(one, `${one.uploadedAt} 1`);

const fill = (index: RunIndex, count: number, from = 0): void => {
  for (let number = from; number < from + count; number += 1)
    put(index, summary(`run-${String(number).padStart(4, '0')}`, number));
};

const names = (runs: readonly RunSummary[]): string[] => runs.map(({ run }) => run);

describe('a list', () => {
  test('is newest first, and its pages stay in place while runs are added', () => {
    const index = open();
    fill(index, 25);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = index.list({}, { limit: 10, ...(cursor !== undefined && { cursor }) });
      seen.push(...names(page.runs));
      cursor = page.cursor;
      fill(index, 3, 1_000 + seen.length);
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `run-${String(24 - n).padStart(4, '0')}`));
  });

  test('of runs uploaded at the same instant leaves none out', () => {
    const index = open();
    for (const run of ['a', 'b', 'c', 'd', 'e']) put(index, summary(run, 0));
    const first = index.list({}, { limit: 2 });
    const second = index.list({}, { limit: 2, cursor: first.cursor ?? '' });
    const third = index.list({}, { limit: 2, cursor: second.cursor ?? '' });
    expect([first, second, third].flatMap(({ runs }) => names(runs))).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(third.cursor).toBeUndefined();
  });

  test('can be filtered by dataset, status, text and time; counts cover all statuses', () => {
    const index = open();
    const error = { stage: 'ingest', code: 'TIME_UNREADABLE', message: 'm', remedy: 'r', place: {} } as const;
    put(index, summary('a1', 1));
    put(index, summary('a2', 2, { status: 'rejected', error }));
    put(index, summary('b1', 3, { dataset: 'river', key: 'staging-directory/river/50%_off.csv' }));
    put(index, summary('b2', 4, { dataset: 'river', status: 'running' }));
    const list = (filter: Parameters<typeof index.list>[0]) => {
      const { runs, total, counts } = index.list(filter, { limit: 10 });
      return { runs: names(runs), total, sealed: counts.sealed, rejected: counts.rejected };
    };
    expect(list({ dataset: 'town' })).toEqual({ runs: ['a2', 'a1'], total: 2, sealed: 1, rejected: 1 });
    expect(list({ statuses: ['rejected'] })).toEqual({ runs: ['a2'], total: 1, sealed: 2, rejected: 1 });
    expect(list({ statuses: ['rejected', 'running', 'rejected'] })).toMatchObject({
      runs: ['b2', 'a2'],
      total: 2,
    });
    expect(list({ text: 'time_unread' }).runs).toEqual(['a2']);
    expect(list({ text: '50%_OFF' }).runs).toEqual(['b1']);
    expect(list({ text: '%' }).runs).toEqual(['b1']);
    expect(list({ text: "'; DROP TABLE runs" }).runs).toEqual([]);
    expect(list({ since: new Date(at(2)), until: new Date(at(4)) }).runs).toEqual(['b1', 'a2']);
  });

  test('takes no cursor that it did not give', () => {
    const index = open();
    for (const cursor of ['x', '', Buffer.from('[1,2]').toString('base64url')])
      expect(() => index.list({}, { limit: 1, cursor })).toThrow(
        expect.objectContaining({ code: 'CURSOR_INVALID', category: 'invalid' }),
      );
  });
});

test('what is put says whether it is news; the rest is found by id and by dataset', () => {
  const index = open();
  expect(put(index, summary('abc1', 1, { status: 'running' }))).toBe(true);
  expect(put(index, summary('abc1', 1, { status: 'running' }))).toBe(false);
  expect(index.active()).toEqual(['abc1']);
  expect(put(index, summary('abc1', 1))).toBe(true);
  expect(index.active()).toEqual([]);
  put(index, summary('abc2', 2, { dataset: 'river' }));
  put(index, summary('abd', 3));
  expect(index.get('abc1')).toEqual(summary('abc1', 1));
  expect(index.get('none')).toBeUndefined();
  expect(index.datasets()).toEqual([
    { dataset: 'river', runs: 1, lastRun: summary('abc2', 2, { dataset: 'river' }) },
    { dataset: 'town', runs: 2, lastRun: summary('abd', 3) },
  ]);
  expect(index.counts()).toMatchObject({ sealed: 3, running: 0 });
});

test('versions are those of sealed runs, by the newest upload, with the time of the seal where that is known', () => {
  const index = open();
  put(index, summary('a', 1, { version: 'v1', ms: 500 }));
  put(index, summary('b', 2, { version: 'v2', ms: 500, replay: 1 }));
  put(index, summary('c', 3, { version: 'v1', ms: 700 }));
  put(index, summary('d', 4, { version: 'v3', status: 'rejected' }));
  put(index, summary('e', 5, { version: 'v4', dataset: 'river' }));
  expect([...index.versions('town')]).toEqual([
    ['v1', { run: 'c', sealedAt: new Date(Date.parse(at(3)) + 700) }],
    ['v2', { run: 'b' }],
  ]);
});

test('throughput counts each part once, however often it is read', () => {
  const now = Date.UTC(2026, 0, 1, 1);
  const index = openRunIndex(makePath(), () => now);
  onTestFinished(() => index.close());
  const part = (run: string, ms: number, agoMs: number) =>
    ({ run, stage: 'ingest', part: 0, finishedAt: new Date(now - agoMs), ms }) as const;
  index.putParts([part('a', 100, 1_000), part('b', 300, 2_000), part('c', 200, 3_000)]);
  index.putParts([part('a', 100, 1_000), part('old', 5, 400_000), part('older', 5, 7_200_000)]);
  expect(index.throughput('ingest', new Date(now - 300_000))).toEqual({
    parts: 3,
    medianMs: 200,
    lastFinishedAt: new Date(now - 1_000),
  });
  expect(index.throughput('ingest', new Date(0)).parts).toBe(4);
  expect(index.throughput('publish', new Date(0))).toEqual({ parts: 0 });
});

describe('the file', () => {
  test('keeps what it knows', () => {
    const path = makePath();
    const first = openRunIndex(path);
    expect(first.takeIsNew()).toBe(true);
    fill(first, 3);
    first.close();
    const second = open(path);
    expect(second.takeIsNew()).toBe(false);
    expect(second.list({}, { limit: 5 }).total).toBe(3);
  });

  test('is made again if it has another schema, is no database, or is damaged', () => {
    const damage: ((path: string) => void)[] = [
      (path) => {
        const database = new DatabaseSync(path);
        database.exec('PRAGMA user_version = 99');
        database.close();
      },
      (path) => writeFileSync(path, 'this is no database, however long it is looked at'),
      (path) => {
        const file = openSync(path, 'r+');
        for (let page = 1; page < 6; page += 1)
          writeSync(file, Buffer.alloc(4_096, 7), 0, 4_096, page * 4_096);
        closeSync(file);
      },
      (path) => rmSync(path),
    ];
    for (const each of damage) {
      const path = makePath();
      const first = openRunIndex(path);
      fill(first, 200);
      first.close();
      each(path);
      const second = open(path);
      expect(second.takeIsNew()).toBe(true);
      expect(second.list({}, { limit: 5 }).total).toBe(0);
      fill(second, 2);
      expect(second.list({}, { limit: 5 }).total).toBe(2);
    }
  });

  test('may be deleted while it is in use: the next start makes it again', () => {
    const path = makePath();
    const first = openRunIndex(path);
    fill(first, 3);
    for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
    fill(first, 3, 3);
    expect(first.list({}, { limit: 1 }).total).toBe(6);
    first.close();
    expect(open(path).takeIsNew()).toBe(true);
  });

  test('that is damaged while it is open is made again', () => {
    const path = makePath();
    const index = open(path);
    fill(index, 2_000);
    const other = new DatabaseSync(path);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(index.takeIsNew()).toBe(true);
    const file = openSync(path, 'r+');
    for (let page = 1; page < 60; page += 1) writeSync(file, Buffer.alloc(4_096, 7), 0, 4_096, page * 4_096);
    closeSync(file);
    // After another writer's commit the index reads its pages from the file again.
    other.exec('PRAGMA application_id = 7');
    other.close();
    expect(index.list({ text: 'run' }, { limit: 1 }).total).toBe(0);
    expect(index.takeIsNew()).toBe(true);
    fill(index, 1, 5_000);
    expect(index.list({}, { limit: 1 }).total).toBe(1);
  });
});

test('every status has its count', () => {
  const index = open();
  const statuses: RunStatus[] = [
    'waiting',
    'running',
    'sealed',
    'superseded',
    'rejected',
    'failed',
    'cancelled',
  ];
  expect(Object.keys(index.counts())).toEqual(statuses);
});
