import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readStatusConfig } from './config.ts';
import { type RunningStatus, startStatus } from './start-status.ts';

const start = async (port = '0'): Promise<RunningStatus> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-status-'));
  const environment = { WATTLINE_DATA_DIR: folder, WATTLINE_HTTP_PORT: port, WATTLINE_LOG_LEVEL: 'silent' };
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return startStatus({
    config: readStatusConfig(environment),
    environment,
    fleet: { kind: 'unknown', tasks: async () => [] },
  });
};

const listen = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(new URL('/api/v1/events', url), { agent: false }, resolve).on('error', reject);
  });

const listeners = async (url: string): Promise<number> => {
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^wattline_event_listeners\{[^}]*\} (\d+)$/m.exec(metrics)?.[1]);
};

test('listeners are freed when their connections end, and do not hold up the stop', async () => {
  const { url, stop } = await start();
  const streams = await Promise.all(Array.from({ length: 20 }, () => listen(url)));
  for (const stream of streams) expect(stream.headers['content-type']).toMatch(/^text\/event-stream/);
  await expect.poll(() => listeners(url)).toBe(20);
  for (const stream of streams.slice(1)) stream.destroy();
  await expect.poll(() => listeners(url)).toBe(1);
  const [last] = streams;
  last?.resume();
  const ended = last && once(last, 'end');
  await stop();
  await ended;
  await expect(fetch(url)).rejects.toThrow();
});

test('a name of another machine is refused over the wire, too', async () => {
  const { url, stop } = await start();
  const status = await new Promise((resolve, reject) => {
    get(new URL('/api/v1/about', url), { headers: { host: 'evil.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });
  expect(status).toBe(403);
  await stop();
});

test('it takes the first free port of a range; a single port in use is an error', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => {
    taken.close();
  });
  const { port } = taken.address() as AddressInfo;
  await expect(start(String(port))).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  const { url, stop } = await start(`${port}-${Math.min(65_535, port + 50)}`);
  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  await stop();
});
