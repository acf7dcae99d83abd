import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { readingPeriods } from './reading-periods.ts';
import { splitReadings } from './split-readings.ts';

const HOUR = 3_600_000;
const specOf = (period: 'day' | 'month', zone = 'Europe/Berlin') =>
  ({ time: { zone }, partition: { period } }) as unknown as Parameters<typeof readingPeriods>[0];

const namesOf = (zone: string, from: number, to: number): string[] =>
  readingPeriods(specOf('day', zone), { from, to }).map(({ period }) => period);

test('days are those of local clocks, also where these change', () => {
  const from = Date.UTC(2024, 2, 30, 12);
  const periods = readingPeriods(specOf('day'), { from, to: from + 48 * HOUR });
  expect(periods.map(({ period, from: at, until }) => [period, (until - at) / HOUR])).toEqual([
    ['2024-03-30', 24],
    ['2024-03-31', 23],
    ['2024-04-01', 24],
  ]);
  // Clocks go forward at midnight in one zone, and over a whole day in the other.
  expect(namesOf('Africa/Cairo', Date.UTC(2024, 3, 25, 12), Date.UTC(2024, 3, 27))).toEqual([
    '2024-04-25',
    '2024-04-26',
    '2024-04-27',
  ]);
  expect(namesOf('Pacific/Apia', Date.UTC(2011, 11, 29, 20), Date.UTC(2011, 11, 31))).toEqual([
    '2011-12-29',
    '2011-12-31',
  ]);
});

test('readings of many periods are split as those of few', async () => {
  const from = Date.UTC(2024, 1, 20, 5);
  const at = ['a', 'b'].flatMap(() => Array.from({ length: 1_200 }, (_, i) => from + i * HOUR));
  const readings = pl
    .DataFrame({ at, row: at.map((_, i) => i) }, { schema: { at: pl.Int64, row: pl.Int64 } })
    .withColumn(pl.col('at').cast(pl.Datetime('ms', 'UTC')).alias(EVENT_TIMESTAMP))
    .drop('at');
  const days = readingPeriods(specOf('day'), { from, to: from + 1_200 * HOUR });
  const rowsOf = (split: Awaited<ReturnType<typeof splitReadings>>) =>
    split.map(({ period, rows }) => [period, rows.columns, rows.getColumn('row').toArray().map(Number)]);
  const all = rowsOf(await splitReadings(readings, days));
  const some = await Promise.all(
    [days.slice(0, 25), days.slice(25)].map((few) => splitReadings(readings, few)),
  );
  expect(days.length).toBeGreaterThan(50);
  expect(all).toEqual(some.flatMap(rowsOf));
});
