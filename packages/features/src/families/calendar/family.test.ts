import { expect, test } from 'vitest';
import { valuesAt } from '../../testing/values-at.ts';
import { calendar } from './family.ts';

const weekAt = valuesAt(
  calendar,
  calendar.options.parse({ fields: ['WeekOfYear'], cyclical: ['WeekOfYear'] }),
);

test('years have 52 or 53 weeks, and are as long a circle', () => {
  const years = Array.from({ length: 150 }, (_, i) => 1950 + i);
  // December 28 is in the last week of its year.
  const lasts = years.map((year) => weekAt(`${year}-12-28T00:00Z`));
  const long = years.filter((_, i) => lasts[i]?.WeekOfYear === 53);
  expect(long.filter((year) => year > 1990 && year < 2040)).toEqual([
    1992, 1998, 2004, 2009, 2015, 2020, 2026, 2032, 2037,
  ]);
  for (const { WeekOfYear: week, WeekOfYear_sin: sine } of lasts)
    expect(sine).toBe(Math.sin((2 * Math.PI * (Number(week) - 1)) / Number(week)));
});
