import { Problem, VersionPlan } from '@wattline/api';
import { RejectedError, TransientError } from '@wattline/errors';
import { expect, test } from 'vitest';
import { planDataset } from '../plans/plan-dataset.ts';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const spec = (more = ''): string =>
  `time: { column: time, cadence: 1h, zone: UTC }\nentity: meter\nvalues: { load: {} }\npartition: { period: month }\n${more}`;

const days = (from: string, count: number): string => {
  const rows = Array.from({ length: count * 24 }, (_, hour) => {
    const at = new Date(Date.parse(`${from}T00:00Z`) + hour * 3_600_000).toISOString().slice(0, 19);
    return `${at},a,${hour % 24}\n`;
  });
  return `time,meter,load\n${rows.join('')}`;
};

const plan = async ({ app }: TestStatus, dataset: string, body?: unknown, signal?: AbortSignal) => {
  const response = await app.request(`/api/v1/datasets/${dataset}/plans`, {
    method: 'POST',
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
    ...(signal && { signal }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

test('a plan says what the replay with its spec then makes, and keeps nothing of it', async () => {
  const status = await openTestStatus();
  await status.settled(await status.upload('town/january.csv', days('2024-01-01', 40), spec()));
  const newest = await status.upload('town/february.csv', days('2024-02-10', 5));
  const before = await status.settled(newest);

  const same = VersionPlan.parse((await plan(status, 'town')).body);
  expect(same).toMatchObject({ run: newest, version: before.version, changed: false, uploads: 2 });

  const text = spec('lags: { by: [2h] }\n');
  const planned = VersionPlan.parse((await plan(status, 'town', { spec: text })).body);
  expect(planned).toMatchObject({ changed: true, rawFiles: ['staging-directory/town/february.csv'] });
  expect(planned.partitions.made).toBeGreaterThan(0);
  expect((await status.get('/api/v1/datasets/town/spec')).body).toMatchObject({ text: spec() });

  const { etag } = (await status.get('/api/v1/datasets/town/spec')).body as { etag: string };
  const saved = await status.app.request('/api/v1/datasets/town/spec', {
    method: 'PUT',
    body: JSON.stringify({ text }),
    headers: { 'content-type': 'application/json', 'if-match': etag },
  });
  expect(saved.status).toBe(200);
  const replayed = await status.app.request(`/api/v1/runs/${planned.run}/replays`, { method: 'POST' });
  expect(replayed.status).toBe(202);
  await expect
    .poll(async () => (await status.get(`/api/v1/runs/${newest}`)).body)
    .toMatchObject({ status: 'sealed', replay: 1, version: planned.version });
});

test('what a run would refuse, and what is no spec, is refused with its reason', async () => {
  const status = await openTestStatus();
  expect((await plan(status, 'town')).status).toBe(404);
  await status.settled(await status.upload('town/january.csv', days('2024-01-01', 3), spec()));
  for (const [body, code] of [
    [{ spec: 'values: [' }, 'SPEC_INVALID'],
    [{ spec: spec().replace('load', 'power') }, 'COLUMN_MISSING'],
  ] as const) {
    const refused = await plan(status, 'town', body);
    expect([refused.status, Problem.parse(refused.body).code]).toEqual([422, code]);
  }
});

test('one plan is made at a time, and a request that is aborted leaves its place', async () => {
  const status = await openTestStatus();
  await status.settled(await status.upload('town/january.csv', days('2024-01-01', 3), spec()));
  const both = await Promise.all([plan(status, 'town', {}), plan(status, 'town', {})]);
  expect(both.map((one) => one.status).sort()).toEqual([200, 503]);
  expect(both.find((one) => one.status === 503)?.body).toMatchObject({ code: 'PLANS_BUSY' });
  const leaving = new AbortController();
  const left = plan(status, 'town', {}, leaving.signal);
  leaving.abort();
  await left;
  expect((await plan(status, 'town', {})).status).toBe(200);
});

test('what went while it was planned is read anew, and what stays away is said after three attempts', async () => {
  const status = await openTestStatus();
  await status.settled(await status.upload('town/january.csv', days('2024-01-01', 3), spec()));
  const attempts = async (error: Error) => {
    let count = 0;
    const run = async () => {
      count += 1;
      throw error;
    };
    const { signal } = new AbortController();
    const deps = { backend: status.backend, signal };
    const asked = { dataset: 'town', specText: undefined, signal };
    const code = await planDataset(deps, { name: 'ingest', run }, asked).catch(({ code }) => code);
    return [count, code];
  };
  const remedy = 'wait';
  expect(await attempts(new TransientError('INPUT_GONE', 'erased', { remedy }))).toEqual([3, 'PLAN_FAILED']);
  expect(await attempts(new RejectedError('READ_LIMIT', 'too large', { remedy }))).toEqual([
    1,
    'PLAN_FAILED',
  ]);
});
