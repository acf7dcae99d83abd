import { ChangePage, FeatureRows, type RowChange } from '@wattline/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const DAY = 24;
const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();

const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {}, temp: {} }
lags: { by: [2h], columns: [load_mean] }
rolling: { windows: [] }
calendar: { fields: [Hour], cyclical: [] }
partition: { period: month, entityBuckets: 2 }
`;

const file = (from: number, to: number, load: (hour: number) => string = String): string =>
  [
    'time,meter,load,temp',
    ...Array.from({ length: to - from }, (_, index) =>
      ['a', 'b'].map((meter) => `${at(from + index)},${meter},${load(from + index)},20`).join('\n'),
    ),
    '',
  ].join('\n');

const pages = async (
  { get }: TestStatus,
  query: string,
): Promise<{ readonly changes: RowChange[]; readonly first: ChangePage; readonly count: number }> => {
  const all: ChangePage[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? '' : `&cursor=${cursor}`;
    const { status, body } = await get(`/api/v1/datasets/plant/differences/changes?${query}${more}`);
    expect([status, status === 200 ? '' : body]).toEqual([200, '']);
    const page = ChangePage.parse(body);
    all.push(page);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const [first] = all;
  if (first === undefined) throw new Error('there is a page');
  return { changes: all.flatMap(({ changes }) => changes), first, count: all.length };
};

const rowsOf = async (
  { get }: TestStatus,
  version: string,
): Promise<Map<string, Record<string, unknown>>> => {
  const { body } = await get(`/api/v1/datasets/plant/versions/${version}/rows?limit=1000`);
  const { columns, rows } = FeatureRows.parse(body);
  return new Map(
    rows.map((row) => {
      const cells = Object.fromEntries(columns.map((name, index) => [name, row[index]]));
      const { event_timestamp, available_at: _, meter, ...others } = cells;
      return [`${meter} ${event_timestamp}`, others];
    }),
  );
};

const applied = (before: Map<string, Record<string, unknown>>, changes: readonly RowChange[]) => {
  const rows = new Map(before);
  for (const { change, entity, eventTimestamp, cells } of changes) {
    const key = `${entity} ${eventTimestamp}`;
    const to = Object.fromEntries(cells.map((cell) => [cell.column, cell.to]));
    if (change === 'removed') rows.delete(key);
    else rows.set(key, { ...rows.get(key), ...to });
  }
  return rows;
};

test('each change is attributed to the upload that made it, and all of them give the other version', async () => {
  const status = await openTestStatus();
  const sealed = async (name: string, body: string, text?: string): Promise<string> => {
    const receipt = await status.settled(await status.upload(`plant/${name}`, body, text));
    expect([name, receipt.error?.message]).toEqual([name, undefined]);
    return receipt.version ?? '';
  };
  const versions = [
    await sealed('monday.csv', file(0, DAY), spec),
    await sealed('tuesday.csv', file(DAY, 2 * DAY)),
    await sealed('correction.csv', `time,meter,load\n${at(5)},a,99\n`),
  ] as const;
  const [monday, tuesday, corrected] = versions;
  for (const limit of [1, 7, 1_000])
    for (const from of versions)
      for (const to of versions) {
        if (limit < 1_000 && from !== monday) continue;
        const { changes } = await pages(status, `from=${from}&to=${to}&limit=${limit}`);
        expect(applied(await rowsOf(status, from), changes)).toEqual(await rowsOf(status, to));
      }

  const { first, changes } = await pages(status, `from=${tuesday}`);
  expect(first).toMatchObject({ from: tuesday, to: corrected });
  expect(first.uploads?.map(({ key, change, type }) => [key, change, type])).toEqual([
    ['staging-directory/plant/correction.csv', 'joined', 'upload'],
  ]);
  expect(changes).toEqual([
    {
      change: 'changed',
      entity: 'a',
      eventTimestamp: at(5),
      cells: [{ column: 'load_mean', from: 5, to: 99 }],
      by: [{ upload: 0, through: 'interval', reading: at(5), line: 2 }],
    },
    {
      change: 'changed',
      entity: 'a',
      eventTimestamp: at(7),
      cells: [{ column: 'load_mean_lag2h', from: 5, to: 99 }],
      by: [{ upload: 0, through: 'lookback', reading: at(5), line: 2 }],
    },
  ]);

  const both = await pages(status, `from=${monday}&to=${corrected}&columns=load_mean_lag2h&entity=a`);
  expect(both.first.uploads).toHaveLength(2);
  expect(both.changes.find(({ eventTimestamp }) => eventTimestamp === at(7))?.by).toEqual([
    { upload: 1, through: 'lookback', reading: at(5), line: 2 },
  ]);
  const later = both.changes.filter(({ change }) => change === 'added');
  expect(later).toHaveLength(DAY);
  expect(later.every(({ by }) => by?.[0]?.upload === 0 && by.length === 1)).toBe(true);

  // The way back takes the uploads away.
  const back = await pages(status, `from=${corrected}&to=${monday}`);
  expect(back.first.uploads?.map(({ change }) => change)).toEqual(['left', 'left']);
  const unknown = await status.get(`/api/v1/datasets/plant/differences/changes?from=${monday}&columns=nope`);
  expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([400, 'COLUMN_UNKNOWN']);
  const none = await status.get('/api/v1/datasets/plant/differences/changes?from=nope');
  expect([none.status, (none.body as { code: string }).code]).toEqual([404, 'VERSION_UNKNOWN']);
});

const Upload = fc.uniqueArray(
  fc.record({
    hour: fc.nat(40),
    meter: fc.constantFrom('a', 'b', 'c'),
    load: fc.option(fc.constantFrom(0, 1, 2.5, 1e300), { freq: 5 }),
  }),
  { minLength: 8, maxLength: 30, selector: ({ hour, meter }) => `${hour} ${meter}` },
);

test('of any uploads, the changes between any two versions give the one from the other', async () => {
  const status = await openTestStatus();
  const histories = fc.sample(fc.array(Upload, { minLength: 5, maxLength: 5 }), { numRuns: 1 });
  const versions = new Set<string>();
  for (const [index, rows] of histories.flat().entries()) {
    const lines = rows.map(({ hour, meter, load }) => `${at(hour)},${meter},${load ?? ''},20`);
    const text = ['time,meter,load,temp', ...lines, ''].join('\n');
    const run = await status.upload(`plant/${index}.csv`, text, index === 0 ? spec : undefined);
    const { version, error } = await status.settled(run);
    expect(error).toBeUndefined();
    versions.add(version ?? '');
  }
  expect(versions.size).toBeGreaterThan(1);
  for (const from of versions)
    for (const to of versions) {
      const { changes } = await pages(status, `from=${from}&to=${to}&limit=9`);
      expect(applied(await rowsOf(status, from), changes), JSON.stringify(histories)).toEqual(
        await rowsOf(status, to),
      );
      expect(changes.every(({ by }) => (by?.length ?? 0) > 0)).toBe(true);
    }
});
