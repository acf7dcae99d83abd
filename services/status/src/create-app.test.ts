import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@wattline/api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestStatus } from './testing/open-test-status.ts';

const READ = 'read-token-0123456789';
const WRITE = 'write-token-0123456789';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

const openWithTokens = () =>
  openTestStatus({
    stages: [],
    environment: { WATTLINE_READ_TOKEN: READ, WATTLINE_WRITE_TOKEN: WRITE },
  });

const codeOf = async (response: Response): Promise<string> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.remedy).not.toBe('');
  return problem.code;
};

describe('the service itself', () => {
  test('says what it is, that it is alive, and what it measures', async () => {
    const { app, get, backend } = await openTestStatus({ stages: [] });
    expect(await get('/api/v1/about')).toMatchObject({
      status: 200,
      body: {
        backend: 'local',
        auth: { required: false, mayWrite: true, name: 'local user', right: 'admin' },
        presets: ['power-consumption', 'power-consumption-compact', 'ray-lab'],
        stagingFolder: join(backend.dataDir, 'staging', 'staging-directory/'),
      },
    });
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { ok: true } });
    const metrics = await (await app.request('/metrics')).text();
    expect(metrics).toMatch(/^wattline_runs\{status="sealed",stage="status"\} 0$/m);
    expect(metrics).toMatch(/^process_resident_memory_bytes/m);
  });

  test('describes its API in OpenAPI 3.1, and shows it with files of its own', async () => {
    const { app, get } = await openTestStatus({ stages: [] });
    const { body } = await get('/api/v1/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/api/v1' }] });
    const { paths } = body as { paths: Record<string, { get?: { responses: Record<string, unknown> } }> };
    expect(Object.keys(paths['/about']?.get?.responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '500',
      '503',
    ]);
    const page = await app.request('/api/v1/reference');
    const text = await page.text();
    for (const [, path = ''] of text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(path).toMatch(/^\/api\/v1\/reference\//);
      expect((await app.request(path)).status).toBe(200);
    }
  });

  test('says what is wrong as a problem, and an address or a method that it does not know', async () => {
    const { app } = await openTestStatus({ stages: [] });
    const unknown = await app.request('/api/v1/nothing');
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'PATH_UNKNOWN']);
    const wrong = await app.request('/api/v1/about', { method: 'DELETE' });
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
    expect([wrong.status, await codeOf(wrong)]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    // What only takes POST is looked for among the page's files too: its answer is none of them.
    const read = await app.request('/api/v1/specs/validation', { headers: { 'accept-encoding': 'gzip' } });
    expect([read.status, read.headers.get('content-encoding'), await codeOf(read)]).toEqual([
      405,
      null,
      'METHOD_NOT_ALLOWED',
    ]);
  });
});

describe('who may ask', () => {
  test('with tokens: no access without one, the read token reads, the write token does both', async () => {
    const { app } = await openWithTokens();
    for (const path of ['/api/v1/about', '/metrics']) {
      const without = await app.request(path);
      expect(without.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect([without.status, await codeOf(without)]).toEqual([401, 'TOKEN_MISSING']);
      const wrong = await app.request(path, bearer(`${READ}x`));
      expect([wrong.status, await codeOf(wrong)]).toEqual([401, 'TOKEN_WRONG']);
      expect((await app.request(path, bearer(READ))).status).toBe(200);
      expect((await app.request(path, bearer(WRITE))).status).toBe(200);
    }
    const change = { method: 'POST', ...bearer(READ) };
    const refused = await app.request('/api/v1/runs/x/cancellation', change);
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'TOKEN_READS_ONLY']);
    const about = await (await app.request('/api/v1/about', bearer(READ))).json();
    expect(about).toMatchObject({
      auth: { required: true, mayWrite: false, name: 'read token', right: 'read' },
    });
  });

  test('with tokens: health and the page itself need none', async () => {
    const { app } = await openWithTokens();
    for (const path of ['/healthz', '/readyz', '/api/v1/openapi.json'])
      expect((await app.request(path)).status).toBe(200);
    expect((await app.request('/')).status).not.toBe(401);
  });

  test('without tokens: only the names of this machine, and no change for another site’s page', async () => {
    const { app } = await openTestStatus({ stages: [] });
    const rebound = await app.request('http://evil.example:4680/api/v1/about');
    expect([rebound.status, await codeOf(rebound)]).toEqual([403, 'HOST_FORBIDDEN']);
    for (const host of ['localhost:4680', '127.0.0.1:4680', '[::1]:4680'])
      expect((await app.request(`http://${host}/api/v1/about`)).status).toBe(200);
    // Unless it was started for that name, though never for its neighbours.
    const { app: named } = await openTestStatus({
      stages: [],
      environment: { WATTLINE_ALLOWED_HOSTS: 'data.example.com, *.lab.example' },
    });
    for (const [host, answer] of [
      ['data.example.com', 200],
      ['a.b.lab.example', 200],
      ['lab.example', 403],
      ['xlab.example', 403],
      ['evil.data.example.com', 403],
      ['192.168.1.5', 403],
    ] as const)
      expect([host, (await named.request(`http://${host}/api/v1/about`)).status]).toEqual([host, answer]);
    const post = (headers: Record<string, string>) =>
      app.request('http://localhost:4680/api/v1/runs/x/cancellation', { method: 'POST', headers });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:9999' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[])
      expect(await codeOf(await post(headers))).toBe('ORIGIN_FORBIDDEN');
    expect((await post({ origin: 'http://localhost:4680' })).status).toBe(404);
    expect((await post({})).status).toBe(404);
  });

  test('with tokens: no name that another site may have pointed here, and no other site’s page', async () => {
    const { app } = await openWithTokens();
    for (const path of ['/api/v1/about', '/metrics', '/']) {
      const rebound = await app.request(`http://evil.example:8080${path}`, bearer(WRITE));
      expect([path, rebound.status, await codeOf(rebound)]).toEqual([path, 403, 'HOST_FORBIDDEN']);
    }
    for (const host of ['localhost:8080', '10.0.0.7:8080', '[fd00::1]:8080', 'status:8080'])
      expect([host, (await app.request(`http://${host}/api/v1/about`, bearer(READ))).status]).toEqual([
        host,
        200,
      ]);
    const post = (headers: Record<string, string>) =>
      app.request('http://status:8080/api/v1/runs/x/cancellation', {
        method: 'POST',
        headers: { ...bearer(WRITE).headers, ...headers },
      });
    expect(await codeOf(await post({ origin: 'https://evil.example' }))).toBe('ORIGIN_FORBIDDEN');
    expect(await codeOf(await post({ 'sec-fetch-site': 'same-site' }))).toBe('ORIGIN_FORBIDDEN');
    // TLS ends at a proxy: the page’s origin has another scheme than the request that arrives.
    expect(await codeOf(await post({ origin: 'https://status:8080' }))).toBe('RUN_UNKNOWN');
    // A load balancer asks by whatever name it has.
    expect((await app.request('http://evil.example/healthz')).status).toBe(200);
  });

  test('a body that is too large is refused before it is read', async () => {
    const { app } = await openTestStatus({ stages: [] });
    const large = await app.request('/api/v1/runs/x/replays', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: 'é'.repeat(5 * 1024 ** 2) }),
    });
    expect([large.status, await codeOf(large)]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('the page', () => {
  test('says what to do where it is not built', async () => {
    const { app } = await openTestStatus({ stages: [], config: { pageFolder: '/nowhere' } });
    const page = await app.request('/');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('npm run');
  });

  test('has its own files, and its index for each of its addresses, under a strict policy', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattline-page-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<title>page</title>');
    await writeFile(join(folder, 'assets', 'app-1.js'), 'run()');
    const { app } = await openTestStatus({ stages: [], config: { pageFolder: folder } });
    for (const path of ['/', '/runs/0123', '/datasets/a']) {
      const page = await app.request(path);
      expect(await page.text()).toBe('<title>page</title>');
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*script-src 'self';/);
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
    const script = await app.request('/assets/app-1.js');
    expect(await script.text()).toBe('run()');
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect(script.headers.get('cache-control')).toContain('immutable');
    await writeFile(join(folder, 'assets', 'app-2.js'), 'run();'.repeat(1_000));
    const packed = await app.request('/assets/app-2.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan(1_000);
    expect((await app.request('/assets/gone.js')).status).toBe(404);
    expect((await app.request('/assets/..%2f..%2fpackage.json')).status).toBe(404);
    const data = await app.request('/api/v1/about');
    expect(data.headers.get('content-security-policy')).toContain('sandbox');
  });
});
