import type { AuditPage, TokenCreated, TokenList } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const ADMIN = 'admin-token-0123456789';
const WRITE = 'write-token-0123456789';
const environment = { WATTLINE_ADMIN_TOKEN: ADMIN, WATTLINE_WRITE_TOKEN: WRITE };

const send = async ({ app }: TestStatus, token: string, method: string, path: string, body?: unknown) => {
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
};

const create = async (status: TestStatus, name: string, right: string, more = {}): Promise<TokenCreated> => {
  const { status: code, body } = await send(status, ADMIN, 'POST', '/tokens', { name, right, ...more });
  expect(code).toBe(201);
  return body as TokenCreated;
};

const secretOf = (token: string): string => token.slice('wattline_0123456789ab_'.length);

const changes = async (status: TestStatus): Promise<AuditPage['entries']> =>
  ((await send(status, ADMIN, 'GET', '/changes')).body as AuditPage).entries;

test('an admin names tokens, which may what their right says until they are revoked', async () => {
  const status = await openTestStatus({ stages: [], environment });
  const reader = await create(status, 'Grafana', 'read');
  const writer = await create(status, 'nightly upload', 'write', { days: 30 });
  const about = await send(status, reader.token, 'GET', '/about');
  expect(about.body).toMatchObject({ auth: { name: 'Grafana', right: 'read', mayWrite: false } });
  const cancel = (token: string) => send(status, token, 'POST', '/runs/x/cancellation');
  expect(await cancel(reader.token)).toMatchObject({ status: 403, body: { code: 'TOKEN_READS_ONLY' } });
  expect(await cancel(writer.token)).toMatchObject({ status: 404 });
  for (const token of [reader.token, writer.token, WRITE])
    expect(await send(status, token, 'GET', '/tokens')).toMatchObject({
      status: 403,
      body: { code: 'TOKEN_NOT_ADMIN' },
    });

  const { tokens } = (await send(status, ADMIN, 'GET', '/tokens')).body as TokenList;
  expect(tokens.map(({ name }) => name).toSorted()).toEqual(['Grafana', 'nightly upload']);
  expect(JSON.stringify(tokens)).not.toContain('digest');
  const secret = secretOf(writer.token);
  for (const wrong of [
    writer.token.replace(secret, `${secret.slice(1)}A`),
    `wattline_000000000000_${secret}`,
  ])
    expect(await send(status, wrong, 'GET', '/about')).toMatchObject({
      status: 401,
      body: { code: 'TOKEN_WRONG' },
    });

  const path = `/tokens/${writer.named.id}`;
  expect((await send(status, ADMIN, 'DELETE', path)).status).toBe(204);
  expect((await send(status, writer.token, 'GET', '/about')).status).toBe(401);
  expect(await send(status, ADMIN, 'DELETE', path)).toMatchObject({ status: 404 });
});

test('a named token outlives the process, and ends with its days', async () => {
  const status = await openTestStatus({ stages: [], environment });
  const { token, named } = await create(status, 'for a day', 'read', { days: 1 });
  const key = `access/tokens/${named.id}.json`;
  const { results } = status.backend.stores;
  const stored = JSON.parse(Buffer.from((await results.get(key))?.body ?? '').toString());
  expect(JSON.stringify(stored)).not.toContain(secretOf(token));
  const later = () => openTestStatus({ stages: [], environment, dataDir: status.backend.dataDir });
  expect((await send(await later(), token, 'GET', '/about')).status).toBe(200);
  await results.put(key, JSON.stringify({ ...stored, expiresAt: new Date(Date.now() - 1).toISOString() }));
  expect((await send(await later(), token, 'GET', '/about')).status).toBe(401);
});

test('names that could pass for others are refused', async () => {
  const status = await openTestStatus({ stages: [], environment });
  for (const name of ['', ' x', 'x ', 'a\nb', 'a\u202eb', 'x'.repeat(101)])
    expect([name, (await send(status, ADMIN, 'POST', '/tokens', { name, right: 'read' })).status]).toEqual([
      name,
      400,
    ]);
});

test('without tokens none is needed', async () => {
  const status = await openTestStatus({ stages: [] });
  expect(await send(status, 'x', 'POST', '/tokens', { name: 'a', right: 'read' })).toMatchObject({
    status: 409,
    body: { code: 'TOKENS_OFF' },
  });
});

test('each change is recorded with who made it and when; what was refused or only read is not', async () => {
  const status = await openTestStatus({ stages: [], environment });
  const { token } = await create(status, 'Ada', 'write');
  const headers = { authorization: `Bearer ${token}` };
  const body = readings();
  const uploaded = await status.app.request('/api/v1/uploads?dataset=power&name=a.csv', {
    method: 'POST',
    headers,
    body,
  });
  expect(uploaded.status).toBe(201);
  const ticket = await send(status, token, 'POST', '/uploads/tickets', {
    dataset: 'power',
    name: 'b.csv',
    bytes: 9,
  });
  const { url } = ticket.body as { url: string };
  expect((await status.app.request(url, { method: 'PUT', body: 'a,b\n1,2\n' })).status).toBe(201);
  await send(status, WRITE, 'POST', '/queues/publish/purges', { what: 'messages', confirm: 'publish' });
  await send(status, WRITE, 'POST', '/queues/publish/purges', { what: 'messages', confirm: 'no' });
  await send(status, token, 'POST', '/specs/validation', { text: '' });
  expect(await changes(status)).toMatchObject([
    { who: 'write token', right: 'write', action: 'queue.purged', target: 'publish messages', status: 204 },
    { who: 'ticket of Ada', action: 'upload.received', target: 'staging-directory/power/b.csv', status: 201 },
    { who: 'Ada', action: 'ticket.issued', target: 'staging-directory/power/b.csv' },
    { who: 'Ada', right: 'write', action: 'upload.received', target: 'staging-directory/power/a.csv' },
    {
      who: 'admin token',
      right: 'admin',
      action: 'token.created',
      target: expect.stringMatching(/^Ada \(write, /),
    },
  ]);
});

test('changes come page by page, the newest first', async () => {
  const status = await openTestStatus({ stages: [] });
  for (let index = 0; index < 5; index += 1)
    await status.deps.gate.audit.append({
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
      who: 'Ada',
      right: 'write',
      action: 'run.replayed',
      target: String(index),
      status: 202,
    });
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await status.get(`/api/v1/changes?limit=2${cursor}`);
    const page = body as AuditPage;
    seen.push(...page.entries.map(({ target }) => target));
    cursor = page.cursor === undefined ? '' : `&cursor=${page.cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(['4', '3', '2', '1', '0']);
  expect(await status.get('/api/v1/changes?cursor=nonsense')).toMatchObject({ status: 400 });
});
