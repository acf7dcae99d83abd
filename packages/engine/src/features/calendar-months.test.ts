import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { intervalCalendar } from './calendar.ts';
import { featureFrame, rowsOf } from './testing/frames.ts';
import type { Reading } from './testing/reference.ts';

const specOf = (more: Partial<SpecInput> = {}) =>
  Spec.parse({
    time: { column: 'time', zone: 'Europe/Berlin', cadence: '1d' },
    entity: 'entity',
    values: { load: { aggregate: ['sum'] } },
    calendar: { fields: [] },
    interval: '1mo',
    lags: { by: [] },
    ...more,
  });

const reading = (at: string, load: number): Reading => ({
  entity: 'a',
  at: Date.parse(at),
  values: { load },
  words: {},
});

const iso = (ms: unknown): string => new Date(Number(ms)).toISOString();

/** Start and local start of each interval, and how many readings it should have. */
const calendar = async (spec: Spec, from: string, to: string) => {
  const frame = await intervalCalendar(spec, { from: Date.parse(from), to: Date.parse(to) }).collect();
  return rowsOf(frame).map((row) => [
    iso(row.event_timestamp),
    iso(row.interval_local).slice(0, 10),
    row.readings_expected,
  ]);
};

test('months begin and end with their first day by local clocks, and have as many days as they have', async () => {
  expect(await calendar(specOf(), '2024-01-31T22:59:59Z', '2024-04-30T22:00:00Z')).toEqual([
    ['2023-12-31T23:00:00.000Z', '2024-01-01', 31],
    ['2024-01-31T23:00:00.000Z', '2024-02-01', 29],
    // An hour is missing in March.
    ['2024-02-29T23:00:00.000Z', '2024-03-01', 31],
    ['2024-03-31T22:00:00.000Z', '2024-04-01', 30],
    ['2024-04-30T22:00:00.000Z', '2024-05-01', 31],
  ]);
});

test('quarters and years begin in January', async () => {
  expect(await calendar(specOf({ interval: '1q' }), '2023-11-30T00:00:00Z', '2024-04-01T00:00:00Z')).toEqual([
    ['2023-09-30T22:00:00.000Z', '2023-10-01', 92],
    ['2023-12-31T23:00:00.000Z', '2024-01-01', 91],
    ['2024-03-31T22:00:00.000Z', '2024-04-01', 91],
  ]);
  const time = { column: 'time', zone: '+02:00', cadence: '1mo' } as const;
  expect(
    await calendar(specOf({ interval: '1y', time }), '2023-12-31T21:59:59Z', '2023-12-31T22:00:00Z'),
  ).toEqual([
    ['2022-12-31T22:00:00.000Z', '2023-01-01', 12],
    ['2023-12-31T22:00:00.000Z', '2024-01-01', 12],
  ]);
});

test('a month whose midnight clocks skip, or show twice, begins once', async () => {
  // Clocks of Jordan went from 00:00 to 01:00 on 1 April 2005.
  const jordan = { column: 'time', zone: 'Asia/Amman', cadence: '1d' } as const;
  expect(await calendar(specOf({ time: jordan }), '2005-03-31T21:59:59Z', '2005-03-31T22:00:00Z')).toEqual([
    ['2005-02-28T22:00:00.000Z', '2005-03-01', 31],
    ['2005-03-31T22:00:00.000Z', '2005-04-01', 30],
  ]);
  // Those of Newfoundland from 00:01 on 1 November 2009 back to 23:01: one minute of November, then an hour of October.
  const time = { column: 'time', zone: 'America/St_Johns', cadence: '1d' } as const;
  const rows = rowsOf(
    await featureFrame(specOf({ time }), [
      reading('2009-11-01T02:29:59Z', 1),
      reading('2009-11-01T02:30:30Z', 10),
      reading('2009-11-01T02:45:00Z', 100),
      reading('2009-11-01T03:45:00Z', 1000),
    ]),
  );
  expect(rows.map((row) => [iso(row.event_timestamp), row.load_sum])).toEqual([
    ['2009-10-01T02:30:00.000Z', 1],
    ['2009-11-01T02:30:00.000Z', 1110],
  ]);
});

const monthly: Reading[] = Array.from({ length: 26 }, (_, month) =>
  reading(new Date(Date.UTC(2022, month, 1)).toISOString(), 100 + month),
).filter((_, month) => month !== 20);

test.for(['elapsed', 'wall'] as const)(
  'lags, differences and windows count months: clock %s',
  async (clock) => {
    const spec = specOf({
      time: { column: 'time', cadence: '1mo' },
      lags: { by: ['1mo', '12mo'], clock },
      differences: { over: ['1y'] },
      rolling: { windows: ['1q'], statistics: ['mean'] },
    });
    const rows = rowsOf(await featureFrame(spec, monthly));
    const of = (month: number) => {
      const row = rows[month];
      return [
        iso(row?.event_timestamp).slice(0, 10),
        row?.load_sum,
        row?.load_sum_lag1mo,
        row?.load_sum_lag12mo,
        row?.load_sum_diff1y,
        row?.load_sum_rolling1q_mean,
        row?.coverage,
      ];
    };
    expect(rows.length).toBe(26);
    expect(of(0)).toEqual(['2022-01-01', 100, null, null, null, null, 1]);
    expect(of(13)).toEqual(['2023-02-01', 113, 112, 101, 12, 111, 1]);
    // September 2023 is missing.
    expect(of(20)).toEqual(['2023-09-01', null, 119, 108, null, 118, 0]);
    expect(of(21)).toEqual(['2023-10-01', 121, null, 109, 12, 118.5, 1]);
  },
);

test.for<[Partial<SpecInput>, message: string, remedy: string]>([
  [{ interval: '5mo' }, 'no whole number of intervals of 5mo', '1q'],
  [{ lags: { by: ['24h'] } }, '24h is not a whole number of intervals of 1mo', 'multiple of 1mo'],
  [
    { interval: '1d', lags: { by: ['1mo'] } },
    '1mo is not a whole number of intervals of 1d',
    'multiple of 1d',
  ],
  [
    { interval: '1q', lags: { by: ['1mo'] } },
    '1mo is not a whole number of intervals of 1q',
    'multiple of 1q',
  ],
  [{ degreeHours: { columns: ['load_sum'] } }, 'no fixed number of hours', 'leave out degreeHours'],
])('what months cannot be is refused: %o', async ([more, message, remedy]) => {
  const { error } = Spec.safeParse({ ...specOf(), ...more });
  expect(JSON.stringify(error?.issues)).toContain(message);
  expect(JSON.stringify(error?.issues)).toContain(remedy);
});
