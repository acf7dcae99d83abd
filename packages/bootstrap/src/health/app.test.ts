import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, passFailpoints, runWorker, type Stage } from '@wattline/worker';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openLocalBackend } from '../local-backend.ts';
import { createApp } from './app.ts';
import { createHealth } from './health.ts';
import { createMetrics } from './metrics.ts';

const word: Stage = {
  name: 'ingest',
  run: async ({ workKey }) => ({
    outputs: [{ store: 'features', key: workKey('word'), body: 'four', labels: { rows: 3 }, to: 0 }],
    result: {},
  }),
};

test('health and readiness are answered with a status and a reason', async () => {
  let time = 0;
  const health = createHealth({ silenceMs: 10_000, now: () => time });
  const app = createApp(health, createMetrics('ingest'));
  const ask = async (path: string) => {
    const response = await app.request(path);
    return [response.status, await response.json()];
  };
  expect(await ask('/readyz')).toEqual([503, { ok: false, reason: 'starting' }]);
  health.observe({ type: 'polling' });
  expect(await ask('/readyz')).toEqual([200, { ok: true, reason: 'polling' }]);
  expect(await ask('/healthz')).toEqual([200, { ok: true, reason: 'polling' }]);
  time = 10_001;
  expect(await ask('/healthz')).toEqual([
    503,
    { ok: false, reason: 'polling: no answer from the queue for 10 s' },
  ]);
});

test('metrics count what a worker did', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-service-'));
  const backend = await openLocalBackend({ dataDir: folder });
  const health = createHealth();
  const metrics = createMetrics('ingest');
  const stop = new AbortController();
  const running = runWorker(
    {
      stage: word,
      backend,
      queue: backend.queues.ingest,
      worker: 'test',
      scratch: backend.scratch,
      slots: 1,
      visibilityMs: 30_000,
      maxFailures: 5,
      maxDeaths: 3,
      retryMs: 300_000,
      graceMs: 1_000,
      hitFailpoint: passFailpoints,
      log: createLog('ingest', 'silent'),
      observe: (news) => {
        health.observe(news);
        metrics.observe(news);
      },
    },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await running;
    backend.close();
    await rm(folder, { recursive: true, force: true });
  });
  await backend.stores.staging.put('staging-directory/words/a.txt', 'a word of 18 bytes');
  await backend.queues.ingest.send('no message of ours');
  const share = {
    run: 'r',
    dataset: 'd',
    replay: 0,
    part: 0,
    parts: 1,
    stage: 'ingest',
    division: 'x',
    share: 0,
  };
  await backend.queues.ingest.send(
    JSON.stringify({
      ...{ specversion: '1.0', id: 'r/0', source: '/wattline/ingest', type: 'wattline.share.offered' },
      ...{ subject: 'r', time: '2026-01-01T00:00:00Z', datacontenttype: 'application/json', data: share },
    }),
  );
  const app = createApp(health, metrics);
  const read = async () => (await app.request('/metrics')).text();
  const text = await vi.waitFor(async () => {
    const now = await read();
    for (const outcome of ['done', 'failed', 'skipped']) expect(now).toContain(`outcome="${outcome}"`);
    return now;
  });
  for (const line of [
    'wattline_messages_received_total{stage="ingest"} 3',
    'wattline_part_seconds_count{stage="ingest",outcome="done"} 1',
    'wattline_part_seconds_count{stage="ingest",outcome="failed"} 1',
    'wattline_share_seconds_count{stage="ingest",outcome="skipped"} 1',
    'wattline_queue_wait_seconds_count{stage="ingest"} 3',
    'wattline_bytes_total{direction="read",stage="ingest"} 18',
    'wattline_bytes_total{direction="written",stage="ingest"} 4',
    'wattline_rows_total{direction="written",stage="ingest"} 3',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).not.toContain('wattline_part_seconds_count{stage="ingest",outcome="skipped"}');
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{stage="ingest"\} \d/m);
  expect(text).toMatch(/^process_resident_memory_bytes\{stage="ingest"\} \d/m);
  expect(health.ready().ok).toBe(true);
});

test('metrics say how far the version compared last has drifted', async () => {
  const drift = { against: 'v', compared: 9, drifted: 2, worst: { name: 'load_mean', psi: 0.7, ks: 0.3 } };
  const [publish, ingest] = [createMetrics('publish'), createMetrics('ingest')];
  publish.observe({ type: 'compared', drift });
  publish.observe({ type: 'compared', drift: { ...drift, drifted: 0 } });
  ingest.observe({ type: 'compared', drift });
  const text = await publish.read();
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'wattline_drifted_versions_total{stage="publish"} 1',
      'wattline_drifted_columns{stage="publish"} 0',
      'wattline_worst_drift{measure="psi",stage="publish"} 0.7',
      'wattline_worst_drift{measure="ks",stage="publish"} 0.3',
    ]),
  );
  expect(await ingest.read()).not.toContain('drift');
});
