import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const post = async ({ app }: TestStatus, path: string, body: unknown, token?: string) => {
  const response = await app.request(`/api/v1/datasets/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
  });
  return { status: response.status, body: (await response.json()) as { run?: string; code?: string } };
};

test('readings are deleted by a run, after a look at how many; who asked is in the audit log and the entry', async () => {
  const admin = 'admin-token-of-this-test';
  const read = 'reader-token-of-this-test';
  const status = await openTestStatus({ config: { tokens: { admin, read } } });
  await status.settled(await status.upload('town/a.csv', readings()));
  const preview = await post(status, 'town/deletions/preview', { from: '2026-01-12T03:00' }, read);
  expect(preview).toEqual({
    status: 200,
    body: { from: '2026-01-12T03:00:00.000Z', rows: expect.any(Number) },
  });
  expect(await post(status, 'town/deletions', { from: '2026-01-12T03:00' }, read)).toMatchObject({
    status: 403,
  });
  const asked = await post(status, 'town/deletions', { from: '2026-01-12T03:00' }, admin);
  expect(asked.status).toBe(202);
  expect(await status.settled(asked.body.run ?? '')).toMatchObject({ status: 'sealed' });
  const receipt = await status.app.request(`/api/v1/runs/${asked.body.run}`, {
    headers: { authorization: `Bearer ${read}` },
  });
  expect(await receipt.json()).toMatchObject({ ingested: { deletion: preview.body } });
  const changes = await status.app.request('/api/v1/changes', {
    headers: { authorization: `Bearer ${admin}` },
  });
  expect(await changes.json()).toMatchObject({
    entries: [{ action: 'readings.deleted', who: 'admin token', target: `town ${asked.body.run}` }],
  });
  const entry = await status.backend.stores.results.get('datasets/town/log/000002.json');
  expect(JSON.parse(new TextDecoder().decode(entry?.body))).toMatchObject({
    type: 'deletion',
    by: 'admin token',
  });
});

test('a deletion that cannot be meant is refused at once', async () => {
  const status = await openTestStatus();
  expect(await post(status, 'town/deletions', { from: '2024' })).toMatchObject({
    status: 422,
    body: { code: 'DATASET_EMPTY' },
  });
  await status.settled(
    await status.upload('town/a.csv', readings().replaceAll(',meter', '').replaceAll(',a,', ',')),
  );
  for (const [body, code] of [
    [{}, 'DELETION_INVALID'],
    [{ upload: 'r', from: '2024-01-01' }, 'DELETION_INVALID'],
    [{ from: 'noon' }, 'TIME_INVALID'],
    [{ entity: 'M' }, 'ENTITY_UNKNOWN'],
  ] as const)
    expect((await post(status, 'town/deletions', body)).body.code).toBe(code);
  expect((await post(status, 'town/deletions/preview', { from: '2030-01-01' })).body.code).toBe('SPAN_EMPTY');
  const staged: string[] = [];
  for await (const { key } of status.backend.stores.staging.list('staging-directory/town/')) staged.push(key);
  expect(staged.filter((key) => key.includes('.wattline'))).toEqual([]);
});
