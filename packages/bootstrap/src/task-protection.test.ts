import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { protectTask } from './task-protection.ts';

/** An ECS agent: keeps each request, and answers with a status of the test's choice. */
const startAgent = async () => {
  const requests: unknown[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    expect([request.method, request.url]).toEqual(['PUT', '/api/task-protection/v1/state']);
    requests.push(JSON.parse(await text(request)));
    response.writeHead(answers.shift() ?? 200).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the agent has no port');
  return { agentUri: `http://127.0.0.1:${address.port}/api`, requests, answers };
};

const on = { ProtectionEnabled: true, ExpiresInMinutes: 60 };
const off = { ProtectionEnabled: false };
const inHand = (messages: number) => ({ type: 'in-flight', messages }) as const;

const warnings = () => {
  const seen: string[] = [];
  return { seen, log: { warn: (_: unknown, message?: string) => void seen.push(message ?? '') } };
};

test('a task is protected from its first message until it is idle, by one request each', async () => {
  const { agentUri, requests } = await startAgent();
  const { seen, log } = warnings();
  const { observe, close } = protectTask({ agentUri, log, lingerMs: 1 });
  observe({ type: 'polling' });
  for (const messages of [1, 2, 1]) observe(inHand(messages));
  await expect.poll(() => requests).toEqual([on]);
  observe(inHand(0));
  await expect.poll(() => requests).toEqual([on, off]);
  await close();
  expect(requests).toEqual([on, off]);
  expect(seen).toEqual([]);
});

test('between parts that follow each other the protection stays', async () => {
  const { agentUri, requests } = await startAgent();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { observe, close } = protectTask({ agentUri, log: warnings().log, lingerMs: 600 });
  observe(inHand(1));
  await expect.poll(() => requests).toEqual([on]);
  observe(inHand(0));
  vi.advanceTimersByTime(599);
  // Requests of this test's own, one after the other: what was asked for before has reached the agent by then.
  const url = `${agentUri}/task-protection/v1/state`;
  for (const body of ['1', '2']) await (await fetch(url, { method: 'PUT', body })).text();
  expect(requests).toEqual([on, 1, 2]);
  observe(inHand(1));
  await close();
  expect(requests).toEqual([on, 1, 2, off]);
});

test('work that lasts is protected again before the protection runs out', async () => {
  const { agentUri, requests } = await startAgent();
  const { observe, close } = protectTask({ agentUri, log: warnings().log, renewMs: 5 });
  observe(inHand(1));
  await expect.poll(() => requests.length).toBeGreaterThan(2);
  await close();
  expect(requests.at(-1)).toEqual(off);
  expect(requests.slice(0, -1).every((one) => JSON.stringify(one) === JSON.stringify(on))).toBe(true);
});

test('an agent that fails is logged, and asked again with the next message', async () => {
  const { agentUri, requests, answers } = await startAgent();
  const { seen, log } = warnings();
  answers.push(500);
  const { observe, close } = protectTask({ agentUri, log, lingerMs: 60_000 });
  observe(inHand(1));
  await expect.poll(() => seen).toEqual(['the protection from scale-in could not be changed']);
  observe(inHand(0));
  observe(inHand(1));
  await expect.poll(() => requests).toEqual([on, on]);
  await close();
  expect(requests.at(-1)).toEqual(off);
});
