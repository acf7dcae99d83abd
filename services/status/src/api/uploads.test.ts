import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { RunReceipt, type Uploaded, type UploadTicket } from '@wattline/api';
import { readRun, requestDeletion } from '@wattline/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestStatus, type TestStatus, type TestStatusOptions } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const MAX = 200_000;

const open = (options: TestStatusOptions = {}): Promise<TestStatus> =>
  openTestStatus({ stages: [], config: { maxUploadBytes: MAX }, ...options });

const upload = (
  { app }: TestStatus,
  query: string,
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
) =>
  app.request(`/api/v1/uploads?${query}`, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

const leftovers = async ({ backend }: TestStatus): Promise<string[]> =>
  readdir(join(backend.scratch, 'uploads')).catch(() => []);

const stagingKeys = async ({ backend }: TestStatus): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of backend.stores.staging.list('')) keys.push(key);
  return keys;
};

/** Bytes without end, a chunk at a time, and how many were asked for. */
const endless = () => {
  let bytes = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      bytes += 10_000;
      controller.enqueue(new Uint8Array(10_000));
    },
  });
  return { stream, bytes: () => bytes };
};

test('an upload becomes a run whose address is received at once', async () => {
  const status = await openTestStatus();
  const body = readings();
  const response = await upload(status, `dataset=power&name=${encodeURIComponent('März 1.csv')}`, body);
  expect(response.status).toBe(201);
  const received = (await response.json()) as Uploaded;
  expect(received).toMatchObject({
    dataset: 'power',
    key: 'staging-directory/power/März 1.csv',
    bytes: Buffer.byteLength(body),
    href: `/api/v1/runs/${received.run}`,
  });
  expect(response.headers.get('location')).toBe(received.href);
  expect((await status.settled(received.run)).status).toBe('sealed');
  expect(await status.get(received.href)).toMatchObject({ status: 200, body: { run: received.run } });
  expect(await leftovers(status)).toEqual([]);
});

test('the address of an upload, or of a deletion, answers before ingest has read its event', async () => {
  const status = await openTestStatus({ stages: [] });
  const received = (await (await upload(status, 'dataset=power&name=a.csv', readings())).json()) as Uploaded;
  const run = await status.get(received.href);
  expect([run.status, RunReceipt.parse(run.body)]).toMatchObject([
    200,
    { status: 'waiting', dataset: 'power', key: received.key, bytes: received.bytes, cancellable: false },
  ]);
  expect(await status.get(`${received.href}/logs`)).toMatchObject({ status: 200, body: { lines: [] } });
  expect(await status.get(`${received.href}/quarantine`)).toMatchObject({ status: 200, body: { total: 0 } });
  for (const what of ['replays', 'cancellation'])
    expect(await codeOf(await status.app.request(`${received.href}/${what}`, { method: 'POST' }))).toEqual([
      409,
      'RUN_NOT_OPEN',
    ]);
  const asked = await requestDeletion(status.backend.stores, 'power', { entity: 'a' });
  expect(await status.get(`/api/v1/runs/${asked.run}`)).toMatchObject({
    status: 200,
    body: { status: 'waiting', key: asked.key },
  });
});

test('what was said of a run before it was opened does not count once it is', async () => {
  const status = await openTestStatus();
  const received = (await (await upload(status, 'dataset=power&name=a.csv', readings())).json()) as Uploaded;
  await status.settled(received.run);
  expect((await status.get(received.href)).body).toMatchObject({ status: 'sealed' });
  const known = await readRun(status.backend.stores, received.run);
  expect(known?.upload.order).not.toBe(known?.upload.at);
});

test('a body is counted as it comes, whatever its header says', async () => {
  const status = await open();
  const { stream, bytes } = endless();
  expect(await codeOf(await upload(status, 'dataset=power&name=a.csv', stream))).toEqual([
    413,
    'UPLOAD_TOO_LARGE',
  ]);
  expect(bytes()).toBeLessThan(MAX + 500_000);
  const honest = await upload(status, 'dataset=power&name=a.csv', endless().stream, {
    'content-length': String(MAX + 1),
  });
  expect(await codeOf(honest)).toEqual([413, 'UPLOAD_TOO_LARGE']);
  expect(await codeOf(await upload(status, 'dataset=power&name=a.csv', ''))).toEqual([400, 'UPLOAD_EMPTY']);
  expect((await upload(status, 'dataset=power&name=a.csv', 'x'.repeat(MAX))).status).toBe(201);
  expect(await stagingKeys(status)).toEqual(['staging-directory/power/a.csv']);
  expect(await leftovers(status)).toEqual([]);
});

test('names that are paths, specs or nothing known are refused', async () => {
  const status = await open();
  for (const name of ['../a.csv', 'a/b.csv', 'wattline.yaml', 'a.exe', 'a\r\nb.csv', '\u202ea.csv'])
    expect([
      name,
      await codeOf(await upload(status, `dataset=power&name=${encodeURIComponent(name)}`, 'x')),
    ]).toEqual([name, [400, 'FILE_NAME_INVALID']]);
  for (const dataset of ['..', 'a/b', '.git'])
    expect(
      await codeOf(await upload(status, `dataset=${encodeURIComponent(dataset)}&name=a.csv`, 'x')),
    ).toEqual([400, 'DATASET_INVALID']);
  expect(await codeOf(await upload(status, 'dataset=power', 'x'))).toEqual([400, 'REQUEST_INVALID']);
  expect(await stagingKeys(status)).toEqual([]);
});

const listen = async ({ app }: TestStatus): Promise<number> => {
  const server: ServerType = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
};

test('an upload that breaks off leaves nothing', async () => {
  const status = await open();
  const port = await listen(status);
  const sent = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/api/v1/uploads?dataset=power&name=a.csv',
    headers: { 'content-type': 'application/octet-stream' },
  });
  sent.on('error', () => {});
  sent.write('x'.repeat(50_000));
  while ((await leftovers(status)).length === 0) await new Promise((done) => setImmediate(done));
  sent.destroy();
  while ((await leftovers(status)).length > 0) await new Promise((done) => setImmediate(done));
  expect(await stagingKeys(status)).toEqual([]);
});

const ask = async ({ app }: TestStatus, wanted: unknown): Promise<Response> =>
  app.request('/api/v1/uploads/tickets', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });

test('a ticket lets somebody without a token put one file, and leads to its run', async () => {
  const status = await openTestStatus();
  await status.upload('power/a.csv', readings({ days: 15 }));
  const body = readings();
  const given = await ask(status, { dataset: 'power', name: 'a.csv', bytes: Buffer.byteLength(body) });
  expect(given.status).toBe(201);
  const ticket = (await given.json()) as UploadTicket;
  expect(ticket).toMatchObject({ method: 'PUT', key: 'staging-directory/power/a.csv', headers: {} });
  expect(await codeOf(await status.app.request(ticket.href))).toEqual([404, 'UPLOAD_PENDING']);
  const tooMuch = await status.app.request(ticket.url, { method: 'PUT', body: `${body}x` });
  expect(await codeOf(tooMuch)).toEqual([413, 'UPLOAD_TOO_LARGE']);
  const put = await status.app.request(ticket.url, { method: 'PUT', body });
  expect(put.status).toBe(201);
  const { run } = (await put.json()) as Uploaded;
  const again = await status.app.request(ticket.url, { method: 'PUT', body });
  expect(await codeOf(again)).toEqual([409, 'TICKET_USED']);
  const led = await status.app.request(ticket.href);
  expect([led.status, led.headers.get('location')]).toEqual([307, `/api/v1/runs/${run}`]);
  expect((await status.settled(run)).status).toBe('sealed');
});

test('of several uploads with one ticket at once, one is kept', async () => {
  const status = await open();
  const { url } = (await (
    await ask(status, { dataset: 'power', name: 'a.csv', bytes: 10 })
  ).json()) as UploadTicket;
  const sent = await Promise.all(
    ['one', 'two', 'three'].map((body) => status.app.request(url, { method: 'PUT', body })),
  );
  expect(sent.map((response) => response.status).toSorted()).toEqual([201, 409, 409]);
  expect(await leftovers(status)).toEqual([]);
});

test('a ticket that is expired, changed or too large is none', async () => {
  const status = await open();
  const { ticket } = (await (
    await ask(status, { dataset: 'power', name: 'a.csv', bytes: 5 })
  ).json()) as UploadTicket;
  const url = (text: string) => `/api/v1/uploads/tickets/${text}`;
  for (const text of [`${ticket}x`, 'nonsense', '..%2f..%2fabout'])
    for (const method of ['GET', 'PUT']) {
      const init = method === 'PUT' ? { method, body: 'x' } : { method };
      expect(await codeOf(await status.app.request(url(text), init))).toEqual([404, 'TICKET_UNKNOWN']);
    }
  expect(await codeOf(await ask(status, { dataset: 'power', name: 'a.csv', bytes: MAX + 1 }))).toEqual([
    413,
    'UPLOAD_TOO_LARGE',
  ]);
  expect(await codeOf(await ask(status, { dataset: '..', name: 'a.csv', bytes: 1 }))).toEqual([
    400,
    'DATASET_INVALID',
  ]);
});

test('with tokens, only the write token uploads; a ticket needs none, and outlives the process', async () => {
  const environment = { WATTLINE_READ_TOKEN: 'r'.repeat(20), WATTLINE_WRITE_TOKEN: 'w'.repeat(20) };
  const status = await open({ environment });
  const bearer = (token: string) => ({ authorization: `Bearer ${token.repeat(20)}` });
  const query = 'dataset=power&name=a.csv';
  expect((await upload(status, query, 'x')).status).toBe(401);
  expect((await upload(status, query, 'x', bearer('r'))).status).toBe(403);
  expect((await upload(status, query, 'x', bearer('w'))).status).toBe(201);
  const response = await status.app.request('/api/v1/uploads/tickets', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer('w') },
    body: JSON.stringify({ dataset: 'power', name: 'b.csv', bytes: 5 }),
  });
  const { url, ticket } = (await response.json()) as UploadTicket;
  expect((await status.app.request(`/api/v1/uploads/tickets/${ticket}`)).status).toBe(401);
  const other = await open({ environment });
  expect((await other.app.request(url, { method: 'PUT', body: 'later' })).status).toBe(201);
  expect(await stagingKeys(other)).toEqual(['staging-directory/power/b.csv']);
});

describe('while the disk is short of space', () => {
  const gigabyte = 1_000_000_000;
  const openShort = async (freeBytes: number, minFreeBytes: number): Promise<TestStatus> => {
    const level = freeBytes < minFreeBytes ? 'short' : 'low';
    return open({
      config: { maxUploadBytes: 10 * gigabyte, minFreeBytes },
      readDisk: async () => ({ freeBytes, totalBytes: 100 * gigabyte, level }),
    });
  };

  test('uploads, tickets and previews are refused with 507, what to do, and nothing left behind', async () => {
    const status = await openShort(gigabyte, 2 * gigabyte);
    const refused = await upload(status, 'dataset=power&name=a.csv', readings());
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({
      code: 'DISK_FULL',
      detail: expect.stringContaining('1.0 GB free'),
      remedy: expect.stringContaining('WATTLINE_MIN_FREE_BYTES'),
    });
    const ticket = await status.app.request('/api/v1/uploads/tickets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dataset: 'power', name: 'a.csv', bytes: 10 }),
    });
    expect(ticket.status).toBe(507);
    const form = new FormData();
    form.set('file', new File(['a,b\n'], 'a.csv'));
    form.set('name', 'a.csv');
    expect((await status.app.request('/api/v1/previews', { method: 'POST', body: form })).status).toBe(507);
    expect(await leftovers(status)).toEqual([]);
    expect(await stagingKeys(status)).toEqual([]);
    expect((await status.get('/api/v1/pipeline')).body).toMatchObject({ disk: { level: 'short' } });
  });

  test('a file that would not leave enough is refused before its bytes are taken, a smaller one is not', async () => {
    const status = await openShort(3 * gigabyte, 2 * gigabyte);
    const { stream, bytes } = endless();
    const large = await upload(status, 'dataset=power&name=a.csv', stream, {
      'content-length': String(gigabyte),
    });
    expect(large.status).toBe(507);
    expect(bytes()).toBeLessThan(100_000);
    expect((await upload(status, 'dataset=power&name=a.csv', readings())).status).toBe(201);
  });
});
