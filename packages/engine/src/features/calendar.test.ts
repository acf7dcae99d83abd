import { Spec, type SpecInput } from '@wattline/spec';
import { describe, expect, test } from 'vitest';
import { RejectedError } from '../errors.ts';
import { intervalCalendar } from './calendar.ts';
import { rowsOf } from './testing/frames.ts';

const rowsIn = async (more: Partial<SpecInput>, from: string, to: string) => {
  const spec = Spec.parse({ time: { column: 'time', cadence: '10m' }, values: { load: {} }, ...more });
  const frame = intervalCalendar(spec, { from: Date.parse(from), to: Date.parse(to) });
  return rowsOf(await frame.collect());
};

const inParis = { time: { column: 'time', zone: 'Europe/Paris', cadence: '10m' } } as const;

describe('intervalCalendar', () => {
  test('has days of 23 and 25 hours, and their readings', async () => {
    const days = { ...inParis, interval: '1d', lags: { by: [] } };
    const spring = await rowsIn(days, '2017-03-25T12:00Z', '2017-03-27T12:00Z');
    expect(spring.map((row) => [row.Day, row.readings_expected])).toEqual([
      [25, 144],
      [26, 138],
      [27, 144],
    ]);
    const autumn = await rowsIn(days, '2017-10-28T12:00Z', '2017-10-30T12:00Z');
    expect(autumn.map((row) => [row.Day, row.readings_expected])).toEqual([
      [28, 144],
      [29, 150],
      [30, 144],
    ]);
  });

  test.for<[zone: string, interval: string, night: string]>([
    ['Europe/Paris', '2h', '2017-03-26'],
    ['Europe/Paris', '90m', '2017-03-26'],
    ['Australia/Lord_Howe', '1h', '2017-09-30'],
  ])(
    'expects one reading at least where clocks skip most of an interval: %s, %s',
    async ([zone, interval, night]) => {
      const time = { column: 'time', zone, cadence: interval };
      const rows = await rowsIn({ time, interval, lags: { by: [] } }, `${night}T00:00Z`, `${night}T18:00Z`);
      expect(rows.some((row) => Number(row.interval_length) < 3_600_000 || interval === '2h')).toBe(true);
      expect(new Set(rows.map((row) => row.readings_expected))).toEqual(new Set([1]));
    },
  );

  test('has the hour that occurs twice twice', async () => {
    const rows = await rowsIn(inParis, '2017-10-28T23:00Z', '2017-10-29T02:00Z');
    expect(rows.map((row) => row.Hour)).toEqual([1, 2, 2, 3]);
  });

  test('begins weeks on Mondays', async () => {
    const rows = await rowsIn(
      { interval: '7d', lags: { by: ['7d'] } },
      '2017-01-05T00:00Z',
      '2017-01-09T00:00Z',
    );
    expect(rows.map((row) => row.event_timestamp)).toEqual([Date.UTC(2017, 0, 2), Date.UTC(2017, 0, 9)]);
  });

  test('calls Sunday 6', async () => {
    const [row] = await rowsIn({}, '2017-01-01T00:00Z', '2017-01-01T00:00Z');
    expect(row).toMatchObject({ Weekday: 6, IsWeekend: 1, Season_Winter: 1, TimeOfDay_Night: 1 });
  });

  test('counts weeks as ISO 8601 does', async () => {
    const calendar = { fields: ['Year' as const, 'WeekOfYear' as const], cyclical: ['WeekOfYear' as const] };
    const days = { calendar, interval: '1d', lags: { by: [] } };
    const weekOf = async (day: string) => (await rowsIn(days, `${day}T12:00Z`, `${day}T12:00Z`))[0];
    // From the standard: a week is in the year of its Thursday.
    expect(await weekOf('2005-01-01')).toMatchObject({ Year: 2005, WeekOfYear: 53 });
    expect(await weekOf('2005-01-02')).toMatchObject({ WeekOfYear: 53 });
    expect(await weekOf('2005-01-03')).toMatchObject({ WeekOfYear: 1 });
    expect(await weekOf('2007-12-31')).toMatchObject({ Year: 2007, WeekOfYear: 1 });
    expect(await weekOf('2008-12-28')).toMatchObject({ WeekOfYear: 52 });
    expect(await weekOf('2008-12-29')).toMatchObject({ WeekOfYear: 1 });
    // Leap years that begin on a Wednesday, and end on a Thursday.
    expect(await weekOf('2020-12-31')).toMatchObject({ WeekOfYear: 53 });
    expect(await weekOf('2021-01-03')).toMatchObject({ WeekOfYear: 53 });
    expect(await weekOf('2024-02-29')).toMatchObject({ WeekOfYear: 9 });
    // Before 1970, too.
    expect(await weekOf('1960-12-31')).toMatchObject({ WeekOfYear: 52 });
    expect(await weekOf('1961-01-01')).toMatchObject({ WeekOfYear: 52 });
    // A circle of 53 weeks in years that have as many, else of 52.
    const last = await weekOf('2020-12-31');
    expect(last?.WeekOfYear_sin).toBe(Math.sin((2 * Math.PI * 52) / 53));
    expect((await weekOf('2023-12-31'))?.WeekOfYear_sin).toBe(Math.sin((2 * Math.PI * 51) / 52));
    expect((await weekOf('2009-12-31'))?.WeekOfYear_cos).toBe(Math.cos((2 * Math.PI * 52) / 53));
    expect((await weekOf('2015-01-01'))?.WeekOfYear_cos).toBe(1);
  });

  test('knows minutes and quarters by local clocks', async () => {
    const zone = {
      time: { column: 'time', zone: 'Asia/Kathmandu', cadence: '10m' },
      interval: '30m',
    } as const;
    const calendar = { fields: ['Minute' as const, 'Quarter' as const], cyclical: ['Minute' as const] };
    // Midnight there is 18:15 UTC.
    const rows = await rowsIn(
      { ...zone, calendar, lags: { by: [] } },
      '2017-03-31T17:50Z',
      '2017-03-31T18:50Z',
    );
    expect(rows.map((row) => [row.Quarter, row.Minute, row.Minute_cos])).toEqual([
      [1, 30, -1],
      [2, 0, 1],
      [2, 30, -1],
    ]);
  });

  test('marks public holidays by the local date', async () => {
    const calendar = { fields: ['IsHoliday', 'Day'], holidays: { country: 'FR' } } as const;
    const options = { ...inParis, calendar: { ...calendar, fields: [...calendar.fields] } };
    const rows = await rowsIn(options, '2017-07-12T22:00Z', '2017-07-15T21:00Z');
    expect(rows).toHaveLength(72);
    expect(rows.filter((row) => row.IsHoliday === 1).map((row) => row.Day)).toEqual(Array(24).fill(14));
  });

  test('knows holidays that move with the moon', async () => {
    const calendar = { fields: ['IsHoliday' as const], holidays: { country: 'MA' } };
    const rows = await rowsIn(
      { calendar, interval: '1d', lags: { by: [] } },
      '2017-06-24T00:00Z',
      '2017-06-26T00:00Z',
    );
    expect(rows.map((row) => row.IsHoliday)).toEqual([0, 1, 0]);
  });

  const holidayFields = ['IsHoliday', 'DaysToHoliday', 'DaysSinceHoliday', 'IsBridgeDay'] as const;
  const daysFrom = async (zone: string, country: string, from: string, to: string) => {
    const time = { column: 'time', zone, cadence: '10m' };
    const calendar = { fields: ['Day' as const, ...holidayFields], holidays: { country } };
    const rows = await rowsIn({ time, calendar, interval: '1d', lags: { by: [] } }, from, to);
    return rows.map((row) => [row.Day, ...holidayFields.map((field) => row[field])]);
  };

  test('counts days to and since holidays, and knows the days between one and a weekend', async () => {
    // Ascension Day was on Thursday, 25 May 2017, Whit Monday on 5 June, Labour Day and 8 May on Mondays.
    expect(await daysFrom('Europe/Paris', 'FR', '2017-05-23T12:00Z', '2017-05-28T12:00Z')).toEqual([
      [23, 0, 2, 15, 0],
      [24, 0, 1, 16, 0],
      [25, 1, 0, 0, 0],
      [26, 0, 10, 1, 1],
      [27, 0, 9, 2, 0],
      [28, 0, 8, 3, 0],
    ]);
    // Monday before a holiday on Tuesday, 1 May 2018. Clocks had changed since Easter Monday, 2 April.
    expect(await daysFrom('Europe/Paris', 'FR', '2018-04-30T12:00Z', '2018-04-30T12:00Z')).toEqual([
      [30, 0, 1, 28, 1],
    ]);
    // Wednesday, 2 May 2018 is a day between, and next to no weekend.
    expect(await daysFrom('Europe/Paris', 'FR', '2018-05-02T12:00Z', '2018-05-02T12:00Z')).toEqual([
      [2, 0, 6, 1, 0],
    ]);
  });

  test('counts in whole numbers', async () => {
    const calendar = { fields: [...holidayFields], holidays: { country: 'FR' } };
    const spec = Spec.parse({ time: { column: 'time', cadence: '10m' }, values: { load: {} }, calendar });
    const frame = await intervalCalendar(spec, { from: 0, to: 0 }).collect();
    expect(holidayFields.map((field) => String(frame.getColumn(field).dtype))).toEqual(
      holidayFields.map(() => 'DataType(Int64)'),
    );
  });

  test('counts to a holiday of the next year, and since one of the last', async () => {
    expect(await daysFrom('Europe/Paris', 'FR', '2019-12-30T12:00Z', '2020-01-02T12:00Z')).toEqual([
      [30, 0, 2, 5, 0],
      [31, 0, 1, 6, 0],
      [1, 1, 0, 0, 0],
      [2, 0, 102, 1, 0],
    ]);
  });

  test('knows a working day between two holidays', async () => {
    // 1 and 3 May.
    expect(await daysFrom('Europe/Warsaw', 'PL', '2017-05-01T12:00Z', '2017-05-03T12:00Z')).toEqual([
      [1, 1, 0, 0, 0],
      [2, 0, 1, 1, 1],
      [3, 1, 0, 0, 0],
    ]);
  });

  test.each([
    [{ country: 'XX' }, 'COUNTRY_UNKNOWN', 'MA'],
    [{ country: 'DE', region: 'ZZ' }, 'REGION_UNKNOWN', 'BY'],
  ])('refuses %o', async (holidays, code, named) => {
    const error: unknown = await rowsIn(
      { calendar: { fields: ['IsHoliday'], holidays } },
      '2017-01-01T00:00Z',
      '2017-01-02T00:00Z',
    ).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({ code });
    expect((error as RejectedError).remedy).toContain(named);
  });
});
