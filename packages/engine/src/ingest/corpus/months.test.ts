import type { SpecInput } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { aggregateBucket, transformBucket } from '../../features/index.ts';
import { ingestContent, rejectionOf, scratchFolder } from '../testing/ingest-text.ts';

/** `2001-01-01` and so on, some months apart. */
const firsts = (count: number, months: number, year = 2001, day = 1): string[] =>
  Array.from({ length: count }, (_, row) =>
    new Date(Date.UTC(year, row * months, day)).toISOString().slice(0, 10),
  );
const csv = (dates: readonly string[]): string =>
  `date,gas\n${dates.map((date, row) => `${date},${row}.5`).join('\n')}\n`;
const timesOf = (rows: readonly unknown[][]): unknown[] => rows.map(([time]) => time);

test.for([
  ['1mo', 1, 40, ['1mo', '2mo', '3mo', '12mo']],
  ['1mo', 1, 3, ['1mo', '2mo', '3mo', '12mo']],
  ['1q', 3, 40, ['3mo', '6mo', '9mo', '12mo']],
  ['1y', 12, 20, ['12mo', '24mo', '36mo', '48mo']],
] as const)(
  'readings once in %s have it as interval and cadence (%i months apart, %i rows)',
  async ([unit, months, rows, lags]) => {
    const { plan, receipt } = await ingestContent(csv(firsts(rows, months)));
    expect([plan.spec.interval, plan.spec.time.cadence, plan.spec.time.cadences]).toEqual([
      unit,
      unit,
      undefined,
    ]);
    expect(plan.spec.lags.by).toEqual(lags);
    expect(receipt.source.cadence).toBe(unit);
  },
);

test('the last day of each month, and a month without a reading, are months as well', async () => {
  const lasts = firsts(30, 1, 2001, 0).filter((_, row) => row !== 12);
  const { plan, rows } = await ingestContent(csv(lasts));
  expect(plan.spec.interval).toBe('1mo');
  expect(timesOf(rows).slice(0, 3)).toEqual([
    '2000-12-31T00:00:00.000Z',
    '2001-01-31T00:00:00.000Z',
    '2001-02-28T00:00:00.000Z',
  ]);
});

test('two months of 31 days are months; every four weeks are four weeks', async () => {
  expect((await ingestContent(csv(['2001-07-01', '2001-08-01', '2001-09-01']))).plan.spec.interval).toBe(
    '1mo',
  );
  const weeks = Array.from({ length: 30 }, (_, row) =>
    new Date(Date.UTC(2001, 0, 1 + 28 * row)).toISOString().slice(0, 10),
  );
  expect((await ingestContent(csv(weeks))).plan.spec.interval).toBe('28d');
});

test.for<[time: Partial<SpecInput['time']>, starts: string[]]>([
  [{}, ['2001-01-01T00:00:00.000Z', '2001-02-01T00:00:00.000Z', '2001-03-01T00:00:00.000Z']],
  [{ cadence: '1mo' }, ['2001-01-01T00:00:00.000Z', '2001-02-01T00:00:00.000Z', '2001-03-01T00:00:00.000Z']],
  [
    { zone: 'Europe/Berlin' },
    ['2000-12-31T23:00:00.000Z', '2001-01-31T23:00:00.000Z', '2001-02-28T23:00:00.000Z'],
  ],
])('months that are labelled by their end begin with their first day: %o', async ([time, starts]) => {
  const spec: SpecInput = {
    time: { column: 'date', label: 'end', ...time },
    values: { gas: {} },
    interval: '1mo',
    lags: { by: ['1mo'] },
  };
  const { rows, receipt } = await ingestContent(csv(firsts(13, 1, 2001).slice(1)), { spec });
  expect(timesOf(rows).slice(0, 3)).toEqual(starts);
  // November ends with the last row.
  expect(rows.length).toBe(12);
  expect(receipt.rows.conflicts).toBe(0);
});

test('instants at the end of local months begin with their first day', async () => {
  const spec: SpecInput = {
    time: { column: 'date', label: 'end', zone: 'Europe/Berlin' },
    values: { gas: {} },
    interval: '1mo',
    lags: { by: ['1mo'] },
  };
  const ends = [
    '2001-02-28T23:00:00Z',
    '2001-03-31T22:00:00Z',
    '2001-04-30T22:00:00Z',
    '2001-05-31T22:00:00Z',
  ];
  expect(timesOf((await ingestContent(csv(ends), { spec })).rows)).toEqual([
    '2001-01-31T23:00:00.000Z',
    '2001-02-28T23:00:00.000Z',
    '2001-03-31T22:00:00.000Z',
    '2001-04-30T22:00:00.000Z',
  ]);
});

test('months in rows of days are warned about, with the interval that helps', async () => {
  const spec: SpecInput = {
    time: { column: 'date' },
    values: { gas: {} },
    interval: '1d',
    grid: 'observed',
    lags: { by: ['7d'] },
  };
  const { receipt } = await ingestContent(csv(firsts(40, 1)), { spec });
  expect(receipt.warnings.join('\n')).toMatch(/every 1mo, the spec's interval is 1d.*write interval: 1mo/);
});

test.for<[interval: string, day: number, sums: [at: string, sum: number][]]>([
  [
    '1mo',
    1,
    [
      ['2000-12-31T23:00:00.000Z', 3100],
      ['2001-01-31T23:00:00.000Z', 2800],
      ['2001-02-28T23:00:00.000Z', 3100],
      ['2001-03-31T22:00:00.000Z', 3000],
    ],
  ],
  // The last day of January, of February and so on.
  [
    '1mo',
    0,
    [
      ['2000-11-30T23:00:00.000Z', 3100],
      ['2000-12-31T23:00:00.000Z', 3100],
      ['2001-01-31T23:00:00.000Z', 2800],
      ['2001-02-28T23:00:00.000Z', 3100],
    ],
  ],
  [
    '1q',
    1,
    [
      ['2000-12-31T23:00:00.000Z', 9000],
      ['2001-03-31T22:00:00.000Z', 9100],
      ['2001-06-30T22:00:00.000Z', 9200],
      ['2001-09-30T22:00:00.000Z', 9200],
    ],
  ],
])('totals of months are of their whole month: interval %s, day %i', async ([interval, day, sums]) => {
  const dates = firsts(24, 1, 2001, day);
  // A hundred a day.
  const lines = dates.map((date) => {
    const at = new Date(date);
    return `${date},${new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate() * 100}`;
  });
  const done = await ingestContent(`date,gas\n${lines.join('\n')}\n`, {
    spec: {
      time: { column: 'date', zone: 'Europe/Berlin' },
      values: { gas: { kind: 'total', aggregate: ['sum'] } },
      interval,
      lags: { by: [] },
      calendar: { fields: [] },
    },
  });
  const { plan, readings } = done;
  const folder = scratchFolder();
  const paths = readings.map(({ path }) => path);
  const files = await transformBucket({ plan, bucket: 0, readings: paths, folder });
  const { partitions } = await aggregateBucket({ plan, bucket: 0, ...files, folder });
  const rows = partitions.flatMap((partition) =>
    pl
      .readParquet(partition.path)
      .select(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Float64), pl.col('gas_sum'))
      .rows(),
  );
  const found = rows
    .slice(0, 4)
    .map(([at, sum]) => [new Date(Number(at)).toISOString(), Math.round(Number(sum) * 1e6) / 1e6]);
  expect(found).toEqual(sums);
});

test('every second and every fourth month are months of the calendar', async () => {
  for (const [every, interval] of [
    [2, '2mo'],
    [4, '4mo'],
  ] as const) {
    const lines = Array.from({ length: 24 }, (_, row) => {
      const month = row * every;
      return `${2012 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')};${row}.5`;
    });
    const { plan } = await ingestContent(`month;load\n${lines.join('\n')}\n`);
    expect([plan.spec.time.cadence, plan.spec.interval]).toEqual([interval, interval]);
  }
});

test.for([
  ['15d', 'the 1st and the 16th', [1, 16]],
  ['10d', 'the 1st, the 11th and the 21st', [1, 11, 21]],
] as const)(
  'readings of parts of months are not laid on a grid of %s, which drifts',
  async ([cadence, days, of]) => {
    const dates = Array.from({ length: 24 }, (_, month) =>
      of.map((date) => new Date(Date.UTC(2021, month, date)).toISOString().slice(0, 10)),
    ).flat();
    const content = `date,load\n${dates.map((date, i) => `${date},${(i * 7) % 100}.5`).join('\n')}\n`;
    const found = await rejectionOf(content);
    expect(found).toMatchObject({ code: 'CADENCE_IMPLAUSIBLE', message: expect.stringContaining(days) });
    expect(found.remedy).toContain('interval: 1mo');
    const spec = {
      time: { column: 'date', cadence },
      values: { load: {} },
      interval: '1mo',
      lags: { by: ['1mo'] },
    };
    const { receipt } = await ingestContent(content, { spec });
    expect(receipt.rows).toMatchObject({ read: dates.length, accepted: dates.length });
    expect(receipt.warnings.filter((warning) => warning.includes(cadence))).toEqual([]);
  },
);
