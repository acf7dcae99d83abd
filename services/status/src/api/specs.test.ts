import type { SpecText, SpecVerdict } from '@wattline/api';
import { expect, test } from 'vitest';
import { createSpecChecker } from '../specs/spec-checker.ts';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const TEXT = 'time: { column: time }\nvalues: { load: {} }\n';
const PATH = '/api/v1/datasets/power/spec';

const put = async ({ app }: TestStatus, text: string, headers: Record<string, string>) => {
  const response = await app.request(PATH, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ text }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('a spec is written by compare-and-swap', async () => {
  const status = await openTestStatus({ stages: [] });
  expect(await status.get(PATH)).toMatchObject({ status: 200, body: { source: 'preset', problems: [] } });
  expect(await put(status, TEXT, {})).toMatchObject({ status: 428, body: { code: 'PRECONDITION_MISSING' } });
  expect(await put(status, TEXT, { 'if-match': '"none"' })).toMatchObject({
    status: 412,
    body: { code: 'SPEC_CHANGED' },
  });
  const first = await put(status, TEXT, { 'if-none-match': '*' });
  expect(first).toMatchObject({ status: 200, body: { source: 'file', text: TEXT } });
  expect(await put(status, TEXT, { 'if-none-match': '*' })).toMatchObject({ status: 412 });

  const read = await status.app.request(PATH);
  const spec = (await read.json()) as SpecText;
  expect(spec).toEqual({ text: TEXT, source: 'file', etag: first.body.etag, problems: [] });
  expect(read.headers.get('etag')).toBe(`"${spec.etag}"`);

  const longer = `${TEXT}interval: 2h\n`;
  const ways = await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      put(status, `${longer}# ${index}\n`, { 'if-match': `"${spec.etag}"` }),
    ),
  );
  expect(ways.map((way) => way.status).toSorted()).toEqual([200, 412, 412, 412, 412]);
  const stored = await status.backend.stores.staging.get('staging-directory/power/wattline.yaml');
  expect(new TextDecoder().decode(stored?.body)).toBe(ways.find((way) => way.status === 200)?.body.text);
});

test('a wrong spec is answered with a problem per line, and not written', async () => {
  const status = await openTestStatus({ stages: [] });
  const wrong = 'time: { column: time }\nvalues: { load: {} }\nintervall: 1h\nlags: { by: [90m] }\n';
  const refused = await put(status, wrong, { 'if-none-match': '*' });
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'SPEC_INVALID', place: { file: 'wattline.yaml', line: 3 } },
  });
  expect(refused.body.remedy).toContain('interval');
  expect(await status.backend.stores.staging.head('staging-directory/power/wattline.yaml')).toBeUndefined();

  const validate = async (text: string): Promise<SpecVerdict> => {
    const response = await status.app.request('/api/v1/specs/validation', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as SpecVerdict;
  };
  expect(await validate(TEXT)).toEqual({ valid: true, problems: [] });
  expect(await validate('preset: power-consumption\n')).toEqual({ valid: true, problems: [] });
  expect(await validate(wrong)).toMatchObject({
    valid: false,
    problems: expect.arrayContaining([
      { line: 3, key: 'intervall', message: expect.any(String), remedy: expect.any(String) },
    ]),
  });
  for (const text of ['', '[', 'a: &a [*a, *a]', '\u0000', `${'{'.repeat(5_000)}`])
    expect(await validate(text)).toMatchObject({ valid: false });
  expect(await validate(`${TEXT}target: [other]\n`)).toMatchObject({
    valid: false,
    problems: [{ message: expect.stringContaining('other') }],
  });
});

test('a spec that takes long to check holds up nothing else, and is given up', async () => {
  const status = await openTestStatus({ stages: [], specs: createSpecChecker({ cpuMs: 100 }) });
  const columns = Array.from({ length: 2_000 }, (_, index) => `  k${index}: {}`).join('\n');
  const lags = Array.from({ length: 500 }, (_, index) => `${index + 1}h`).join(',');
  const costly = put(status, `time: {column: at}\nvalues:\n${columns}\nlags: {by: [${lags}]}\n`, {
    'if-none-match': '*',
  });
  const first = await Promise.race([costly.then(() => 'spec'), status.get('/healthz').then(() => 'health')]);
  expect(first).toBe('health');
  expect(await costly).toMatchObject({
    status: 422,
    body: { code: 'SPEC_INVALID', problems: [{ message: expect.stringContaining('0.1 s of CPU time') }] },
  });
});

test('without a file, a spec is what the newest run worked by', async () => {
  const status = await openTestStatus();
  await status.settled(await status.upload('power/a.csv', readings({ meters: ['a', 'b'] })));
  const { body } = await status.get(PATH);
  expect(body).toMatchObject({ source: 'run', text: expect.stringMatching(/^entity: meter$/m) });
  expect(body).not.toHaveProperty('etag');
});

test('a dataset whose name is no name has no spec', async () => {
  const status = await openTestStatus({ stages: [] });
  for (const name of ['..%2f..%2fx', '.hidden', 'a%0d%0ab', 'a%5cb', '%e2%80%aetxt'])
    expect([name, await status.get(`/api/v1/datasets/${name}/spec`)]).toMatchObject([
      name,
      { status: 400, body: { code: 'DATASET_INVALID' } },
    ]);
});
