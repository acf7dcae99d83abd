import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { type Child, startChild } from '../testing/processes.ts';
import { type LocalQueues, openLocalQueues } from './open-local-queues.ts';
import { topologyWith } from './testing/topology.ts';

const LONG_MS = 600_000;
const consume = new URL('./testing/consume.ts', import.meta.url);
const hold = new URL('./testing/hold.ts', import.meta.url);
const send = new URL('./testing/send.ts', import.meta.url);

function openFile(): { path: string; local: LocalQueues; start: (module: URL, ...rest: string[]) => Child } {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-queues-'));
  const path = join(folder, 'queues.db');
  const local = openLocalQueues({ path, topology: topologyWith({ maxReceives: 5 }) });
  const children: Child[] = [];
  onTestFinished(async () => {
    await Promise.all(children.map((child) => child.kill()));
    local.close();
    rmSync(folder, { recursive: true });
  });
  const start = (module: URL, ...rest: string[]) => {
    const child = startChild(module, path, ...rest);
    children.push(child);
    return child;
  };
  return { path, local, start };
}

function integrityOf(path: string): unknown {
  const sqlite = new DatabaseSync(path);
  try {
    expect(sqlite.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    return sqlite.prepare('PRAGMA integrity_check').get()?.integrity_check;
  } finally {
    sqlite.close();
  }
}

test('several processes handle each of 2,000 messages once', async () => {
  const { path, local, start } = openFile();
  const children = [1, 2, 3, 4].map(() => start(consume));
  await Promise.all(children.map((child) => child.hasTold(1)));
  const bodies = Array.from({ length: 2_000 }, (_, n) => `message ${n}`);
  for (const body of bodies) await local.queues.ingest.send(body);

  const handled = () => children.flatMap(({ messages }) => messages).filter((word) => word !== 'open');
  await expect.poll(() => handled().length).toBeGreaterThanOrEqual(bodies.length);
  await Promise.all(children.map((child) => child.stop()));

  expect(handled().sort()).toEqual(bodies.sort());
  expect(await local.queues.ingest.depth()).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  expect(integrityOf(path)).toBe('ok');
});

test('what a killed process held comes back when its visibility ends', async () => {
  const { local, start } = openFile();
  for (const body of ['a', 'b', 'c']) await local.queues.ingest.send(body);
  const holder = start(hold, '1000');
  await holder.hasTold(3);
  await holder.kill();

  const back: [string, number][] = [];
  while (back.length < 3) {
    const received = await local.queues.ingest.receive({ max: 10, waitMs: 20_000, visibilityMs: LONG_MS });
    back.push(...received.map(({ body, receiveCount }): [string, number] => [body, receiveCount]));
  }
  expect(back.sort()).toEqual([
    ['a', 2],
    ['b', 2],
    ['c', 2],
  ]);
});

test('what a killed process held for long is released at once, and only that', async () => {
  const { local, start } = openFile();
  for (const body of ['a', 'b', 'c']) await local.queues.ingest.send(body);
  await local.queues.ingest.send('delayed', { delayMs: LONG_MS });
  const holder = start(hold, String(LONG_MS));
  await holder.hasTold(3);
  await holder.kill();
  expect(await local.queues.ingest.depth()).toMatchObject({ visible: 0, inFlight: 3, delayed: 1 });

  const waiting = local.queues.ingest.receive({ max: 10, waitMs: 20_000, visibilityMs: LONG_MS });
  expect(await local.release()).toBe(3);

  const received = await waiting;
  expect(received.map(({ body }) => body).sort()).toEqual(['a', 'b', 'c']);
  expect(received.map(({ receiveCount }) => receiveCount)).toEqual([1, 1, 1]);
  expect(await local.queues.ingest.depth()).toMatchObject({ visible: 0, inFlight: 3, delayed: 1 });
});

test('processes killed while they send lose nothing that was acknowledged and leave the file whole', async () => {
  const { path, local, start } = openFile();
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const senders = [start(send), start(send)];
    await Promise.all(senders.map((sender) => sender.hasTold(10 + 7 * round)));
    await Promise.all(senders.map((sender) => sender.kill()));
    acknowledged.push(...senders.flatMap(({ messages }) => messages));
  }
  const kept = new Set((await local.queues.ingest.peek(1_000_000)).map(({ body }) => body.trimEnd()));
  expect(acknowledged.filter((body) => !kept.has(body))).toEqual([]);
  expect(integrityOf(path)).toBe('ok');
});
