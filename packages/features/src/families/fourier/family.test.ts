import { expect, test } from 'vitest';
import { issuesOf } from '../../testing/issues-of.ts';
import { valuesAt } from '../../testing/values-at.ts';
import { fourier } from './family.ts';

const parsed = (options: unknown) => fourier.options.unwrap().parse(options);
const root = Math.SQRT1_2;

test('terms go round so many times in their period', () => {
  const at = valuesAt(fourier, parsed({ periods: [{ period: '24h', terms: 3 }] }));
  expect(at('2017-06-01T00:00Z')).toEqual({
    fourier_24h_sin1: 0,
    fourier_24h_cos1: 1,
    fourier_24h_sin2: 0,
    fourier_24h_cos2: 1,
    fourier_24h_sin3: 0,
    fourier_24h_cos3: 1,
  });
  const morning = at('2017-06-01T03:00Z');
  expect(morning.fourier_24h_sin1).toBeCloseTo(root, 14);
  expect(morning.fourier_24h_cos1).toBeCloseTo(root, 14);
  expect(morning.fourier_24h_sin2).toBe(1);
  expect(morning.fourier_24h_cos2).toBeCloseTo(0, 14);
  expect(morning.fourier_24h_sin3).toBeCloseTo(root, 14);
  expect(morning.fourier_24h_cos3).toBeCloseTo(-root, 14);
});

test('whole turns leave nothing behind', () => {
  const at = valuesAt(fourier, parsed({ periods: [{ period: '24h', terms: 8 }] }));
  const { fourier_24h_sin8: sine, fourier_24h_cos8: cosine } = at('2017-06-01T21:00Z');
  expect([sine, cosine]).toEqual([0, 1]);
});

test('a week begins on Monday, before 1970 as after it', () => {
  const at = valuesAt(fourier, parsed({ periods: [{ period: '7d' }] }));
  const monday = { fourier_7d_sin1: 0, fourier_7d_cos1: 1 };
  expect(at('2017-06-05T00:00Z')).toEqual(monday);
  expect(at('1969-12-29T00:00Z')).toEqual(monday);
  // Thursday noon is the middle of a week.
  expect(at('1969-12-25T12:00Z').fourier_7d_cos1).toBe(-1);
});

test('local clocks change, time that passed does not', () => {
  const zone = { zone: 'Europe/Paris' };
  const noons = ['2017-03-25T11:00Z', '2017-03-26T10:00Z'];
  const cosine = (clock: string) =>
    noons.map(
      (noon) =>
        valuesAt(fourier, parsed({ periods: [{ period: '24h' }], clock }), zone)(noon).fourier_24h_cos1,
    );
  expect(cosine('wall')).toEqual([-1, -1]);
  const [winter, summer] = cosine('elapsed');
  expect(winter).toBeCloseTo(Math.cos((2 * Math.PI * 11) / 24), 14);
  expect(summer).toBeCloseTo(Math.cos((2 * Math.PI * 10) / 24), 14);
});

test('a year of the calendar is as long as it is, and a mean one of elapsed time', () => {
  const periods = [{ period: '1y' }];
  const wall = valuesAt(fourier, parsed({ periods }), { interval: '12h' });
  const first = { fourier_1y_sin1: 0, fourier_1y_cos1: 1 };
  expect(wall('2019-01-01T00:00Z')).toEqual(first);
  expect(wall('2020-01-01T00:00Z')).toEqual(first);
  // The middle of 365 days, and of 366.
  expect(wall('2019-07-02T12:00Z').fourier_1y_cos1).toBe(-1);
  expect(wall('2020-07-02T00:00Z').fourier_1y_cos1).toBe(-1);
  const elapsed = valuesAt(fourier, parsed({ periods, clock: 'elapsed' }));
  expect(elapsed('1970-01-05T00:00Z')).toEqual(first);
  expect(elapsed('2370-01-05T00:00Z')).toEqual(first);
  expect(elapsed('2020-01-01T00:00Z').fourier_1y_cos1).not.toBe(1);
});

test('quarters of the calendar are no longer than they are', () => {
  const at = valuesAt(fourier, parsed({ periods: [{ period: '1q' }] }), { interval: '1d' });
  for (const begin of ['2020-01-01', '2020-04-01', '2020-07-01', '2020-10-01'])
    expect(at(`${begin}T00:00Z`)).toEqual({ fourier_1q_sin1: 0, fourier_1q_cos1: 1 });
});

test('terms that intervals do not show are refused', () => {
  const issues = (terms: number, period = '24h'): string[] =>
    issuesOf(fourier, '6h')(parsed({ periods: [{ period, terms }] }));
  expect(issues(1)).toEqual([]);
  expect(issues(2)).toEqual([
    'periods.0.terms: term 2 of 24h goes round within two intervals of 6h, which do not show it: write 1 or fewer',
  ]);
  expect(issues(1, '12h')).toEqual([expect.stringContaining('write a period longer than two intervals')]);
});
