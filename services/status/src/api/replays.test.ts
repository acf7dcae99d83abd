import { Preview, QuarantinePage, RunReceipt } from '@wattline/api';
import { specKey } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const replay = async ({ app }: TestStatus, run: string, body: unknown): Promise<void> => {
  const response = await app.request(`/api/v1/runs/${run}/replays`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(202);
};

const preview = async ({ app }: TestStatus, run: string, body: unknown): Promise<Preview> => {
  const response = await app.request(`/api/v1/runs/${run}/previews`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
  return Preview.parse(await response.json());
};

const receiptOf = async (status: TestStatus, run: string): Promise<RunReceipt> =>
  RunReceipt.parse((await status.get(`/api/v1/runs/${run}`)).body);

const bytesOf = async ({ backend }: TestStatus, version: string): Promise<Record<string, string>> => {
  const bytes: Record<string, string> = {};
  for (const store of Object.values(backend.stores))
    for await (const { key, sha256 = '' } of store.list(''))
      if (key.includes(`version=${version}/`)) bytes[key] = sha256;
  return bytes;
};

/** One day: the third of April, or the fourth of March. */
const eitherWay = (): string => {
  const rows = Array.from(
    { length: 24 },
    (_, hour) => `03/04/2026 ${String(hour).padStart(2, '0')}:00,${hour}`,
  );
  return ['time,load', ...rows, ''].join('\n');
};

test('a run that was rejected for a question is sealed by a replay once the spec answers it', async () => {
  const status = await openTestStatus();
  const run = await status.upload('town/a.csv', eitherWay());
  expect(await status.settled(run)).toMatchObject({ status: 'rejected', error: { code: 'FILE_AMBIGUOUS' } });
  const rejected = await receiptOf(status, run);
  expect(rejected.replaySpec).toEqual({ source: 'inferred', changed: false });
  expect(rejected.error?.questions).toEqual([
    expect.objectContaining({
      key: 'time.format',
      candidates: ['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M'],
    }),
  ]);
  expect(rejected.error?.evidence).toContainEqual(expect.objectContaining({ about: 'time.format' }));

  // What the run was rejected for is asked by a preview of its upload, which gives the spec that answers it.
  const asked = await preview(status, run, {});
  const edits = asked.questions[0]?.choices[1]?.edits ?? [];
  const { spec, questions } = await preview(status, run, { edits });
  expect([asked.decidedFrom, questions]).toEqual(['whole', []]);
  await status.backend.stores.staging.put(specKey('town'), spec);
  expect((await receiptOf(status, run)).replaySpec).toEqual({ source: 'file', changed: true });
  await replay(status, run, {});
  const sealed = await status.settled(run);
  expect(sealed).toMatchObject({
    status: 'sealed',
    replay: 1,
    ingested: { plan: { from: '2026-03-04T00:00:00.000Z' } },
  });
  const receipt = await receiptOf(status, run);
  expect(receipt.replaySpec).toEqual({ source: 'file', changed: false });
  expect(receipt.ingested?.questions).toEqual([]);
  expect(receipt.ingested?.evidence).toContainEqual(expect.objectContaining({ key: 'file.delimiter' }));
});

test('a replay by another spec is another version beside the sealed one; by the same spec it is the same', async () => {
  const status = await openTestStatus();
  const run = await status.upload(
    'town/a.csv',
    readings(),
    'time: { column: time }\nentity: meter\nvalues: { load: {} }\n',
  );
  const first = (await status.settled(run)).version ?? '';
  const before = await bytesOf(status, first);
  expect(Object.keys(before).length).toBeGreaterThan(5);

  const three =
    'time: { column: time }\nentity: meter\nvalues: { load: {} }\ninterval: 3h\nlags: { by: [3h] }\nrolling: { windows: [] }\n';
  await status.backend.stores.staging.put(specKey('town'), three);
  await replay(status, run, { from: 'publish' });
  expect(await status.settled(run)).toMatchObject({ replay: 1, version: first });
  await replay(status, run, { spec: 'recorded' });
  expect(await status.settled(run)).toMatchObject({ replay: 2, version: first });
  expect(await bytesOf(status, first)).toEqual(before);

  await replay(status, run, {});
  const second = (await status.settled(run)).version ?? '';
  expect(second).not.toBe(first);
  expect(await bytesOf(status, first)).toEqual(before);
  const latest = await status.get('/api/v1/datasets/town/versions/latest');
  expect(latest.body).toMatchObject({ version: second });
  await replay(status, run, { spec: 'recorded' });
  expect(await status.settled(run)).toMatchObject({ replay: 4, version: second });
});

test('each replay has its own refused rows: a reader that holds an earlier receipt never sees those of another', async () => {
  const status = await openTestStatus();
  const spec = (missing: string): string =>
    `time: { column: time }\nentity: meter\nvalues: { load: { missing: [${missing}] } }\n`;
  const bad = '2026-02-01T00:00:00,a,odd\n2026-02-01T01:00:00,a,strange\n';
  const run = await status.upload('town/a.csv', `${readings()}${bad}`, spec('odd'));
  const first = await status.settled(run);
  const values = async (): Promise<(string | undefined)[]> => {
    const { body } = await status.get(`/api/v1/runs/${run}/quarantine`);
    return QuarantinePage.parse(body).rows.map(({ value }) => value);
  };
  const rowsOf = async (receipt: typeof first): Promise<string> => {
    const key = receipt.outputs.find((output) => output.labels?.kind === 'quarantine')?.key ?? '';
    return new TextDecoder().decode((await status.backend.stores.results.get(key))?.body);
  };
  expect(await values()).toEqual(['strange']);

  await status.backend.stores.staging.put(specKey('town'), spec('strange'));
  await replay(status, run, {});
  const second = await status.settled(run);
  expect(await values()).toEqual(['odd']);
  expect(await rowsOf(first)).toContain(',strange,');
  expect(await rowsOf(second)).toContain(',odd,');
  // A replay from a later stage refuses no rows itself.
  await replay(status, run, { from: 'publish' });
  await status.settled(run);
  expect(await values()).toEqual(['odd']);
});
