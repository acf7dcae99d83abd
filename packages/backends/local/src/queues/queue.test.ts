import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Message } from '@wattline/backend-contract';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { type LocalQueues, openLocalQueues } from './open-local-queues.ts';
import { topologyWith } from './testing/topology.ts';

const LONG_MS = 600_000;
const HOUR_MS = 3_600_000;
const look = { max: 10, waitMs: 0, visibilityMs: LONG_MS };

afterEach(() => {
  vi.restoreAllMocks();
});

function open(settings: { path?: string; pollMs?: number; maxReceives?: number } = {}): LocalQueues {
  const { path = ':memory:', maxReceives = 5, ...rest } = settings;
  const local = openLocalQueues({ path, topology: topologyWith({ maxReceives }), ...rest });
  onTestFinished(local.close);
  return local;
}

function makePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-queues-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'made', 'queues.db');
}

/** A receive that finds nothing does the rest in promises, all of which come before this. */
function untilItWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Sets what the wall clock says to so many milliseconds from the truth. */
function setClock(offsetMs: number): void {
  vi.restoreAllMocks();
  const lead = Date.now() - performance.now();
  vi.spyOn(Date, 'now').mockImplementation(() => Math.round(lead + performance.now() + offsetMs));
}

test('queues keep apart, each with dead letters of its own name', async () => {
  const { queues } = open();
  expect(Object.keys(queues)).toEqual(['ingest', 'transform', 'aggregate', 'publish', 'events']);
  expect(queues.publish.deadLetters?.name).toBe('publish-dead-letters');
  await queues.publish.send('mine');
  expect(await queues.ingest.receive(look)).toEqual([]);
  expect(await queues.publish.receive(look)).toHaveLength(1);
});

test('messages outlive the process and its connection', async () => {
  const path = makePath();
  const first = open({ path });
  await first.queues.ingest.send('kept');
  first.close();
  expect(await open({ path }).queues.ingest.receive(look)).toMatchObject([{ body: 'kept' }]);
});

test('a send wakes a receiver of the same process without a poll', async () => {
  const { queues } = open({ pollMs: 2 ** 30 });
  const waiting = queues.ingest.receive({ ...look, waitMs: LONG_MS });
  await untilItWaits();
  await queues.ingest.send('at once');
  expect(await waiting).toMatchObject([{ body: 'at once' }]);
});

test('so does a message that is released, one that is redriven and a dead letter', async () => {
  const { queues } = open({ pollMs: 2 ** 30, maxReceives: 1 });
  const { ingest } = queues;
  const dead = ingest.deadLetters;
  await ingest.send('tossed about');
  const [message] = await ingest.receive(look);
  if (message === undefined || dead === undefined) throw new Error('nothing received');

  const buried = dead.receive({ ...look, waitMs: LONG_MS });
  const none = ingest.receive({ ...look, waitMs: LONG_MS });
  await untilItWaits();
  await ingest.changeVisibility(message, 0);
  expect(await buried).toMatchObject([{ body: 'tossed about', receiveCount: 2 }]);
  expect(await ingest.redrive()).toBe(1);
  expect(await none).toMatchObject([{ body: 'tossed about', receiveCount: 1 }]);
});

test.runIf(process.platform === 'linux')('a write to the log wakes another connection', async () => {
  const path = makePath();
  const sender = open({ path });
  const waiting = open({ path, pollMs: 2 ** 30 }).queues.ingest.receive({ ...look, waitMs: LONG_MS });
  await untilItWaits();
  await sender.queues.ingest.send('seen');
  expect(await waiting).toMatchObject([{ body: 'seen' }]);
});

test('closing ends the waits', async () => {
  const local = open({ pollMs: 2 ** 30 });
  const waiting = local.queues.ingest.receive({ ...look, waitMs: LONG_MS });
  await untilItWaits();
  local.close();
  expect(await waiting).toEqual([]);
});

test('an aborted receive takes nothing', async () => {
  const { queues } = open();
  await queues.ingest.send('untouched');
  expect(await queues.ingest.receive({ ...look, signal: AbortSignal.abort() })).toEqual([]);
  expect(await queues.ingest.peek(10)).toMatchObject([{ receiveCount: 0 }]);
});

test('worn-out messages do not hold up a fresh one', async () => {
  const { queues } = open({ maxReceives: 1 });
  for (let n = 0; n < 25; n += 1) await queues.ingest.send('worn out');
  const received: Message[] = [];
  while (received.length < 25) received.push(...(await queues.ingest.receive(look)));
  for (const message of received) await queues.ingest.changeVisibility(message, 0);
  await queues.ingest.send('fresh');
  expect(await queues.ingest.receive({ ...look, max: 1 })).toMatchObject([{ body: 'fresh' }]);
  expect(await queues.ingest.deadLetters?.depth()).toMatchObject({ visible: 25 });
});

test('what was only looked at cannot be deleted', async () => {
  const { queues } = open();
  await queues.ingest.send('looked at');
  for (const message of await queues.ingest.peek(1)) expect(await queues.ingest.delete(message)).toBe(false);
  expect(await queues.ingest.receive(look)).toHaveLength(1);
});

test('the age is that of the oldest message, in flight or not', async () => {
  const { queues } = open();
  setClock(-HOUR_MS);
  await queues.ingest.send('old');
  await queues.ingest.receive(look);
  setClock(0);
  await queues.ingest.send('new');
  expect((await queues.ingest.depth()).oldestAgeMs).toBeGreaterThanOrEqual(HOUR_MS - 1_000);
});

test('a clock set back hides nothing for longer than it was to be hidden', async () => {
  const { queues } = open({ pollMs: 1 });
  setClock(HOUR_MS);
  await queues.ingest.send('sent');
  await queues.transform.send('delayed', { delayMs: 50 });
  await queues.publish.send('delayed for long', { delayMs: LONG_MS });
  setClock(0);
  expect(await queues.ingest.receive(look)).toEqual([]);

  const wait = { ...look, waitMs: LONG_MS };
  expect(await queues.ingest.receive(wait)).toMatchObject([{ body: 'sent' }]);
  expect(await queues.transform.receive(wait)).toMatchObject([{ body: 'delayed' }]);
  expect(await queues.publish.depth()).toMatchObject({ visible: 0, delayed: 1 });
});

test('a clock set back while no process ran is made good at the start', async () => {
  const path = makePath();
  setClock(HOUR_MS);
  const first = open({ path });
  await first.queues.ingest.send('sent');
  first.close();
  setClock(0);
  expect(await open({ path }).queues.ingest.receive(look)).toMatchObject([{ body: 'sent' }]);
});

test('what a dead process held is released at once, and what others hold is not', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'wattline-held-')), 'queues.db');
  onTestFinished(() => rmSync(dirname(path), { recursive: true }));
  const topology = topologyWith({ maxReceives: 5 });
  const [dead, alive] = ['1', '11'].map((holder) => {
    const local = openLocalQueues({ path, topology, holder });
    onTestFinished(local.close);
    return local;
  });
  if (dead === undefined || alive === undefined) throw new Error('two are opened');
  for (const body of ['a', 'b']) await dead.queues.ingest.send(body);
  const one = { max: 1, waitMs: 0, visibilityMs: 3_600_000 };
  const [held] = await dead.queues.ingest.receive(one);
  await alive.queues.ingest.receive(one);
  expect(await alive.releaseHeldBy('1')).toEqual([{ queue: 'ingest', body: held?.body }]);
  expect(await alive.queues.ingest.depth()).toMatchObject({ visible: 1, inFlight: 1 });
  expect(await alive.queues.ingest.receive(one)).toMatchObject([{ body: held?.body, receiveCount: 2 }]);
  expect(held && (await dead.queues.ingest.delete(held))).toBe(false);
  expect(await alive.releaseHeldBy('1')).toEqual([]);
});
