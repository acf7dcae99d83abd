import { Retention, SweepResult } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const spec =
  'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\nkeep: { versions: 1 }\n';

test('retention says what would go, a pin keeps a version, and a sweep removes the others', async () => {
  const status = await openTestStatus();
  const { app } = status;
  const versions: string[] = [];
  for (const days of [10, 11, 12]) {
    const run = await status.upload(`town/${days}.csv`, readings({ days }), days === 10 ? spec : undefined);
    versions.push((await status.settled(run)).version ?? '');
  }
  const pin = (method: 'PUT' | 'DELETE', version = '') =>
    app.request(`/api/v1/datasets/town/versions/${version}/pin`, {
      method,
      ...(method === 'PUT' && { body: '{"name":"paper"}', headers: { 'content-type': 'application/json' } }),
    });
  expect(await (await pin('PUT', versions[0])).json()).toMatchObject({ changed: true });
  expect(await (await pin('PUT', versions[0])).json()).toMatchObject({ changed: false });
  expect((await pin('PUT', '0123456789abcdef')).status).toBe(404);
  const look = async () => Retention.parse((await status.get('/api/v1/datasets/town/retention')).body);
  const before = await look();
  expect(before).toMatchObject({ keep: { versions: 1 }, kept: 2, busy: false, sweepable: true });
  expect(before.pinned).toEqual([{ version: versions[0], name: 'paper' }]);
  expect(before.versions).toEqual([{ version: versions[1], bytes: expect.any(Number) }]);
  expect(before.versions[0]?.bytes).toBeGreaterThan(1_000);
  const sweep = async () => app.request('/api/v1/datasets/town/sweeps', { method: 'POST' });
  expect(SweepResult.parse(await (await sweep()).json()).versions).toEqual(before.versions);
  expect((await status.get(`/api/v1/datasets/town/versions/${versions[1]}`)).status).toBe(404);
  expect((await status.get(`/api/v1/datasets/town/versions/${versions[0]}`)).status).toBe(200);
  expect(await (await pin('DELETE', versions[0])).json()).toMatchObject({ changed: true });
  expect((await look()).versions.map(({ version }) => version)).toEqual([versions[0]]);
});
