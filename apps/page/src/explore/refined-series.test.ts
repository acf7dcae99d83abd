import type { Series } from '@wattline/api';
import { describe, expect, test } from 'vitest';
import { refinedSeries } from './refined-series.ts';

const whole: Series = {
  entity: 'a',
  from: '1970-01-01T00:00:00.000Z',
  to: '1970-01-01T00:00:00.050Z',
  stepMs: 10,
  time: [0, 10, 20, 30, 40],
  columns: [{ name: 'x', mean: [1, 2, 3, 4, 5], min: [0, 1, 2, 3, 4], max: [2, 3, 4, 5, 6] }],
};

const fine = (time: number[], stepMs: number, mean: (number | null)[]): Series => ({
  ...whole,
  stepMs,
  time,
  columns: [{ name: 'x', mean }],
});

describe('refinedSeries', () => {
  test('fine values take the place of the coarse steps that they reach into', () => {
    const { time, columns, stepMs } = refinedSeries(whole, fine([15, 20, 25], 5, [20, null, 25]));
    expect(stepMs).toBe(5);
    expect(time).toEqual([0, 15, 20, 25, 30, 40]);
    expect(columns[0]?.mean).toEqual([1, 20, null, 25, 4, 5]);
  });

  test('values that are not thinned are their own band', () => {
    const [column] = refinedSeries(whole, fine([15, 20, 25], 5, [20, null, 25])).columns;
    expect(column?.min).toEqual([0, 20, null, 25, 3, 4]);
    expect(column?.max).toEqual([2, 20, null, 25, 5, 6]);
  });

  test('fine values at the ends leave nothing coarse beyond them', () => {
    expect(refinedSeries(whole, fine([0, 5], 5, [1, 2])).time).toEqual([0, 5, 10, 20, 30, 40]);
    expect(refinedSeries(whole, fine([40, 45], 5, [1, 2])).time).toEqual([0, 10, 20, 30, 40, 45]);
  });

  test('time goes forward always', () => {
    for (let from = 0; from < 45; from += 1) {
      const { time } = refinedSeries(whole, fine([from, from + 3], 3, [1, 2]));
      expect(time).toEqual([...new Set(time)].sort((a, b) => a - b));
    }
  });

  test('without fine values the whole stands', () => {
    expect(refinedSeries(whole, undefined)).toBe(whole);
    expect(refinedSeries(whole, fine([], 5, []))).toBe(whole);
  });
});
