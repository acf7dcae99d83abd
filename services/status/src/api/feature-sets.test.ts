import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { DatasetDetail, DatasetList, EntityList, FeatureRows, FeatureSet } from '@wattline/api';
import { featureSetPlaces } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

/** Names that would do harm as a formula, as markup, as a path, or to a line of CSV. */
const METERS = ['plain', '=HYPERLINK("x")', '<script>alert(1)</script>', '../../etc', 'عداد', '-12.5'];
const DAYS = 40;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const SPEC = [
  'time: { column: time, cadence: 1h }',
  'entity: meter',
  'values: { load: {}, count: { aggregate: [max], truncate: true } }',
  'target: [load_mean]',
  'partition: { period: month, entityBuckets: 4 }',
  '',
].join('\n');

/** A reading an hour, so that each feature row's mean is the reading itself. */
const loadOf = (meter: number, hour: number): number => meter * 1_000 + hour + 0.25;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const file = (): string => {
  const lines = ['time,meter,load,count'];
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const time = new Date(START + hour * HOUR).toISOString();
    for (const [meter, name] of METERS.entries())
      lines.push(`${time},${quoted(name)},${loadOf(meter, hour)},${hour}`);
  }
  return `${lines.join('\n')}\n`;
};

const seal = async (): Promise<TestStatus> => {
  const status = await openTestStatus();
  const run = await status.upload('power/file.csv', file(), SPEC);
  const receipt = await status.settled(run);
  expect(receipt.error).toBeUndefined();
  expect(receipt.status).toBe('sealed');
  return status;
};

const json = async <T>({ app }: TestStatus, path: string): Promise<T> => {
  const response = await app.request(`/api/v1${path}`);
  const body = await response.json();
  expect({ path, status: response.status, body }).toMatchObject({ status: 200 });
  return body as T;
};

const codeOf = async ({ app }: TestStatus, path: string): Promise<[number, string]> => {
  const response = await app.request(`/api/v1${path}`);
  return [response.status, ((await response.json()) as { code: string }).code];
};

test('datasets, their versions, and what a version is made of', async () => {
  const status = await seal();
  const { datasets } = await json<DatasetList>(status, '/datasets');
  expect(datasets).toMatchObject([{ name: 'power', runs: 1, hasSpec: true, latest: { latest: true } }]);
  const dataset = await json<DatasetDetail>(status, '/datasets/power');
  expect(dataset.versions).toHaveLength(1);
  expect(dataset.versions[0]).toMatchObject({
    rows: METERS.length * DAYS * 24,
    entities: METERS.length,
    run: dataset.lastRun?.run,
  });

  const set = await json<FeatureSet>(status, '/datasets/power/versions/latest');
  expect(set).toMatchObject({
    version: dataset.versions[0]?.version,
    latest: true,
    interval: '1h',
    from: new Date(START).toISOString(),
    to: new Date(START + (DAYS * 24 - 1) * HOUR).toISOString(),
  });
  expect(set.columns.find(({ name }) => name === 'load_mean_lag24h')).toMatchObject({
    kind: 'lag',
    source: 'load',
    from: expect.stringContaining('24h'),
  });
  for (const { href, sha256, bytes } of set.files) {
    const response = await status.app.request(href);
    const body = Buffer.from(await response.arrayBuffer());
    expect([body.length, createHash('sha256').update(body).digest('hex')]).toEqual([bytes, sha256]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${sha256}"`,
      'cache-control': expect.stringContaining('immutable'),
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'content-length': String(bytes),
      'x-content-type-options': 'nosniff',
    });
    const again = await status.app.request(href, { headers: { 'if-none-match': `"${sha256}"` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  }
  const manifest = await (await status.app.request(set.manifestHref)).json();
  expect(manifest).toMatchObject({ dataset: 'power', version: set.version });
  const profile = await json<{ rows: number }>(status, '/datasets/power/versions/latest/profile');
  expect(profile.rows).toBe(METERS.length * DAYS * 24);
});

test('rows: by page, by entity, by time, by column', async () => {
  const status = await seal();
  const rows = (query: string) => json<FeatureRows>(status, `/datasets/power/versions/latest/rows?${query}`);
  const columns = 'columns=meter&columns=event_timestamp&columns=load_mean&columns=count_max';

  const seen: string[] = [];
  let total = 1;
  for (let offset = 0; offset < total; offset += 1_000) {
    const page = await rows(`${columns}&limit=1000&offset=${offset}`);
    total = page.total;
    expect(page.columns).toEqual(['meter', 'event_timestamp', 'load_mean', 'count_max']);
    seen.push(...page.rows.map((row) => row.join(' ')));
  }
  const wanted = METERS.flatMap((name, meter) =>
    Array.from({ length: DAYS * 24 }, (_, hour) =>
      [name, new Date(START + hour * HOUR).toISOString(), loadOf(meter, hour), hour].join(' '),
    ),
  );
  expect(seen.toSorted()).toEqual(wanted.toSorted());

  const hostile = METERS[2] ?? '';
  const from = new Date(START + 30 * HOUR).toISOString();
  const to = new Date(START + 33 * HOUR).toISOString();
  const some = await rows(`${columns}&entity=${encodeURIComponent(hostile)}&from=${from}&to=${to}&offset=1`);
  expect(some).toMatchObject({
    total: 3,
    offset: 1,
    rows: [31, 32].map((hour) => [
      hostile,
      new Date(START + hour * HOUR).toISOString(),
      loadOf(2, hour),
      hour,
    ]),
  });
  expect(await rows('entity=nobody')).toMatchObject({ total: 0, rows: [] });
  expect(await rows('offset=1000000')).toMatchObject({ total: METERS.length * DAYS * 24, rows: [] });
  const before = `to=${new Date(START).toISOString()}`;
  expect(await rows(before)).toMatchObject({ total: 0 });

  const { entities, total: count } = await json<EntityList>(
    status,
    '/datasets/power/versions/latest/entities',
  );
  expect([entities, count]).toEqual([METERS.toSorted(), METERS.length]);
  expect(await json<EntityList>(status, '/datasets/power/versions/latest/entities?q=SCRIPT&limit=5')).toEqual(
    { entities: [hostile], total: 1 },
  );
});

test('rows as CSV: every row, and no cell that a spreadsheet would run', async () => {
  const status = await seal();
  const path = '/api/v1/datasets/power/versions/latest/rows.csv';
  const response = await status.app.request(`${path}?columns=meter&columns=load_mean`);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': expect.stringMatching(/^attachment; filename="power-.*\.csv"/),
  });
  const lines = (await response.text()).split('\r\n');
  expect(lines).toHaveLength(METERS.length * DAYS * 24 + 2);
  expect(lines[0]).toBe('meter,load_mean');
  const published = (line: string): string => line.slice(0, line.lastIndexOf(','));
  const names = new Set(lines.slice(1, -1).map(published));
  // A number stays a number.
  expect([...names].toSorted()).toEqual(
    ['plain', `"'=HYPERLINK(""x"")"`, '<script>alert(1)</script>', '../../etc', 'عداد', '-12.5'].toSorted(),
  );
  expect(await readdir(status.backend.scratch)).not.toContainEqual(expect.stringMatching(/\.csv$/));

  const head = await status.app.request(path, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('an export whose reader leaves early leaves no files', async () => {
  const status = await seal();
  const response = await status.app.request('/api/v1/datasets/power/versions/latest/rows.csv');
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.read();
  const left = async () => (await readdir(status.backend.scratch)).filter((name) => name.endsWith('.csv'));
  expect(await left()).toHaveLength(1);
  await reader?.cancel();
  expect(await left()).toEqual([]);
});

test('a missing version, file or column is an error with a remedy', async () => {
  const status = await seal();
  expect(await codeOf(status, '/datasets/none')).toEqual([404, 'DATASET_UNKNOWN']);
  expect(await codeOf(status, '/datasets/none/versions/latest')).toEqual([404, 'DATASET_UNKNOWN']);
  expect(await codeOf(status, '/datasets/power/versions/none')).toEqual([404, 'VERSION_UNKNOWN']);
  for (const name of ['..%2fpower', '%2e%2e%2f%2e%2e%2fetc', 'a%00b', '%0d%0aSet-Cookie:x'])
    expect((await codeOf(status, `/datasets/${name}/versions/latest`))[0]).toBe(404);
  const version = '/datasets/power/versions/latest';
  expect(await codeOf(status, `${version}/files/..%2f..%2flatest.json`)).toEqual([404, 'FILE_UNKNOWN']);
  expect(await codeOf(status, `${version}/rows?columns=none`)).toEqual([400, 'COLUMN_UNKNOWN']);
  expect(await codeOf(status, `${version}/rows?limit=1001`)).toEqual([400, 'REQUEST_INVALID']);
  expect(await codeOf(status, `${version}/rows?from=yesterday`)).toEqual([400, 'REQUEST_INVALID']);
  expect(await codeOf(status, `${version}/series?columns=meter`)).toEqual([400, 'COLUMN_NOT_NUMERIC']);
});

test('a report is a page that reaches nothing', async () => {
  const status = await seal();
  const { version } = await json<FeatureSet>(status, '/datasets/power/versions/latest');
  const { results } = status.backend.stores;
  await results.put(`reports/power/version=${version}/report.html`, '<!doctype html><p>here</p>');
  const { reportHref = '' } = await json<FeatureSet>(status, '/datasets/power/versions/latest');
  const response = await status.app.request(reportHref);
  expect(await response.text()).toContain('<p>here</p>');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none';/);
  expect(policy).not.toMatch(/allow-same-origin|connect-src|https?:|\*/);
});

test('a sealed file that was damaged is not read', async () => {
  const status = await seal();
  const set = await json<FeatureSet>(status, '/datasets/power/versions/latest');
  const { path = '', sha256 = '' } = set.files.find((one) => one.path.startsWith('features/')) ?? {};
  const { key } = featureSetPlaces('power', set.version).shared(path, sha256);
  const { features } = status.backend.stores;
  const body = Buffer.from((await features.get(key))?.body ?? []);
  body.writeUInt8(body.readUInt8(100) ^ 1, 100);
  await features.put(key, body);
  expect(await codeOf(status, '/datasets/power/versions/latest/rows?limit=1000')).toEqual([
    503,
    'FILE_DAMAGED',
  ]);
});
