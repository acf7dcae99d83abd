import type { VersionDifference } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const METERS = ['a', 'b', 'c', 'd'];
const HOURS = 24 * 60;

const spec = (partition: string, more = ''): string =>
  [
    'time: { column: time, cadence: 1h }',
    'entity: meter',
    'sameKey: replace',
    'values: { load: {} }',
    'target: [load_mean]',
    'lags: { by: [2h] }',
    'rolling: { windows: [] }',
    'calendar: { fields: [Hour], cyclical: [] }',
    `partition: ${partition}`,
    more,
  ].join('\n');

type Change = (meter: string, hour: number) => number | 'missing' | undefined;

const file = (change: Change = () => undefined): string => {
  const lines = ['time,meter,load'];
  for (const meter of METERS)
    for (let hour = 0; hour < HOURS; hour += 1) {
      const value = change(meter, hour) ?? hour;
      if (value !== 'missing') lines.push(`${new Date(START + hour * HOUR).toISOString()},${meter},${value}`);
    }
  return `${lines.join('\n')}\n`;
};

const sealed = async (status: TestStatus, body: string, text: string): Promise<string> => {
  const receipt = await status.settled(await status.upload('power/file.csv', body, text));
  expect(receipt.error).toBeUndefined();
  return receipt.version ?? '';
};

const difference = async (status: TestStatus, from: string, to: string): Promise<VersionDifference> => {
  const { status: code, body } = await status.get(`/api/v1/datasets/power/differences?from=${from}&to=${to}`);
  expect([code, code === 200 ? '' : body]).toEqual([200, '']);
  return body as VersionDifference;
};

/** One value of b is another; a has no last reading; e is new. */
const changed = (meter: string, hour: number): number | 'missing' | undefined => {
  if (meter === 'b' && hour === 100) return 5_000;
  return meter === 'a' && hour === HOURS - 1 ? 'missing' : undefined;
};

const PARTITION = '{ period: month, entityBuckets: 4 }';

test('cells, rows and columns that are not what they were', async () => {
  const status = await openTestStatus();
  const from = await sealed(status, file(), spec(PARTITION));
  const to = await sealed(status, `${file(changed)}${new Date(START).toISOString()},e,1\n`, spec(PARTITION));
  expect(await difference(status, from, 'latest')).toEqual({
    from,
    to,
    rows: { added: 1, removed: 1, changed: 2, same: METERS.length * HOURS - 3 },
    columns: { added: [], removed: [], retyped: [] },
    cells: [
      { column: 'load_mean', changed: 1 },
      { column: 'load_mean_lag2h', changed: 1 },
    ],
    entities: [
      { entity: 'b', added: 0, removed: 0, changed: 2 },
      { entity: 'a', added: 0, removed: 1, changed: 0 },
      { entity: 'e', added: 1, removed: 0, changed: 0 },
    ],
    entitiesChanged: 3,
    touched: {
      by: 'day',
      periods: ['2026-01-05', '2026-01-09', '2026-03-05'],
      entities: [
        { entity: 'b', rows: [0, 2, 0] },
        { entity: 'a', rows: [0, 0, 1] },
        { entity: 'e', rows: [1, 0, 0] },
      ],
    },
    sample: [
      {
        entity: 'b',
        eventTimestamp: new Date(START + 100 * HOUR).toISOString(),
        column: 'load_mean',
        from: 100,
        to: 5_000,
      },
      {
        entity: 'b',
        eventTimestamp: new Date(START + 102 * HOUR).toISOString(),
        column: 'load_mean_lag2h',
        from: 100,
        to: 5_000,
      },
    ],
  });
  const back = await difference(status, to, from);
  expect(back.rows).toEqual({ added: 1, removed: 1, changed: 2, same: METERS.length * HOURS - 3 });
  const none = await difference(status, from, from);
  expect(none.rows).toEqual({ added: 0, removed: 0, changed: 0, same: METERS.length * HOURS });
  expect([none.cells, none.sample]).toEqual([[], []]);
});

test('versions that were cut into other files, or have other columns, compare all the same', async () => {
  const status = await openTestStatus();
  const from = await sealed(status, file(), spec(PARTITION));
  const more = 'differences: { over: [1h] }';
  const to = await sealed(status, file(changed), spec('{ period: year, entityBuckets: 3 }', more));
  const found = await difference(status, from, to);
  expect(found.rows).toEqual({ added: 0, removed: 1, changed: 2, same: METERS.length * HOURS - 3 });
  expect(found.columns).toEqual({ added: ['load_mean_diff1h'], removed: [], retyped: [] });
  expect(found.cells.map(({ column }) => column)).toEqual(['load_mean', 'load_mean_lag2h']);
});

test('nothing and nothing are the same, nothing and something are not', async () => {
  const status = await openTestStatus();
  const gap = (meter: string, hour: number) =>
    meter === 'c' && hour >= 10 && hour < 20 ? ('missing' as const) : undefined;
  const filled = (meter: string, hour: number) =>
    meter === 'c' && hour === 15 ? undefined : gap(meter, hour);
  const from = await sealed(status, file(gap), spec(PARTITION));
  const to = await sealed(status, file(filled), spec(PARTITION));
  const { rows, sample } = await difference(status, from, to);
  expect(rows).toMatchObject({ added: 0, removed: 0, changed: 2 });
  expect(sample.find(({ column }) => column === 'load_mean')).toMatchObject({ from: null, to: 15 });
});

test('a version that does not exist is a 404', async () => {
  const status = await openTestStatus();
  const version = await sealed(status, file(), spec(PARTITION));
  expect(await status.get(`/api/v1/datasets/power/differences?from=${version}&to=none`)).toMatchObject({
    status: 404,
    body: { code: 'VERSION_UNKNOWN' },
  });
});
