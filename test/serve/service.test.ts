import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServe, startServe } from '@wattline/serve';
import { readServeConfig } from '@wattline/serve/config';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { createRandom } from './random.ts';

const STEP = 600_000;
const FIRST = Date.UTC(2017, 2, 24);

interface Line {
  readonly time: string;
  readonly meter: string;
  readonly load: string;
}

/** Ten days of two meters, every ten minutes, over a change of clocks. */
const lines: readonly Line[] = Array.from({ length: 10 * 144 }, (_, i) => i).flatMap((i) => {
  const random = createRandom(i + 1);
  const time = new Date(FIRST + i * STEP).toISOString();
  return ['a', 'b'].map((meter) => ({ time, meter, load: String(random.share() * 100) }));
});

const csv = (some: readonly Line[]): string =>
  ['time,meter,load', ...some.map(({ time, meter, load }) => `${time},${meter},${load}`)].join('\n');

const spec = JSON.stringify({
  time: { column: 'time', format: 'iso', zone: 'Europe/Paris', cadence: '10m' },
  entity: 'meter',
  values: { load: { aggregate: ['mean', 'max'] } },
  interval: '1h',
  lags: { by: ['1h', '24h'], clock: 'wall' },
  rolling: { windows: ['24h'] },
  scaling: { method: 'standard' },
});

const seal = async (folder: string, name: string, some: readonly Line[]): Promise<string> => {
  await writeFile(join(folder, 'wattline.yaml'), spec);
  await writeFile(join(folder, name), csv(some));
  const data = join(folder, 'data');
  const args = [
    'run',
    join(folder, name),
    '--dataset',
    'town',
    '--data-dir',
    data,
    '--spec',
    join(folder, 'wattline.yaml'),
    '--json',
  ];
  const done = await runCommand(args);
  if (done.status !== 0) throw new Error(done.stderr);
  return data;
};

const serve = async (dataDir: string, environment: Record<string, string> = {}): Promise<RunningServe> => {
  const all = {
    WATTLINE_DATA_DIR: dataDir,
    WATTLINE_HTTP_PORT: '0',
    WATTLINE_LOG_LEVEL: 'silent',
    ...environment,
  };
  const running = await startServe({ config: readServeConfig(all), environment: all });
  onTestFinished(() => running.stop());
  return running;
};

interface Answer {
  readonly version: string;
  readonly rows: readonly {
    readonly entity: string;
    readonly event_timestamp: string;
    readonly values: Readonly<Record<string, number | null>>;
    readonly history: Readonly<Record<string, string>>;
  }[];
  readonly refused: readonly { readonly line: number; readonly code: string }[];
  readonly code?: string;
}

const ask = async (
  { url }: RunningServe,
  body: unknown,
  options: { readonly query?: string; readonly headers?: Record<string, string> } = {},
): Promise<{ status: number; answer: Answer }> => {
  const response = await fetch(`${url}api/v1/datasets/town/rows${options.query ?? ''}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
};

test('rows over HTTP: on top of sealed readings, from the body alone, of later intervals, line by line', async () => {
  const folder = await makeFolder();
  const half = lines.length / 2;
  const running = await serve(await seal(folder, 'first.csv', lines.slice(0, half)));
  const [last] = lines.slice(half - 1);
  const sealed = await ask(running, { entity: 'a' });
  expect(sealed.status).toBe(200);
  const [row] = sealed.answer.rows;
  expect(Date.parse(row?.event_timestamp ?? '') + 3_600_000).toBe(Date.parse(last?.time ?? '') + STEP);
  expect(new Set(Object.values(row?.history ?? {}))).toEqual(new Set(['complete']));

  // Posted one after the other, and all at once in one body, readings give the same row.
  for (const line of lines.slice(half, half + 36))
    expect((await ask(running, { readings: [line] })).status).toBe(200);
  const held = await ask(running, { entity: 'a' }, { query: '?scaled=false' });
  const body = { readings: lines.slice(0, half + 36).filter(({ meter }) => meter === 'a'), hold: false };
  const alone = await ask(running, body, { query: '?scaled=false' });
  expect(held.answer.rows[0]).toEqual(alone.answer.rows[0]);

  const later = await ask(running, { entity: 'a', horizon: 26 });
  expect(later.answer.rows).toHaveLength(26);
  const lags = later.answer.rows.map(({ values, history }) => [
    values.load_mean_lag24h,
    history.load_mean_lag24h,
  ]);
  expect(lags.slice(0, 24).every(([value, known]) => typeof value === 'number' && known === 'complete')).toBe(
    true,
  );
  expect(lags.slice(24)).toEqual([
    [null, 'missing'],
    [null, 'missing'],
  ]);
  expect(later.answer.rows[1]?.values.readings_present ?? null).toBeNull();
  // It is of the calendar: a model may count on it at any time.
  const expected = later.answer.rows.map(({ values, history }) => [
    values.readings_expected,
    history.readings_expected,
  ]);
  expect(new Set(expected.map(String))).toEqual(new Set([`${3_600_000 / STEP},complete`]));

  const bad = await ask(running, {
    readings: [
      { time: 'noon', meter: 'a', load: '1' },
      { ...lines[0], load: 'x' },
    ],
  });
  expect(bad.answer.refused.map(({ line, code }) => [line, code])).toEqual([
    [1, 'TIME_UNREADABLE'],
    [2, 'NOT_A_NUMBER'],
  ]);
  const bulk = await fetch(`${running.url}api/v1/datasets/town/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: '{"entity":"a"}\n{"entity":"nobody"}\n{"entities":["a","b"]}\n',
  });
  const answers = (await bulk.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer & { problem?: { code: string } });
  expect(answers.map(({ rows, problem }) => problem?.code ?? rows.length)).toEqual([1, 'ENTITY_UNKNOWN', 2]);
});

test('what cannot be answered says why', async () => {
  const folder = await makeFolder();
  const data = await seal(folder, 'all.csv', lines.slice(0, 600));
  const running = await serve(data, { WATTLINE_READ_TOKEN: 'a token that reads'.replaceAll(' ', '-') });
  const read = { headers: { authorization: 'Bearer a-token-that-reads' } };
  const cases: readonly [unknown, Parameters<typeof ask>[2], number, string][] = [
    [{}, {}, 401, 'TOKEN_MISSING'],
    [{ readings: [lines[0]] }, read, 403, 'TOKEN_READS_ONLY'],
    [{ entity: 'a', knownUntil: '2017-03-31T00:00:00Z' }, read, 403, 'TOKEN_READS_ONLY'],
    [{ entity: 'c' }, read, 404, 'ENTITY_UNKNOWN'],
    [{}, read, 400, 'ENTITY_MISSING'],
    [{ entity: 'a', at: '2017-03-26T01:00:00Z', horizon: 2 }, read, 400, 'REQUEST_INVALID'],
    [{ entity: 'a', every: 1 }, read, 400, 'REQUEST_INVALID'],
    [{ entity: 'a', knownUntil: '9999-12-31T23:00:00Z', hold: false }, read, 404, 'ENTITY_UNKNOWN'],
    [{ entity: 'a', at: '9999-12-31T23:00:00Z' }, read, 422, 'SPAN_TOO_LONG'],
    [
      { entities: Array.from({ length: 300 }, (_, i) => `m${i}`), horizon: 1_000 },
      read,
      422,
      'ROWS_TOO_MANY',
    ],
    [{ entity: 'a', readings: [lines[0]], hold: false, store: true }, read, 403, 'TOKEN_READS_ONLY'],
    [{ entity: 'a' }, { ...read, query: '?version=0000' }, 404, 'VERSION_UNKNOWN'],
    [
      { entity: 'a' },
      { headers: { ...read.headers, 'content-type': 'text/csv' } },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
  ];
  for (const [body, options, status, code] of cases) {
    const found = await ask(running, body, options);
    expect([found.status, found.answer.code]).toEqual([status, code]);
  }
  expect((await ask(running, { entity: 'a' }, read)).status).toBe(200);
  expect((await ask(running, { entity: 'a' }, { ...read, query: '?version=latest' })).status).toBe(200);
  const most = await fetch(`${running.url}api/v1/datasets/town/rows`, {
    method: 'POST',
    headers: { ...read.headers, 'content-type': 'application/json' },
    body: 'x'.repeat(64 * 1024 ** 2 + 1),
  });
  expect([most.status, ((await most.json()) as Answer).code]).toEqual([413, 'BODY_TOO_LARGE']);
});

test('a newer version takes the place of the one before without a failed request', async () => {
  const folder = await makeFolder();
  const data = await seal(folder, 'first.csv', lines.slice(0, 800));
  const running = await serve(data, { WATTLINE_SERVE_POLL_MS: '50' });
  const before = (await ask(running, { readings: lines.slice(1200, 1500) })).answer.version;
  const versions = new Set<string>();
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const { status, answer } = await ask(running, { entity: 'a' });
      expect(status).toBe(200);
      expect(answer.rows[0]?.event_timestamp).toBe(new Date(FIRST + 124 * 6 * STEP).toISOString());
      versions.add(answer.version);
      if (versions.size > 1) isOver = true;
    }
  })();
  await seal(folder, 'second.csv', lines.slice(800, 1200));
  await asking;
  expect(versions.size).toBe(2);
  expect(versions.has(before)).toBe(true);
});

test('a newer version counts up to its newest reading, whatever was posted before', async () => {
  const folder = await makeFolder();
  const data = await seal(folder, 'first.csv', lines.slice(0, 800));
  const running = await serve(data, { WATTLINE_SERVE_POLL_MS: '50' });
  const wrong = lines.slice(800, 1500).map((line) => ({ ...line, load: '7' }));
  const before = await ask(running, { readings: wrong });
  expect(before.status).toBe(200);

  // What was sealed meanwhile is another number; what came later stays.
  await seal(folder, 'second.csv', lines.slice(800, 1200));
  const at = new Date(FIRST + 99 * 6 * STEP).toISOString();
  const asked = { entity: 'a', at, scaled: false };
  const fresh = await ask(await serve(data), asked);
  const { version } = fresh.answer;
  await expect.poll(async () => (await ask(running, asked)).answer.version, { interval: 50 }).toBe(version);
  expect((await ask(running, asked)).answer.rows[0]?.values).toEqual(fresh.answer.rows[0]?.values);
  const newest = (await ask(running, { entity: 'a', scaled: false })).answer.rows[0];
  expect([newest?.event_timestamp, newest?.values.load_mean]).toEqual([
    new Date(FIRST + 124 * 6 * STEP).toISOString(),
    7,
  ]);
});

test('rows over readings that are not posted again after a restart are not complete, until they are', async () => {
  const data = await seal(await makeFolder(), 'first.csv', lines.slice(0, 800));
  const [lost, later] = [lines.slice(800, 1000), lines.slice(1000, 1500)];
  const asked = { entity: 'a', scaled: false };
  const historyOf = async (running: RunningServe) => (await ask(running, asked)).answer.rows[0]?.history;
  const again = await serve(data);
  await ask(again, { readings: later });
  expect(await historyOf(again)).toMatchObject({
    load_mean: 'complete',
    load_mean_lag1h: 'complete',
  });
  // A day after the first of them, 24 hours back are those that were lost.
  const at = new Date(Date.parse(later[0]?.time ?? '') + 10 * 3_600_000).toISOString();
  const early = (await ask(again, { ...asked, at })).answer.rows[0];
  expect([early?.history.load_mean, early?.history.load_mean_lag24h, early?.values.load_mean_lag24h]).toEqual(
    ['complete', 'missing', null],
  );
  await ask(again, { readings: lost });
  const whole = await serve(data);
  await ask(whole, { readings: [...lost, ...later] });
  expect((await ask(again, { ...asked, at })).answer).toEqual((await ask(whole, { ...asked, at })).answer);
});

test('nothing is held of a version one of whose files is gone', async () => {
  const folder = await makeFolder();
  const data = await seal(folder, 'first.csv', lines.slice(0, 800));
  const root = join(data, 'features', 'readings', 'town');
  const files = (await readdir(root, { recursive: true })).filter((name) => /readings-.*parquet$/.test(name));
  expect(files.length).toBeGreaterThan(0);
  await seal(folder, 'second.csv', lines.slice(800, 1200));
  // The newest readings are there, and those before them are not.
  for (const name of files) await rm(join(root, name));
  const { status, answer } = await ask(await serve(data), { entity: 'a' });
  expect([status, answer.code]).toEqual([404, 'ENTITY_UNKNOWN']);
});
